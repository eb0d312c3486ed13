package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.io.InputException;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Calibration;
import org.vesalius.metric.Calibration.Bins;
import org.vesalius.metric.Ranking;
import org.vesalius.metric.Recalibration;
import org.vesalius.shard.PreparedData;

/**
 * Whether probabilities mean what they say, label by label: calibration errors and Brier score of the scores as they are, and after temperature and Platt scaling, each fitted on the validation studies of
 * the label. The table keeps the three probabilities of every study with the bin of the reliability diagram that each falls into.
 */
public final class CalibrationProtocol implements Protocol {
    /** A probability of the table, and what is said of it. */
    private enum Kind {
        AS_IT_IS("score", "bin", ""),
        TEMPERATURE("temperature", "temperature-bin", "after temperature"),
        PLATT("platt", "platt-bin", "after platt");

        private final String column;
        private final String bin;
        private final String part;

        Kind(String column, String bin, String part) {
            this.column = column;
            this.bin = bin;
            this.part = part;
        }

        private Recalibration fitted(double[] probabilities, boolean[] positive) {
            return switch (this) {
                case AS_IT_IS -> Recalibration.NONE;
                case TEMPERATURE -> Recalibration.temperature(probabilities, positive);
                case PLATT -> Recalibration.platt(probabilities, positive);
            };
        }
    }

    private static final String POOLED = "all labels";
    private static final String SHARE = "positive-share[bin]@1";

    @Override
    public String id() {
        return "calibration";
    }

    @Override
    public String title() {
        return "Calibration of probabilities";
    }

    @Override
    public List<Setting> settings() {
        return ScoreSource.settings(
                Setting.whole("bins", 10, "bins of the calibration errors", 2, 100),
                Setting.choice(
                        "binning", "bins of equal width or of equally many studies", "equal-width", "equal-mass"));
    }

    private static Bins bins(Settings settings) {
        return settings.text("binning").equals("equal-mass") ? Bins.EQUAL_MASS : Bins.EQUAL_WIDTH;
    }

    @Override
    public boolean possible(PreparedData data) {
        return Needs.labels(data);
    }

    @Override
    public boolean usual() {
        return false;
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        Map<String, String> terms = new TreeMap<>(ScoreSource.of(settings).terms(trial));
        terms.put("protocol", "calibration@1: per label, before and after scaling fitted on its validation studies");
        terms.put(
                "metrics",
                String.join(
                        ", ",
                        Calibration.eceName(bins(settings), settings.whole("bins")),
                        Calibration.mceName(bins(settings), settings.whole("bins")),
                        Calibration.BRIER,
                        Recalibration.TEMPERATURE,
                        Recalibration.PLATT,
                        SHARE,
                        Bootstrap.METHOD));
        return terms;
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        Collected scores = ScoreSource.of(settings).collect(trial);
        SampleTable table = scores.samples();
        check(table);
        ScoreTable of = ScoreTable.of(table, trial.options());
        for (Kind kind : Kind.values()) {
            if (kind != Kind.AS_IT_IS) {
                Map<String, Recalibration> fits = fits(kind, of);
                List<String> labels = table.texts("label");
                double[] p = table.numbers("score");
                table = table.with(kind.column, i -> {
                    Recalibration fit = fits.get(labels.get(i));
                    return fit == null ? "" : Double.toString(fit.apply(p[i]));
                });
            }
        }
        for (Kind kind : Kind.values()) {
            table = withBins(table, kind, settings, trial.options());
        }
        return new Collected(table, scores.problems());
    }

    private static void check(SampleTable table) {
        for (double p : table.numbers("score")) {
            if (!(p >= 0 && p <= 1)) {
                throw InputException.of(
                        "scores of this model",
                        "probabilities, in [0, 1]",
                        String.format(Locale.ROOT, "%.3f", p),
                        "look into other scores: --set scores=linear-probe");
            }
        }
    }

    /** Of the labels of which validation has both classes. */
    private static Map<String, Recalibration> fits(Kind kind, ScoreTable of) {
        Map<String, Recalibration> fits = new LinkedHashMap<>();
        for (String label : of.labels()) {
            SampleTable rows = of.validationRows(label);
            boolean[] positive = ScoreTable.positive(rows);
            int positives = Ranking.count(positive);
            if (positives > 0 && positives < positive.length) {
                fits.put(label, kind.fitted(rows.numbers("score"), positive));
            }
        }
        return fits;
    }

    /** The bin of each scored study, from 1, among the scored studies of its label. */
    private static SampleTable withBins(SampleTable table, Kind kind, Settings settings, EvaluationOptions options) {
        String[] cells = new String[table.size()];
        Arrays.fill(cells, "");
        List<String> labels = table.texts("label");
        List<String> splits = table.texts("split");
        double[] p = table.numbers(kind.column);
        for (String label : table.distinct("label")) {
            List<Integer> own = new ArrayList<>();
            for (int i = 0; i < cells.length; i++) {
                boolean scored = splits.get(i).equals(options.split().lower());
                if (scored && labels.get(i).equals(label) && !Double.isNaN(p[i])) {
                    own.add(i);
                }
            }
            double[] probabilities = own.stream().mapToDouble(i -> p[i]).toArray();
            int[] bins = Calibration.binsOf(probabilities, settings.whole("bins"), bins(settings));
            for (int j = 0; j < bins.length; j++) {
                cells[own.get(j)] = Integer.toString(bins[j] + 1);
            }
        }
        return table.with(kind.bin, i -> cells[i]);
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        return new Estimates(samples, options, settings(options)).all();
    }

    /** Makes the numbers of a table. */
    private static final class Estimates {
        private final ScoreTable table;
        private final int bins;
        private final Bins binning;
        private final List<Estimate> estimates = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Map<String, List<Bootstrap.Statistic>> counted = new LinkedHashMap<>();
        private final Map<String, Double> chance = new LinkedHashMap<>();

        private Estimates(SampleTable samples, EvaluationOptions options, Settings settings) {
            table = ScoreTable.of(samples, options);
            bins = settings.whole("bins");
            binning = bins(settings);
        }

        private Estimated all() {
            for (String label : table.labels()) {
                for (Kind kind : Kind.values()) {
                    label(label, kind);
                }
            }
            means();
            for (Kind kind : Kind.values()) {
                diagram(kind);
            }
            notes.add(
                    "the chance of a Brier score is that of a model which says the share of positives to all; that of a bin is its mean probability, which the share of positives in it should equal; intervals of calibration errors lean upwards, as resampling adds to them");
            return new Estimated(estimates, notes);
        }

        private void label(String label, Kind kind) {
            SampleTable rows = table.rows(label);
            double[] p = rows.numbers(kind.column);
            boolean[] y = ScoreTable.positive(rows);
            if (Arrays.stream(p).anyMatch(Double::isNaN)) {
                notes.add(label + ": validation lacks positives or negatives, so nothing " + kind.part);
                return;
            }
            double prevalence = (double) Ranking.count(y) / y.length;
            int[] places = table.places(rows.texts("row"));
            String ece = Calibration.eceName(binning, bins);
            String mce = Calibration.mceName(binning, bins);
            add(ece, label, kind, y, Double.NaN, places, Calibration.eceOf(p, y, bins, binning));
            add(mce, label, kind, y, Double.NaN, places, Calibration.mceOf(p, y, bins, binning));
            double blind = prevalence * (1 - prevalence);
            add(Calibration.BRIER, label, kind, y, blind, places, Calibration.brierOf(p, y));
        }

        private void add(
                String metric,
                String label,
                Kind kind,
                boolean[] y,
                double guess,
                int[] places,
                Bootstrap.Statistic ofRows) {
            Bootstrap.Statistic statistic = Bootstrap.ofRows(places, ofRows);
            boolean counts = table.counts(y);
            int positives = Ranking.count(y);
            estimates.add(new Estimate(
                    metric, label, kind.part, guess, y.length, positives, counts, table.bootstrap(), statistic));
            if (counts) {
                String key = metric + "\n" + kind.part;
                counted.computeIfAbsent(key, _ -> new ArrayList<>()).add(statistic);
                chance.merge(key, guess, Double::sum);
            }
        }

        private void means() {
            int at = 0;
            for (var entry : counted.entrySet()) {
                String[] key = entry.getKey().split("\n", -1);
                double guess = chance.getOrDefault(entry.getKey(), Double.NaN)
                        / entry.getValue().size();
                Bootstrap.Statistic mean = Bootstrap.macroOf(entry.getValue());
                estimates.add(
                        at++,
                        new Estimate(
                                key[0],
                                Measure.MACRO,
                                key[1],
                                guess,
                                table.studies(),
                                -1,
                                true,
                                table.bootstrap(),
                                mean));
            }
        }

        /** The reliability diagram over the rows of all labels: a number for each bin, undefined for an empty one. */
        private void diagram(Kind kind) {
            SampleTable rows = table.scored().where(kind.bin, bin -> !bin.isEmpty());
            for (int bin = 1; bin <= bins; bin++) {
                SampleTable own = rows.where(kind.bin, Integer.toString(bin)::equals);
                boolean[] y = ScoreTable.positive(own);
                double[] share = new double[y.length];
                Arrays.setAll(share, i -> y[i] ? 1 : 0);
                double said = Arrays.stream(own.numbers(kind.column)).average().orElse(Double.NaN);
                String part = "bin %d of %d%s".formatted(bin, bins, kind.part.isEmpty() ? "" : ", " + kind.part);
                estimates.add(new Estimate(
                        SHARE,
                        POOLED,
                        part,
                        said,
                        y.length,
                        Ranking.count(y),
                        false,
                        table.bootstrap(),
                        Bootstrap.ofRows(table.places(own.texts("row")), Bootstrap.meanOf(share))));
            }
        }
    }
}
