package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.vesalius.dataset.Split;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Calibration;
import org.vesalius.metric.Confusion;
import org.vesalius.metric.Ranking;

/** The numbers of a table of label scores: the same for zero-shot models and probes. */
final class ClassMeasures {
    /** The table's columns after the common ones. */
    static final String[] COLUMNS = {"split", "label", "truth", "score", "severity"};

    private static final int BINS = 10;

    private final SampleTable scored;
    private final SampleTable validation;
    private final EvaluationOptions options;
    private final Decision decision;
    private final Map<String, Integer> studies;
    private final Bootstrap bootstrap;
    private final List<Estimate> estimates = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Map<String, List<Bootstrap.Statistic>> counted = new LinkedHashMap<>();
    private final Map<String, Double> chance = new LinkedHashMap<>();

    private ClassMeasures(SampleTable table, EvaluationOptions options, Decision decision) {
        this.options = options;
        this.decision = decision;
        scored = table.where("split", options.split().lower()::equals);
        validation = table.where("split", Split.VAL.lower()::equals);
        studies = places(scored);
        String[] patients = new String[studies.size()];
        for (int i = 0; i < scored.size(); i++) {
            patients[studies.getOrDefault(scored.text(i, "row"), 0)] = scored.text(i, "patient");
        }
        bootstrap = Bootstrap.byGroup(List.of(patients), options.resamples(), options.seed());
    }

    private static Map<String, Integer> places(SampleTable table) {
        Map<String, Integer> places = new LinkedHashMap<>();
        table.texts("row").forEach(row -> places.putIfAbsent(row, places.size()));
        return places;
    }

    /** The metrics with their modes, for the digest. */
    static String metrics(boolean probabilities, Decision decision) {
        List<String> names = new ArrayList<>(List.of(Ranking.AUROC, Ranking.AVERAGE_PRECISION));
        List.of("f1", "mcc", "accuracy", "sensitivity", "specificity")
                .forEach(name -> names.add(decision.metric(name)));
        if (probabilities) {
            names.addAll(List.of(Calibration.BRIER, Calibration.ECE_10));
        }
        names.add(Bootstrap.METHOD);
        return String.join(", ", names);
    }

    /** All numbers of a table; Brier score and calibration error only where scores are meant as probabilities. */
    static Protocol.Estimated of(
            SampleTable table, EvaluationOptions options, boolean probabilities, Decision decision) {
        ClassMeasures of = new ClassMeasures(table, options, decision);
        List<String> few = new ArrayList<>();
        for (String label : of.scored.distinct("label")) {
            if (!of.label(label, probabilities)) {
                few.add(label);
            }
        }
        of.means();
        if (!few.isEmpty()) {
            of.notes.add(
                    "fewer than " + options.minPositives() + " positives, not in the mean: " + String.join(", ", few));
        }
        if (of.validation.size() == 0 && decision == Decision.VALIDATION) {
            of.notes.add("no validation studies: F1, MCC, accuracy, sensitivity and specificity have no threshold");
        }
        return new Protocol.Estimated(of.estimates, of.notes);
    }

    /** The numbers of one label; false when it is not in the mean. */
    private boolean label(String label, boolean probabilities) {
        LabelScores rows = LabelScores.of(scored.where("label", label::equals), studies);
        boolean counts = rows.positives() >= options.minPositives() && rows.positives() < rows.size();
        double prevalence = (double) rows.positives() / rows.size();
        double[] s = rows.scores();
        boolean[] y = rows.positive();
        add(Ranking.AUROC, label, "", rows, Ranking.aurocOf(s, y), 0.5, counts);
        add(Ranking.AVERAGE_PRECISION, label, "", rows, Ranking.averagePrecisionOf(s, y), prevalence, counts);
        if (validation.size() > 0 || decision != Decision.VALIDATION) {
            decisions(label, rows, prevalence, counts);
        }
        if (probabilities) {
            add(
                    Calibration.BRIER,
                    label,
                    "",
                    rows,
                    Bootstrap.meanOf(squaredErrors(s, y)),
                    prevalence * (1 - prevalence),
                    counts);
            add(Calibration.ECE_10, label, "", rows, Calibration.eceOf(s, y, BINS), Double.NaN, counts);
        }
        List<LabelScores> tertiles = rows.tertiles();
        for (int t = 0; t < tertiles.size(); t++) {
            LabelScores third = tertiles.get(t);
            var auroc = Ranking.aurocOf(third.scores(), third.positive());
            add(Ranking.AUROC, label, "severity %d of 3".formatted(t + 1), third, auroc, 0.5, counts);
        }
        return counts;
    }

    private void decisions(String label, LabelScores rows, double prevalence, boolean counts) {
        LabelScores chosenOn = LabelScores.of(validation.where("label", label::equals), places(validation));
        double threshold = decision.threshold(rows, chosenOn);
        if (Double.isNaN(threshold)) {
            notes.add(label + ": no positive study to choose a threshold on");
            return;
        }
        decided("f1", label, rows, threshold, Confusion::f1, 2 * prevalence / (1 + prevalence), counts);
        decided("mcc", label, rows, threshold, Confusion::mcc, 0, counts);
        decided("accuracy", label, rows, threshold, Confusion::accuracy, Math.max(prevalence, 1 - prevalence), counts);
        decided("sensitivity", label, rows, threshold, Confusion::sensitivity, Double.NaN, counts);
        decided("specificity", label, rows, threshold, Confusion::specificity, Double.NaN, counts);
    }

    private void decided(
            String name,
            String label,
            LabelScores rows,
            double threshold,
            ToDoubleFunction<Confusion> value,
            double guess,
            boolean counts) {
        double[] s = rows.scores();
        boolean[] y = rows.positive();
        Bootstrap.Statistic statistic = times -> value.applyAsDouble(Confusion.at(threshold, s, y, times));
        add(decision.metric(name), label, "", rows, statistic, guess, counts);
    }

    private void add(
            String metric,
            String label,
            String part,
            LabelScores rows,
            Bootstrap.Statistic ofRows,
            double guess,
            boolean counts) {
        Bootstrap.Statistic statistic = rows.drawn(ofRows);
        estimates.add(
                new Estimate(metric, label, part, guess, rows.size(), rows.positives(), counts, bootstrap, statistic));
        if (counts) {
            String key = metric + "\n" + part;
            counted.computeIfAbsent(key, k -> new ArrayList<>()).add(statistic);
            chance.merge(key, guess, Double::sum);
        }
    }

    private void means() {
        int at = 0;
        for (var entry : counted.entrySet()) {
            String[] key = entry.getKey().split("\n", -1);
            int labels = entry.getValue().size();
            Bootstrap.Statistic mean = Bootstrap.macroOf(entry.getValue());
            double guess = chance.getOrDefault(entry.getKey(), Double.NaN) / labels;
            estimates.add(
                    at++,
                    new Estimate(key[0], Measure.MACRO, key[1], guess, studies.size(), -1, true, bootstrap, mean));
        }
    }

    private static double[] squaredErrors(double[] probabilities, boolean[] positive) {
        double[] errors = new double[probabilities.length];
        for (int i = 0; i < errors.length; i++) {
            double error = probabilities[i] - (positive[i] ? 1 : 0);
            errors[i] = error * error;
        }
        return errors;
    }
}
