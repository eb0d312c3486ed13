package org.vesalius.report.section;

import java.util.Arrays;
import org.vesalius.io.InputException;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** The rules of sectioning by name. All take the plain text of one report. */
public enum Sectioning {
    /** {@link Report#parse}: headers of any house, also within a line. */
    VESALIUS("vesalius"),
    /** {@link MimicSections}: those of MIMIC-CXR's own files. */
    MIT_LCP("mit-lcp"),
    /** {@link Impressions#repair}: the impression only, and all behind it. */
    REPAIR("repair"),
    /** {@link Impressions#chexzero}: the impression only; "NO IMPRESSION" where there is none. */
    CHEXZERO("chexzero"),
    /** The findings of {@link MimicSections} only, cleaned by {@link Cleaning#R2GEN_MIMIC}: what R2Gen's file for MIMIC-CXR holds as a report (its authors did not publish how they cut it). */
    R2GEN("r2gen");

    private final String id;

    Sectioning(String id) {
        this.id = id;
    }

    /** Its name in settings and on the command line. */
    public String id() {
        return id;
    }

    /**
     * The rule of this name.
     *
     * @throws InputException for another, with the nearest
     */
    public static Sectioning of(String id) {
        return Arrays.stream(values())
                .filter(rule -> rule.id.equals(id))
                .findFirst()
                .orElseThrow(() -> InputException.unknown(
                        "sectioning",
                        id,
                        Arrays.stream(values()).map(Sectioning::id).toList()));
    }

    /** The sections that the rule finds; a rule for one section finds no other. */
    public Report report(String text) {
        return switch (this) {
            case VESALIUS -> Report.parse(text);
            case MIT_LCP -> MimicSections.of(text).report();
            case REPAIR -> Report.of(Section.IMPRESSION, Impressions.repair(text));
            case CHEXZERO -> Report.of(Section.IMPRESSION, Impressions.chexzero(text));
            case R2GEN ->
                Report.of(
                        Section.FINDINGS,
                        cleaned(MimicSections.of(text).last("findings").orElse("")));
        };
    }

    private static String cleaned(String findings) {
        return findings.isEmpty() ? "" : Cleaning.R2GEN_MIMIC.clean(findings);
    }
}
