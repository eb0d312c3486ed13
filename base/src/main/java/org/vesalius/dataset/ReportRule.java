package org.vesalius.dataset;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.vesalius.report.section.Sectioning;

/** The setting that chooses the rule which cuts plain reports into sections, the same in every reader whose layout gives plain texts. */
final class ReportRule {
    static final String SETTING = "sections";

    private ReportRule() {}

    /** What the setting says of itself; {@code usual} is the reader's own rule. */
    static String help(Sectioning usual) {
        return "rule that cuts the reports: %s; default %s"
                .formatted(
                        Arrays.stream(Sectioning.values()).map(Sectioning::id).collect(Collectors.joining(", ")),
                        usual.id());
    }

    /** The rule that was asked for, else {@code usual}. */
    static Sectioning of(ReadOptions options, Sectioning usual) {
        return Sectioning.of(options.get(SETTING, usual.id()));
    }

    /** The rule that was asked for, else this project's own. */
    static Sectioning of(ReadOptions options) {
        return of(options, Sectioning.VESALIUS);
    }
}
