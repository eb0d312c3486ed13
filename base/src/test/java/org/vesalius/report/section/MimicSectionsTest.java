package org.vesalius.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

class MimicSectionsTest {
    private static final String WHOLE = """
                                             FINAL REPORT
             EXAMINATION:  CHEST (PA AND LAT)
            \s
             INDICATION:  Made-up patient with cough.
            \s
             COMPARISON:  None.
            \s
             FINDINGS:\s
            \s
             The lungs are clear.  Heart size
             is normal.
            \s
             IMPRESSION:\s
            \s
             1.  No acute process.
             2.  Nothing else.
            """;

    private static List<String> names(String text) {
        return MimicSections.of(text).parts().stream()
                .map(MimicSections.Part::name)
                .toList();
    }

    @Test
    void aWholeReportIsCutAtItsHeaders() {
        assertEquals(
                List.of("preamble", "examination", "indication", "comparison", "findings", "impression"), names(WHOLE));
        Report report = MimicSections.of(WHOLE).report();
        assertEquals(
                Map.of(
                        Section.EXAMINATION, "CHEST (PA AND LAT)",
                        Section.INDICATION, "Made-up patient with cough.",
                        Section.COMPARISON, "None.",
                        Section.FINDINGS, "The lungs are clear.  Heart size\n is normal.",
                        Section.IMPRESSION, "1.  No acute process.\n 2.  Nothing else."),
                report.sections());
        assertEquals("1.  No acute process.\n 2.  Nothing else.", MimicSections.toLabel("s50000000", WHOLE));
    }

    @Test
    void aPartKnowsWhereItsTextBegins() {
        for (MimicSections.Part part : MimicSections.of(WHOLE).parts()) {
            assertTrue(WHOLE.startsWith(part.text(), part.start()), part.name());
        }
    }

    @Test
    void lineEndsOfOtherSystemsMakeNoDifference() {
        assertEquals(MimicSections.of(WHOLE), MimicSections.of(WHOLE.replace("\n", "\r\n")));
    }

    @Test
    void aHeaderNeedsItsLineItsBlankAndItsCapitals() {
        assertEquals(List.of("full report"), names("IMPRESSION: at the very beginning"));
        assertEquals(List.of("full report"), names("x\nIMPRESSION: without a blank"));
        assertEquals(List.of("full report"), names("x\n\tIMPRESSION: a tab"));
        assertEquals(List.of("full report"), names("x\n Impression: small"));
        assertEquals(List.of("full report"), names("x\n IMPRESSION:glued"));
        assertEquals(List.of("preamble", "impression"), names("x\n IMPRESSION: y"));
        assertEquals(List.of("preamble", "impression"), names("x\n    IMPRESSION: more blanks are part of its name"));
    }

    @Test
    void theNextHeaderIsSearchedFromTheFirstLineEndBehindTheHeader() {
        assertEquals(List.of("preamble", "history", "findings"), names("x\n HISTORY: cough\n FINDINGS: clear"));
        // the bare header has eaten its line end, so the header of the next line is text
        assertEquals(List.of("preamble", "history"), names("x\n HISTORY:\n FINDINGS: clear"));
        assertEquals(List.of("preamble", "history", "findings"), names("x\n HISTORY:\n \n FINDINGS: clear"));
    }

    @Test
    void namesAreMadeOne() {
        assertEquals(
                List.of(
                        "preamble",
                        "impression",
                        "impression",
                        "impression",
                        "findings",
                        "indication",
                        "history",
                        "comparison",
                        "recommendations",
                        "wet read"),
                names("x\n CONCLUSION: a\n IMPRESSOIN: a\n NDICATION: a\n FINDINDGS: a\n REASON FOR EXAM: a\n PFI: a"
                        + "\n COMPARISION: a\n RECOMMENDATION(S): a\n WETREAD: a"));
        assertEquals(
                List.of("preamble", "impression", "impression", "findings", "findings", "nothing known"),
                names(
                        "x\n FINDINGS AND IMPRESSION: a\n PRELIMINARY IMPRESSION: a\n PORTABLE CHEST: a\n CHEST, TWO VIEWS: a"
                                + "\n NOTHING KNOWN: a"));
    }

    @Test
    void blankFindingsAndImpressionsAreDroppedAndOthersKept() {
        assertEquals(
                List.of("preamble", "history", "findings"),
                names("x\n CHEST, PA LATERAL:\n \n HISTORY:\n \n FINDINGS: a\n IMPRESSION:  \n"));
    }

    @Test
    void withoutFindingsAndImpressionTheLastParagraphIsSplitOff() {
        MimicSections sections = MimicSections.of("x\n COMPARISON:  None.\n \n Clear lungs.\n \n Dr. Nobody was told.");
        assertEquals("None.", sections.last("comparison").orElseThrow());
        assertEquals("Clear lungs.\n \n Dr. Nobody was told.", sections.toLabel());
        assertEquals("Clear lungs.\n \n Dr. Nobody was told.", sections.report().text(Section.LAST_PARAGRAPH));
        assertEquals(
                "None.",
                MimicSections.of("x\n COMPARISON:  None.\n\n Clear lungs.")
                        .last("comparison")
                        .orElseThrow()
                        .substring(0, 5));
        assertEquals("", MimicSections.of("x\n HISTORY: a").toLabel());
    }

    @Test
    void theLastOfSeveralCounts() {
        assertEquals(
                "b",
                MimicSections.of("x\n IMPRESSION: a\n FINDINGS: f\n IMPRESSION: b")
                        .toLabel());
    }

    @Test
    void correctionsAre23SectionsAnd31RangesOf8Empty() {
        var all = MimicExceptions.all().values();
        assertEquals(
                23,
                all.stream().filter(MimicExceptions.InSection.class::isInstance).count());
        assertEquals(
                31,
                all.stream().filter(MimicExceptions.InRange.class::isInstance).count());
        assertEquals(
                8,
                all.stream().filter(new MimicExceptions.InRange(0, 0)::equals).count());
        assertTrue(MimicExceptions.contains("50913680") && MimicExceptions.contains("s50913680"));
        assertFalse(MimicExceptions.contains("s50000000"));
    }

    @Test
    void correctedStudiesFollowTheirCorrection() {
        String text = "x".repeat(47) + "y".repeat(300);
        assertEquals("y".repeat(320 - 47), MimicSections.toLabel("s51410602", text));
        assertEquals("", MimicSections.toLabel("s58235663", text));
        String report = "x\n IMPRESSION: wrong\n TECHNIQUE:  right ";
        assertEquals("right", MimicSections.toLabel("59279892", report));
        assertEquals("wrong", MimicSections.toLabel("s50000000", report));
        assertEquals("wrong", MimicSections.toLabel("s59279892", "x\n IMPRESSION: wrong"));
    }
}
