package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.image.Corruption;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Ranking;
import org.vesalius.shard.PreparedData;

/**
 * What damage to the picture costs: the AUROC of every label on the scored studies as they are and under each corruption ({@link Corruption}), and the drop, paired study by study. A probe is fitted on
 * clean pictures. The table has the score of every study under every corruption.
 */
public final class RobustnessProtocol implements Protocol {
    /** Clean AUROC less the damaged one. */
    static final String DROP = "auroc-drop[clean-damaged,paired]@1";

    /** The column that says what was done to the pictures. */
    static final String DAMAGE = "damage";
    /** Nothing was. */
    static final String CLEAN = "none";

    @Override
    public String id() {
        return "robustness";
    }

    @Override
    public String title() {
        return "Robustness to damaged pictures";
    }

    @Override
    public List<Setting> settings() {
        String all = String.join(
                ",", Arrays.stream(Corruption.values()).map(Corruption::lower).toList());
        return ScoreSource.settings(
                Setting.text("corruptions", all, "what is done to the pictures"),
                Setting.wholes("severities", "1,2,3", "how much of it", 1, Corruption.SEVEREST));
    }

    @Override
    public boolean possible(PreparedData data) {
        return Needs.labels(data);
    }

    @Override
    public boolean usual() {
        return false;
    }

    /** A corruption at a severity. */
    private record Damage(Corruption corruption, int severity) {
        private String part() {
            return corruption.lower() + " " + severity;
        }
    }

    private List<Damage> damages(EvaluationOptions options) {
        Settings settings = settings(options);
        List<String> known =
                Arrays.stream(Corruption.values()).map(Corruption::lower).toList();
        List<Damage> damages = new ArrayList<>();
        for (String name : settings.text("corruptions").split(",")) {
            if (!known.contains(name.strip())) {
                throw InputException.unknown("--set corruptions", name.strip(), known);
            }
            for (String severity : settings.text("severities").split(",")) {
                damages.add(new Damage(
                        Corruption.valueOf(name.strip().toUpperCase(Locale.ROOT)), Integer.parseInt(severity)));
            }
        }
        return damages;
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Map<String, String> terms =
                new TreeMap<>(ScoreSource.of(settings(trial.options())).terms(trial));
        terms.put("protocol", "robustness@1: scored studies damaged, probes and prompts as on clean ones");
        terms.put("min-positives", Integer.toString(trial.options().minPositives()));
        terms.put("metrics", String.join(", ", Ranking.AUROC, DROP, Bootstrap.METHOD));
        for (Corruption corruption : Corruption.values()) {
            terms.put("damage: " + corruption.lower(), corruption.strengths());
        }
        return terms;
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        if (trial.options().split() != Split.TEST && trial.options().split() != Split.VAL) {
            throw InputException.of(
                    "split", "test or val", trial.options().split().lower(), "probes are fitted on the others");
        }
        ScoreSource source = ScoreSource.of(settings(trial.options()));
        List<SampleTable> tables = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Collected clean = source.collect(trial);
        problems.addAll(clean.problems());
        tables.add(scored(clean.samples(), trial, CLEAN));
        for (Damage damage : damages(trial.options())) {
            Scorer damaged = new CorruptedScorer(trial.scorer(), damage.corruption, damage.severity);
            tables.add(scored(source.collect(trial.seeing(damaged)).samples(), trial, damage.part()));
        }
        return new Collected(SampleTable.stack(tables), problems);
    }

    private static SampleTable scored(SampleTable table, Trial trial, String damage) {
        return table.where("split", trial.options().split().lower()::equals).with(DAMAGE, _ -> damage);
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        SampleTable clean = samples.where(DAMAGE, CLEAN::equals);
        ScoreTable table = ScoreTable.of(clean, options);
        List<Estimate> estimates = new ArrayList<>();
        Map<String, List<Bootstrap.Statistic>> counted = new LinkedHashMap<>();
        for (String damage : samples.distinct(DAMAGE)) {
            SampleTable damaged = samples.where(DAMAGE, damage::equals);
            for (String label : table.labels()) {
                label(table, label, damaged.where("label", label::equals), damage, estimates, counted);
            }
        }
        int at = 0;
        for (var entry : counted.entrySet()) {
            String[] key = entry.getKey().split("\n", -1);
            double chance = key[0].equals(Ranking.AUROC) ? .5 : Double.NaN;
            Bootstrap.Statistic mean = Bootstrap.macroOf(entry.getValue());
            estimates.add(
                    at++,
                    new Estimate(
                            key[0], Measure.MACRO, key[1], chance, table.studies(), -1, true, table.bootstrap(), mean));
        }
        return new Estimated(
                estimates,
                List.of("a drop is the AUROC on clean pictures less that on damaged ones, on the same draws"));
    }

    private static void label(
            ScoreTable table,
            String label,
            SampleTable damaged,
            String damage,
            List<Estimate> estimates,
            Map<String, List<Bootstrap.Statistic>> counted) {
        SampleTable rows = table.rows(label);
        boolean[] positive = ScoreTable.positive(rows);
        int[] places = table.places(rows.texts("row"));
        Bootstrap.Statistic clean = Ranking.aurocOf(rows.numbers("score"), positive);
        Bootstrap.Statistic under = Ranking.aurocOf(inOrder(rows, damaged), positive);
        Map<String, Bootstrap.Statistic> numbers = new LinkedHashMap<>();
        numbers.put(Ranking.AUROC, Bootstrap.ofRows(places, under));
        if (!damage.equals(CLEAN)) {
            numbers.put(DROP, Bootstrap.ofRows(places, times -> clean.of(times) - under.of(times)));
        }
        numbers.forEach((metric, statistic) -> {
            boolean counts = table.counts(positive);
            String part = damage.equals(CLEAN) ? "" : damage;
            double chance = metric.equals(Ranking.AUROC) ? .5 : Double.NaN;
            int positives = Ranking.count(positive);
            estimates.add(new Estimate(
                    metric, label, part, chance, positive.length, positives, counts, table.bootstrap(), statistic));
            if (counts) {
                counted.computeIfAbsent(metric + "\n" + part, _ -> new ArrayList<>())
                        .add(statistic);
            }
        });
    }

    /** The damaged scores in the order of the clean rows. */
    private static double[] inOrder(SampleTable clean, SampleTable damaged) {
        Map<String, Double> byRow = new HashMap<>();
        double[] scores = damaged.numbers("score");
        for (int i = 0; i < scores.length; i++) {
            byRow.put(damaged.text(i, "row"), scores[i]);
        }
        return clean.texts("row").stream()
                .mapToDouble(row -> byRow.getOrDefault(row, Double.NaN))
                .toArray();
    }
}
