package org.vesalius.metric;

import java.util.Locale;
import java.util.stream.IntStream;

/**
 * One class of several chosen by the greatest score, as on CheXpert 5x200: accuracy, precision, recall and F1. Where several classes share the greatest score, the row is divided among them, so that a model that scores all alike gets chance. A ratio
 * without a denominator is 0, as scikit-learn's {@code zero_division=0}; a class that is neither true nor chosen anywhere takes part in no mean. Shapes: N rows, C classes.
 */
public final class MultiClass {
    /** Name, mode and version of {@link #accuracy}. */
    public static final String ACCURACY = "multiclass-accuracy[argmax,ties=share]@1";

    private final int[] truthN;
    private final double[][] chosenNC;

    private MultiClass(int[] truthN, double[][] chosenNC) {
        this.truthN = truthN;
        this.chosenNC = chosenNC;
    }

    /** What of a class is measured. */
    public enum Part {
        PRECISION,
        RECALL,
        F1;

        /** Name, mode and version: of a class, or {@code macro} of their plain mean. */
        public String metric(boolean macro) {
            return "multiclass-%s[%sargmax,ties=share,undefined=0]@1"
                    .formatted(name().toLowerCase(Locale.ROOT), macro ? "macro," : "");
        }
    }

    /** From the true class of each row, from 0, and its scores. */
    public static MultiClass of(int[] truthN, double[][] scoresNC) {
        double[][] chosenNC = new double[scoresNC.length][];
        for (int n = 0; n < scoresNC.length; n++) {
            double[] scores = scoresNC[n];
            double most = IntStream.range(0, scores.length)
                    .mapToDouble(c -> scores[c])
                    .max()
                    .orElseThrow(() -> new IllegalArgumentException("scoresNC: expected a class at least, got none"));
            if (Double.isNaN(most)) {
                throw new IllegalArgumentException("scoresNC: expected numbers, got NaN in row " + n);
            }
            long ties = IntStream.range(0, scores.length)
                    .filter(c -> scores[c] == most)
                    .count();
            chosenNC[n] = IntStream.range(0, scores.length)
                    .mapToDouble(c -> scores[c] == most ? 1.0 / ties : 0)
                    .toArray();
        }
        return new MultiClass(truthN.clone(), chosenNC);
    }

    /** Share of the rows whose class is chosen. */
    public Bootstrap.Statistic accuracy() {
        return times -> {
            double right = 0;
            long rows = 0;
            for (int n = 0; n < truthN.length; n++) {
                right += times[n] * chosenNC[n][truthN[n]];
                rows += times[n];
            }
            return right / rows;
        };
    }

    /** Of one class; NaN where it is neither true nor chosen. */
    public Bootstrap.Statistic of(int classC, Part part) {
        return times -> value(classC, part, times);
    }

    /** The plain mean over the classes. */
    public Bootstrap.Statistic macro(Part part) {
        int classes = chosenNC.length == 0 ? 0 : chosenNC[0].length;
        return times -> IntStream.range(0, classes)
                .mapToDouble(c -> value(c, part, times))
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(Double.NaN);
    }

    private double value(int classC, Part part, int[] times) {
        double both = 0;
        double chosen = 0;
        double truth = 0;
        for (int n = 0; n < truthN.length; n++) {
            boolean of = truthN[n] == classC;
            chosen += times[n] * chosenNC[n][classC];
            truth += of ? times[n] : 0;
            both += of ? times[n] * chosenNC[n][classC] : 0;
        }
        if (chosen == 0 && truth == 0) {
            return Double.NaN;
        }
        double denominator = switch (part) {
            case PRECISION -> chosen;
            case RECALL -> truth;
            case F1 -> (chosen + truth) / 2;
        };
        return denominator == 0 ? 0 : both / denominator;
    }
}
