package org.vesalius.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vesalius.metric.LabelAgreement;
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
        Table table = new Table("label", "reports", "present", "called", "precision", "recall", "F1", "95 % of F1");
        scores.forEach(of -> table.row(
                of.name(),
                of.rows(),
                of.positives(),
                of.called(),
                Numbers.of(of.precision().value()),
                Numbers.of(of.recall().value()),
                Numbers.of(of.f1().value()),
                Numbers.range(of.f1())));
        return "Against the data's labels" + (align == null ? "" : " through " + align) + ", policy " + policy + ", "
                + LabelAgreement.METHOD + "\n" + table;
    }

    private static String lower(LabelState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
