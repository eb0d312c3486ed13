package org.vesalius.metric.clinical;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextScores;
import org.vesalius.metric.text.TextStatistics;
import org.vesalius.metric.text.TextTable;
import org.vesalius.report.label.RuleLabeler;

/** A share of findings over all pairs that are stated alike, by {@link Statements}. A pair without such a finding has no value of its own. */
public record StatementMetric(Kind kind) implements TextMetric {
    /** What is counted. */
    public enum Kind {
        /** {@link Statements#hallucinatedPrior}; the lower the better. */
        HALLUCINATED_PRIOR_RATE,
        /** {@link Statements#sideAccuracy}. */
        LATERALITY_ACCURACY,
        /** {@link Statements#sideRecall}. */
        LATERALITY_RECALL,
        /** {@link Statements#negationAccuracy}. */
        NEGATION_ACCURACY;

        String id() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        Statements.Share of(Statements reference, Statements hypothesis) {
            return switch (this) {
                case HALLUCINATED_PRIOR_RATE -> Statements.hallucinatedPrior(reference, hypothesis);
                case LATERALITY_ACCURACY -> Statements.sideAccuracy(reference, hypothesis);
                case LATERALITY_RECALL -> Statements.sideRecall(reference, hypothesis);
                case NEGATION_ACCURACY -> Statements.negationAccuracy(reference, hypothesis);
            };
        }
    }

    /** The counts of all kinds. */
    record Counts() implements TextStatistics {
        private static final RuleLabeler LABELER = new RuleLabeler();

        @Override
        public String name() {
            return "statements-" + Statements.RULES;
        }

        @Override
        public List<String> columns() {
            return Arrays.stream(Kind.values())
                    .flatMap(kind -> Stream.of(kind.id() + "-part", kind.id() + "-all"))
                    .toList();
        }

        @Override
        public TextTable of(List<TextPair> pairs) {
            return TextTable.each(columns(), pairs, pair -> {
                Statements reference = Statements.of(LabelStates.joined(pair.references()), LABELER);
                Statements hypothesis = Statements.of(pair.hypothesis(), LABELER);
                return Arrays.stream(Kind.values())
                        .map(kind -> kind.of(reference, hypothesis))
                        .flatMapToDouble(share -> DoubleStream.of(share.part(), share.all()))
                        .toArray();
            });
        }
    }

    @Override
    public String name() {
        return kind.id() + "[" + Statements.RULES + "]@1";
    }

    @Override
    public boolean lowerIsBetter() {
        return kind == Kind.HALLUCINATED_PRIOR_RATE;
    }

    @Override
    public TextStatistics statistics() {
        return new Counts();
    }

    @Override
    public TextScores scores(TextTable table) {
        int part = table.columns().indexOf(kind.id() + "-part");
        int all = table.columns().indexOf(kind.id() + "-all");
        return TextScores.ofSums(table, sums -> sums[all] > 0 ? sums[part] / sums[all] : Double.NaN);
    }
}
