package org.vesalius.metric.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** chrF (Popović, WMT 2015): shared runs of one to six characters, white space left out, letters as they are. In [0, 1]; sacreBLEU prints it times 100. */
public record Chrf(Rule rule) implements TextMetric {
    private static final int LONGEST = 6;
    private static final double NOTHING = 1e-16;

    /** Whose averaging. */
    public enum Rule {
        /** sacreBLEU's chrF2: counts over the corpus; precision and recall averaged over those lengths that both sides have, then joined with beta = 2. */
        SACREBLEU("chrF2[sacrebleu]@1", 2),
        /** NLTK's: an F of each length with beta = 3, their mean, the mean over texts. */
        NLTK("chrF3[nltk]@1", 3);

        private final String id;
        private final double betaSquared;

        Rule(String id, double beta) {
            this.id = id;
            this.betaSquared = beta * beta;
        }
    }

    @Override
    public String name() {
        return rule.id;
    }

    @Override
    public TextStatistics statistics() {
        return new Counts();
    }

    @Override
    public TextScores scores(TextTable table) {
        return switch (rule) {
            case SACREBLEU -> TextScores.ofSums(table, row -> overall(row, Rule.SACREBLEU.betaSquared));
            case NLTK -> TextScores.mean(table.each(Chrf::byLength));
        };
    }

    private static double overall(double[] counts, double betaSquared) {
        double precision = 0;
        double recall = 0;
        int lengths = 0;
        for (int n = 0; n < LONGEST; n++) {
            if (counts[3 * n] > 0 && counts[3 * n + 1] > 0) {
                precision += counts[3 * n + 2] / counts[3 * n];
                recall += counts[3 * n + 2] / counts[3 * n + 1];
                lengths++;
            }
        }
        return lengths == 0 ? 0 : f(precision / lengths, recall / lengths, betaSquared);
    }

    private static double byLength(double[] counts) {
        return IntStream.range(0, LONGEST)
                .mapToDouble(n -> f(
                        counts[3 * n] > 0 ? counts[3 * n + 2] / counts[3 * n] : NOTHING,
                        counts[3 * n + 1] > 0 ? counts[3 * n + 2] / counts[3 * n + 1] : NOTHING,
                        Rule.NLTK.betaSquared))
                .average()
                .orElseThrow();
    }

    private static double f(double precision, double recall, double betaSquared) {
        double bottom = betaSquared * precision + recall;
        return bottom == 0 ? 0 : (1 + betaSquared) * precision * recall / bottom;
    }

    /** By length the runs of the hypothesis, of the reference, and of both; of several references the one whose chrF2 is best. */
    private record Counts() implements TextStatistics {
        private static final List<String> COLUMNS = columnNames();

        private static List<String> columnNames() {
            List<String> names = new ArrayList<>();
            for (int n = 1; n <= LONGEST; n++) {
                names.addAll(List.of("hypothesis" + n, "reference" + n, "shared" + n));
            }
            return List.copyOf(names);
        }

        @Override
        public String name() {
            return "chrf";
        }

        @Override
        public List<String> columns() {
            return COLUMNS;
        }

        @Override
        public TextTable of(List<TextPair> pairs) {
            return TextTable.each(COLUMNS, pairs, Counts::row);
        }

        private static double[] row(TextPair pair) {
            String hypothesis = letters(pair.hypothesis());
            double[] best = row(hypothesis, letters(pair.references().getFirst()));
            for (String reference :
                    pair.references().subList(1, pair.references().size())) {
                double[] other = row(hypothesis, letters(reference));
                if (overall(other, Rule.SACREBLEU.betaSquared) > overall(best, Rule.SACREBLEU.betaSquared)) {
                    best = other;
                }
            }
            return best;
        }

        private static String letters(String text) {
            return String.join("", Tokenization.white(text));
        }

        private static double[] row(String hypothesis, String reference) {
            double[] row = new double[COLUMNS.size()];
            for (int n = 1; n <= LONGEST; n++) {
                Map<String, Integer> own = runs(hypothesis, n);
                Map<String, Integer> other = runs(reference, n);
                row[3 * n - 3] = Math.max(0, hypothesis.length() - n + 1);
                row[3 * n - 2] = Math.max(0, reference.length() - n + 1);
                for (Map.Entry<String, Integer> run : own.entrySet()) {
                    row[3 * n - 1] += Math.min(run.getValue(), other.getOrDefault(run.getKey(), 0));
                }
            }
            return row;
        }

        private static Map<String, Integer> runs(String text, int n) {
            Map<String, Integer> runs = new HashMap<>();
            for (int i = 0; i + n <= text.length(); i++) {
                runs.merge(text.substring(i, i + n), 1, Integer::sum);
            }
            return runs;
        }
    }
}
