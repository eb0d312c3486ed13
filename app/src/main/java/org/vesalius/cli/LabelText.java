package org.vesalius.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vesalius.metric.Interval;
import org.vesalius.metric.LabelAgreement;
import org.vesalius.metric.StateAgreement;
import org.vesalius.report.LabelState;
import org.vesalius.report.label.Label;
import org.vesalius.report.label.Mention;

/** Labels of reports as people read them. */
final class LabelText {
    private LabelText() {}

    /** Of one report. */
    static Table table(List<Label> labels) {
        Table table = new Table("label", "state", "because");
        labels.forEach(label -> table.row(label.name(), lower(label.state()), label.rule()));
        return table;
    }

    /** Of many. */
    static Table counts(Map<String, Map<LabelState, Integer>> counts) {
        Table table = new Table("label", "positive", "negative", "uncertain", "blank");
        counts.forEach((name, states) -> table.row(
                name,
                states.getOrDefault(LabelState.POSITIVE, 0),
                states.getOrDefault(LabelState.NEGATIVE, 0),
                states.getOrDefault(LabelState.UNCERTAIN, 0),
                states.getOrDefault(LabelState.BLANK, 0)));
        return table;
    }

    /** Every mention of a report by its phrase; the report's own words are not shown. */
    static String reasons(int row, List<Label> labels) {
        StringBuilder text = new StringBuilder("\nreport " + row + "\n");
        for (Label label : labels) {
            if (label.mentions().isEmpty()) {
                continue;
            }
            text.append("  %s: %s (%s)%n".formatted(label.name(), lower(label.state()), label.rule()));
            for (Mention mention : label.mentions()) {
                text.append("    \"%s\" of %s, characters %d to %d: %s%n"
                        .formatted(
                                mention.phrase(),
                                mention.list(),
                                mention.place().start(),
                                mention.place().end(),
                                mention.rule()));
            }
        }
        return text.toString();
    }

    /** Against the data's own labels. */
    static String scores(List<LabelAgreement.OfClass> scores, String policy, @Nullable String align) {
        Table table = new Table(
                "label",
                "reports",
                "present",
                "called",
                "precision",
                "recall",
                "F1",
                "95 % of F1",
                "kappa",
                "95 % of kappa");
        scores.forEach(of -> table.row(
                of.name(),
                of.rows(),
                of.positives(),
                of.called(),
                Numbers.of(of.precision().value()),
                Numbers.of(of.recall().value()),
                Numbers.of(of.f1().value()),
                Numbers.range(of.f1()),
                Numbers.of(of.kappa().value()),
                Numbers.range(of.kappa())));
        return "Against the data's labels" + (align == null ? "" : " through " + align) + ", policy " + policy + ", "
                + LabelAgreement.METHOD + "\n" + table;
    }

    /** Against the data's own labels where these tell four states apart. */
    static String states(List<LabelAgreement.OfStates> scores) {
        Table table =
                new Table("label", "reports", "mention F1", "negation F1", "uncertainty F1", "kappa", "weighted F1");
        scores.forEach(of -> table.row(
                of.name(),
                of.rows(),
                shown(of.mention()),
                shown(of.negation()),
                shown(of.uncertainty()),
                shown(of.kappa()),
                shown(of.weightedF1())));
        return "All four states, " + StateAgreement.KAPPA + ", " + StateAgreement.WEIGHTED_F1 + "\n" + table;
    }

    private static String shown(Interval value) {
        return Numbers.of(value.value()) + " " + Numbers.range(value);
    }

    private static String lower(LabelState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
