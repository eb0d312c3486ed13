package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Ranking;

/** The scores of one label over the studies where its truth is known. */
final class LabelScores {
    private static final int TERTILES = 3;

    private final int[] study;
    private final double[] scores;
    private final boolean[] positive;
    private final double[] severity;

    private LabelScores(int[] study, double[] scores, boolean[] positive, double[] severity) {
        this.study = study;
        this.scores = scores;
        this.positive = positive;
        this.severity = severity;
    }

    /** From a table of columns {@code row}, {@code truth}, {@code score}, {@code severity}; {@code studies} gives the place of each row among those that are drawn. */
    static LabelScores of(SampleTable table, Map<String, Integer> studies) {
        int[] study = table.texts("row").stream()
                .mapToInt(row -> studies.getOrDefault(row, -1))
                .toArray();
        double[] truth = table.numbers("truth");
        boolean[] positive = new boolean[truth.length];
        for (int i = 0; i < truth.length; i++) {
            positive[i] = truth[i] == 1;
        }
        return new LabelScores(study, table.numbers("score"), positive, table.numbers("severity"));
    }

    double[] scores() {
        return scores;
    }

    boolean[] positive() {
        return positive;
    }

    int size() {
        return scores.length;
    }

    int positives() {
        return Ranking.count(positive);
    }

    /** A statistic of this label's rows as one of the studies that are drawn. */
    Bootstrap.Statistic drawn(Bootstrap.Statistic ofRows) {
        return Bootstrap.ofRows(study, ofRows);
    }

    /** All negatives with a third of the positives: the faintest first; empty when severity is not known or there are fewer than three. */
    List<LabelScores> tertiles() {
        int[] known = IntStream.range(0, size())
                .filter(i -> positive[i] && !Double.isNaN(severity[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> severity[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<LabelScores> parts = new ArrayList<>();
        for (int t = 0; t < TERTILES && known.length >= TERTILES; t++) {
            int[] third = Arrays.copyOfRange(known, t * known.length / TERTILES, (t + 1) * known.length / TERTILES);
            parts.add(rows(IntStream.concat(IntStream.range(0, size()).filter(i -> !positive[i]), Arrays.stream(third))
                    .toArray()));
        }
        return parts;
    }

    private LabelScores rows(int[] kept) {
        boolean[] keptPositive = new boolean[kept.length];
        for (int j = 0; j < kept.length; j++) {
            keptPositive[j] = positive[kept[j]];
        }
        return new LabelScores(
                Arrays.stream(kept).map(i -> study[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> scores[i]).toArray(),
                keptPositive,
                Arrays.stream(kept).mapToDouble(i -> severity[i]).toArray());
    }
}
