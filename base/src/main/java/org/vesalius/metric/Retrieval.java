package org.vesalius.metric;

/**
 * Finding what belongs to a query in a pool. Each function takes one query: its score for every item of the pool and which items are relevant. "Own pair" is one relevant item, "equal text" every item
 * whose text equals the pair's, "multi-positive" any rule that marks more. Equal scores are taken in random order and the expectation is given, so that a model that scores everything alike gets chance.
 */
public final class Retrieval {
    /** Name, mode and version of {@link #hitAtK} with the query's own item relevant. */
    public static final String RECALL_OWN_PAIR = "recall-at-k[own-pair,ties=expected]@1";

    /** Name, mode and version of {@link #hitAtK} with every item of the pair's text relevant. */
    public static final String RECALL_EQUAL_TEXT = "recall-at-k[equal-text,ties=expected]@1";

    /** Name, mode and version of {@link #hitAtK} with every item of the same findings relevant. */
    public static final String RECALL_MULTI_POSITIVE = "recall-at-k[any-relevant,ties=expected]@1";

    /** Name, mode and version of {@link #precisionAtK}. */
    public static final String PRECISION = "precision-at-k[ties=expected]@1";

    /** Name, mode and version of {@link #rank}. */
    public static final String RANK = "rank[first-relevant,from-1,ties=expected]@1";

    private Retrieval() {}

    /** The best relevant score: how many items are above it, level with it, and relevant among the level ones. */
    private record Level(int above, int level, int relevant) {}

    /** Probability that one of the first {@code k} is relevant, in [0, 1]; NaN when nothing is relevant. */
    public static double hitAtK(float[] scores, boolean[] relevant, int k) {
        Level best = best(scores, relevant);
        if (best.relevant == 0) {
            return Double.NaN;
        }
        return chanceHitAtK(best.level, best.relevant, Math.clamp((long) k - best.above, 0, best.level));
    }

    /** Expected share of relevant items among the first {@code k} (of the pool size where that is smaller). */
    public static double precisionAtK(float[] scores, boolean[] relevant, int k) {
        return found(scores, relevant, k) / Math.min(k, scores.length);
    }

    /** Expected share of the relevant items that the first {@code k} hold; NaN when nothing is relevant. */
    public static double shareAtK(float[] scores, boolean[] relevant, int k) {
        return found(scores, relevant, k) / Ranking.count(relevant);
    }

    /** Expected place of the first relevant item, from 1; NaN when nothing is relevant. */
    public static double rank(float[] scores, boolean[] relevant) {
        Level best = best(scores, relevant);
        return best.relevant == 0 ? Double.NaN : best.above + (best.level + 1.0) / (best.relevant + 1.0);
    }

    /** Expected 1 / rank of the first relevant item; NaN when nothing is relevant. */
    public static double reciprocalRank(float[] scores, boolean[] relevant) {
        Level best = best(scores, relevant);
        double expected = best.relevant == 0 ? Double.NaN : 0;
        double notYet = 1;
        for (int j = 1; best.relevant > 0 && j <= best.level - best.relevant + 1; j++) {
            double here = best.relevant / (best.level - j + 1.0);
            expected += notYet * here / (best.above + j);
            notYet *= 1 - here;
        }
        return expected;
    }

    /** What {@link #hitAtK} is for a random order: a pool of {@code pool} items, {@code relevant} of them relevant. */
    public static double chanceHitAtK(int pool, int relevant, int k) {
        double miss = 1;
        for (int i = 0; i < Math.min(k, pool); i++) {
            miss *= Math.max(0, pool - relevant - i) / (double) (pool - i);
        }
        return 1 - miss;
    }

    /** Median; NaN of nothing. */
    public static double median(double[] values) {
        return Bootstrap.quantile(Bootstrap.defined(values), 0.5);
    }

    /** {@link #median} as a function of how often each row was drawn. */
    public static Bootstrap.Statistic medianOf(double[] values) {
        double[] kept = values.clone();
        return times -> {
            int n = 0;
            for (int t : times) {
                n += t;
            }
            double[] drawn = new double[n];
            int at = 0;
            for (int i = 0; i < kept.length; i++) {
                for (int t = 0; t < times[i]; t++) {
                    drawn[at++] = kept[i];
                }
            }
            return median(drawn);
        };
    }

    private static Level best(float[] scores, boolean[] relevant) {
        check(scores, relevant);
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            best = relevant[i] ? Math.max(best, scores[i]) : best;
        }
        int above = 0;
        int level = 0;
        int hits = 0;
        for (int i = 0; i < scores.length; i++) {
            above += scores[i] > best ? 1 : 0;
            level += scores[i] == best ? 1 : 0;
            hits += relevant[i] && scores[i] == best ? 1 : 0;
        }
        return new Level(above, level, hits);
    }

    /** Expected number of relevant items among the first k. */
    private static double found(float[] scores, boolean[] relevant, int k) {
        check(scores, relevant);
        double sum = 0;
        for (int i = 0; i < scores.length; i++) {
            if (relevant[i]) {
                int above = 0;
                int level = 0;
                for (float other : scores) {
                    above += other > scores[i] ? 1 : 0;
                    level += other == scores[i] ? 1 : 0;
                }
                sum += Math.clamp((k - above) / (double) level, 0, 1);
            }
        }
        return sum;
    }

    private static void check(float[] scores, boolean[] relevant) {
        if (scores.length != relevant.length) {
            throw new IllegalArgumentException(
                    "relevant: expected " + scores.length + " entries as scores has, got " + relevant.length);
        }
        for (float score : scores) {
            if (Float.isNaN(score)) {
                throw new IllegalArgumentException("scores: expected numbers, got NaN");
            }
        }
    }
}
