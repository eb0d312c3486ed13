package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vesalius.io.Digests;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.FrechetDistance;
import org.vesalius.metric.Ranking;
import org.vesalius.metric.Retrieval;
import org.vesalius.metric.spatial.StructuralSimilarity;

/** The numbers of {@link GenerationProtocol} from its table. */
final class GenerationMeasures {
    private static final String HALVES = "real halves";

    private GenerationMeasures() {}

    /** Generated against real, and one half of the real against the other. */
    static List<Estimate> distances(SampleTable pictures, int resamples, EvaluationOptions options) {
        if (pictures.size() == 0) {
            return List.of();
        }
        List<String> sets = pictures.texts("set");
        List<float[]> vectors =
                pictures.texts("vector").stream().map(Packed::vector).toList();
        List<String> patients = pictures.texts("patient");
        List<String> groups = IntStream.range(0, sets.size())
                .mapToObj(i -> sets.get(i) + " " + patients.get(i))
                .toList();
        Bootstrap draws = Bootstrap.byGroup(groups, Math.min(resamples, options.resamples()), options.seed());
        String name = FrechetDistance.name("features=" + pictures.text(0, "judge"));
        int[] half = half(pictures, sets);
        List<Estimate> estimates = new ArrayList<>();
        add(estimates, name, "generated", draws, vectors, i -> sets.get(i).equals("real") ? 1 : 2);
        add(estimates, name, HALVES, draws, vectors, i -> half[i]);
        return estimates;
    }

    /** Which side a row is on: 1, 2, or 0 for neither. */
    @FunctionalInterface
    private interface Side {
        int of(int row);
    }

    private static void add(
            List<Estimate> estimates, String name, String subject, Bootstrap draws, List<float[]> vectors, Side side) {
        Bootstrap.Statistic distance = times -> {
            List<float[]> first = new ArrayList<>();
            List<float[]> second = new ArrayList<>();
            for (int i = 0; i < times.length; i++) {
                for (int copy = 0; copy < times[i]; copy++) {
                    switch (side.of(i)) {
                        case 1 -> first.add(vectors.get(i));
                        case 2 -> second.add(vectors.get(i));
                        default -> {}
                    }
                }
            }
            return first.size() < 2 || second.size() < 2
                    ? Double.NaN
                    : FrechetDistance.of(first.toArray(float[][]::new), second.toArray(float[][]::new));
        };
        estimates.add(new Estimate(name, subject, "", Double.NaN, vectors.size(), -1, true, draws, distance));
    }

    /** Patients of the real set to one half or the other, in an order by SHA-256. */
    private static int[] half(SampleTable pictures, List<String> sets) {
        List<String> patients = pictures.where("set", "real"::equals).distinct("patient").stream()
                .sorted(Comparator.comparing(patient -> Digests.sha256("half " + patient)))
                .toList();
        Map<String, Integer> halves = new LinkedHashMap<>();
        for (int i = 0; i < patients.size(); i++) {
            halves.put(patients.get(i), 1 + i % 2);
        }
        List<String> own = pictures.texts("patient");
        return IntStream.range(0, sets.size())
                .map(i -> sets.get(i).equals("real") ? halves.getOrDefault(own.get(i), 0) : 0)
                .toArray();
    }

    /** Mean likeness of pairs; empty without any. */
    static Optional<Estimate> diversity(SampleTable pairs, String set, EvaluationOptions options) {
        return pairs.size() == 0
                ? Optional.empty()
                : Optional.of(mean(
                        pairs,
                        StructuralSimilarity.MULTI_SCALE,
                        set.equals("real") ? "pairs of real" : "samples of a prompt",
                        "value",
                        Double.NaN,
                        options));
    }

    private static Estimate mean(
            SampleTable rows, String metric, String subject, String column, double chance, EvaluationOptions options) {
        Bootstrap draws = Bootstrap.byGroup(rows.texts("patient"), options.resamples(), options.seed());
        Bootstrap.Statistic mean = Bootstrap.meanOf(rows.numbers(column));
        return new Estimate(metric, subject, "", chance, rows.size(), -1, true, draws, mean);
    }

    /** AUROC of each label and their mean. */
    static List<Estimate> labels(SampleTable rows, String set, EvaluationOptions options) {
        if (rows.size() == 0) {
            return List.of();
        }
        Bootstrap draws = Bootstrap.byGroup(rows.texts("patient"), options.resamples(), options.seed());
        List<String> labels = rows.texts("label");
        double[] scores = rows.numbers("value");
        double[] truth = rows.numbers("asked");
        List<Estimate> each = new ArrayList<>();
        List<Bootstrap.Statistic> counted = new ArrayList<>();
        for (String label : rows.distinct("label").stream().sorted().toList()) {
            int[] own = IntStream.range(0, scores.length)
                    .filter(i -> labels.get(i).equals(label))
                    .toArray();
            double[] ownScores = IntStream.of(own).mapToDouble(i -> scores[i]).toArray();
            boolean[] positive = new boolean[own.length];
            for (int i = 0; i < own.length; i++) {
                positive[i] = truth[own[i]] == 1;
            }
            int positives = Ranking.count(positive);
            Bootstrap.Statistic auroc = Bootstrap.ofRows(own, Ranking.aurocOf(ownScores, positive));
            boolean counts = positives >= options.minPositives() && positives < own.length;
            if (counts) {
                counted.add(auroc);
            }
            each.add(new Estimate(Ranking.AUROC, label, set, .5, own.length, positives, counts, draws, auroc));
        }
        if (!counted.isEmpty()) {
            each.addFirst(new Estimate(
                    Ranking.AUROC, Measure.MACRO, set, .5, rows.size(), -1, true, draws, Bootstrap.macroOf(counted)));
        }
        return each;
    }

    /** Own prompt among the first, and its middle rank. */
    static List<Estimate> texts(SampleTable rows, EvaluationOptions options) {
        if (rows.size() == 0) {
            return List.of();
        }
        int pool = (int) rows.numbers("pool")[0];
        Bootstrap draws = Bootstrap.byGroup(rows.texts("patient"), options.resamples(), options.seed());
        List<Estimate> estimates = new ArrayList<>();
        for (int k : List.of(1, 5)) {
            estimates.add(new Estimate(
                    Retrieval.RECALL_EQUAL_TEXT,
                    "prompts",
                    "at " + k,
                    Retrieval.chanceHitAtK(pool, 1, k),
                    rows.size(),
                    -1,
                    true,
                    draws,
                    Bootstrap.meanOf(rows.numbers("hit" + k))));
        }
        estimates.add(new Estimate(
                "median-" + Retrieval.RANK,
                "prompts",
                "first of text",
                (pool + 1) / 2.,
                rows.size(),
                -1,
                true,
                draws,
                Retrieval.medianOf(rows.numbers("rank"))));
        return estimates;
    }
}
