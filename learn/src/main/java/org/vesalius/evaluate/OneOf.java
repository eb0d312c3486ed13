package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.MultiClass;

/** One label of several, for sets such as CheXpert 5x200 where each study has exactly one: the label of the greatest score, from a table of label scores. */
final class OneOf {
    private final SampleTable scored;
    private final List<String> labels;
    private final List<String> patients = new ArrayList<>();
    private final int[] truth;
    private final double[][] scores;

    private OneOf(SampleTable scored) {
        this.scored = scored;
        labels = scored.distinct("label");
        Map<String, Integer> places = new LinkedHashMap<>();
        for (int i = 0; i < scored.size(); i++) {
            if (places.putIfAbsent(scored.text(i, "row"), places.size()) == null) {
                patients.add(scored.text(i, "patient"));
            }
        }
        truth = new int[places.size()];
        scores = new double[places.size()][labels.size()];
        double[] score = scored.numbers("score");
        for (int i = 0; i < score.length; i++) {
            int study = places.getOrDefault(scored.text(i, "row"), 0);
            int label = labels.indexOf(scored.text(i, "label"));
            scores[study][label] = score[i];
            truth[study] = scored.text(i, "truth").equals("1") ? label : truth[study];
        }
    }

    /** The metrics with their modes, for the digest. */
    static String metrics() {
        return Stream.concat(
                        Stream.of(MultiClass.ACCURACY),
                        Stream.of(MultiClass.Part.values())
                                .flatMap(part -> Stream.of(part.metric(true), part.metric(false))))
                .collect(Collectors.joining(", "));
    }

    /**
     * Accuracy and the means over labels, then each label's own.
     *
     * @param standard whether each label's scores are first set to mean 0 and deviation 1 over the studies that are scored
     */
    static List<Estimate> of(SampleTable table, EvaluationOptions options, boolean standard) {
        OneOf of = new OneOf(table.where("split", options.split().lower()::equals));
        if (standard) {
            of.standardise();
        }
        return of.estimates(options);
    }

    /** With the population's deviation, as the released program; a label that is scored alike everywhere becomes 0. */
    private void standardise() {
        for (int c = 0; c < labels.size(); c++) {
            double mean = 0;
            for (double[] row : scores) {
                mean += row[c] / scores.length;
            }
            double variance = 0;
            for (double[] row : scores) {
                variance += (row[c] - mean) * (row[c] - mean) / scores.length;
            }
            double deviation = Math.sqrt(variance);
            for (double[] row : scores) {
                row[c] = deviation < 1e-12 ? 0 : (row[c] - mean) / deviation;
            }
        }
    }

    private List<Estimate> estimates(EvaluationOptions options) {
        Bootstrap bootstrap = Bootstrap.byGroup(patients, options.resamples(), options.seed());
        MultiClass found = MultiClass.of(truth, scores);
        double guess = 1.0 / labels.size();
        List<Estimate> estimates = new ArrayList<>();
        estimates.add(one(MultiClass.ACCURACY, Measure.MACRO, guess, -1, bootstrap, found.accuracy()));
        for (MultiClass.Part part : MultiClass.Part.values()) {
            double chance = part == MultiClass.Part.RECALL ? guess : Double.NaN;
            estimates.add(one(part.metric(true), Measure.MACRO, chance, -1, bootstrap, found.macro(part)));
        }
        for (int c = 0; c < labels.size(); c++) {
            int positives = scored.where("label", labels.get(c)::equals)
                    .where("truth", "1"::equals)
                    .size();
            for (MultiClass.Part part : MultiClass.Part.values()) {
                double chance = part == MultiClass.Part.RECALL ? guess : Double.NaN;
                estimates.add(one(part.metric(false), labels.get(c), chance, positives, bootstrap, found.of(c, part)));
            }
        }
        return estimates;
    }

    private Estimate one(
            String metric,
            String subject,
            double chance,
            int positives,
            Bootstrap draws,
            Bootstrap.Statistic statistic) {
        return new Estimate(metric, subject, "", chance, truth.length, positives, true, draws, statistic);
    }
}
