package org.vesalius.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Json;

class ReportTest {
    @Test
    void headersAtLineStartsMakeSections() {
        Report report = Report.parse("""
                                                 FINAL REPORT
                 EXAMINATION:  CHEST (PA AND LAT)

                 INDICATION:  Made-up patient with cough.

                 COMPARISON:  None.

                 FINDINGS:

                 The heart is normal in size.
                 The lungs are clear.

                 IMPRESSION:

                 1. No acute process.
                 """);
        assertEquals(
                Map.of(
                        Section.EXAMINATION, "CHEST (PA AND LAT)",
                        Section.INDICATION, "Made-up patient with cough.",
                        Section.COMPARISON, "None.",
                        Section.FINDINGS, "The heart is normal in size.\nThe lungs are clear.",
                        Section.IMPRESSION, "1. No acute process."),
                report.sections());
    }

    @Test
    void headersInOneLineMakeSections() {
        Report report = Report.parse(
                "INDICATION: Cough. COMPARISON: None. FINDINGS: Heart size: normal. Lungs clear. Impression: No acute disease.");
        assertEquals("Cough.", report.text(Section.INDICATION));
        assertEquals("None.", report.text(Section.COMPARISON));
        assertEquals("Heart size: normal. Lungs clear.", report.text(Section.FINDINGS));
        assertEquals("No acute disease.", report.text(Section.IMPRESSION));
    }

    @Test
    void namesOfOtherHousesAndMisspellingsAreKnown() {
        Report report = Report.parse("""
                Reason for Examination: fall
                CLINICAL HISTORY: none
                Findings
                Clear lungs.
                IMPRESSOIN: Normal.
                """);
        assertEquals("fall", report.text(Section.INDICATION));
        assertEquals("none", report.text(Section.HISTORY));
        assertEquals("Clear lungs.", report.text(Section.FINDINGS));
        assertEquals("Normal.", report.text(Section.IMPRESSION));
    }

    @Test
    void aViewInCapitalsHeadsFindingsAndAWordInsideDecides() {
        assertEquals("Clear.", Report.parse("PORTABLE UPRIGHT CHEST: Clear.").text(Section.FINDINGS));
        assertEquals("Clear.", Report.parse("PRELIMINARY IMPRESSION: Clear.").text(Section.IMPRESSION));
    }

    @Test
    void organHeadersStayInTheirSection() {
        Report report = Report.parse("FINDINGS:\nLUNGS: Clear.\nCARDIOMEDIASTINUM: Normal.\nIMPRESSION: Normal.");
        assertEquals("LUNGS: Clear.\nCARDIOMEDIASTINUM: Normal.", report.text(Section.FINDINGS));
    }

    @Test
    void aHeaderOfItsOwnKeepsItsName() {
        assertEquals(
                "DOSE: 3 mGy", Report.parse("DOSE: 3 mGy\nIMPRESSION: Normal.").text(Section.OTHER));
    }

    @Test
    void aTextWithoutHeadersIsText() {
        String text = "The heart is big at 10:30 am: see above. In comparison with the prior film, unchanged";
        assertEquals(Map.of(Section.TEXT, text), Report.parse(text).sections());
    }

    @Test
    void timesAndSentencesWithColonsAreNoHeaders() {
        Report report = Report.parse("FINDINGS: Called at 10: 30. Notable: nothing. The impression: none of concern.");
        assertEquals(java.util.Set.of(Section.FINDINGS), report.sections().keySet());
    }

    @Test
    void partsUnderTheSameHeaderAreJoined() {
        assertEquals(
                "One.\nTwo.", Report.parse("FINDINGS: One.\nFINDINGS: Two.").text(Section.FINDINGS));
    }

    @Test
    void blankSectionsAreNotThere() {
        Report report = Report.parse("FINDINGS:\n\nIMPRESSION: Normal.");
        assertFalse(report.has(Section.FINDINGS));
        assertEquals("Normal.", report.first(Section.FINDINGS, Section.IMPRESSION));
        assertTrue(Report.parse(" \n ").isEmpty());
    }

    @Test
    void textFollowsTheOrderAskedFor() {
        Report report = new Report(Map.of(Section.FINDINGS, " F ", Section.IMPRESSION, "I"));
        assertEquals("I\nF", report.text(Section.IMPRESSION, Section.FINDINGS));
        assertEquals("F\nI", report.text());
        assertEquals(
                List.of(Section.FINDINGS, Section.IMPRESSION),
                List.copyOf(report.sections().keySet()));
    }

    @Test
    void reportsSurviveJson() {
        Report report = Report.parse("FINDINGS: One.\nIMPRESSION: Two.");
        assertEquals(report, Json.parse(Json.line(report), Report.class, "test"));
    }

    @Test
    void labelCellsAndStatesNameEachOther() {
        for (LabelState state : LabelState.values()) {
            assertEquals(state, LabelState.ofCode(state.code()));
        }
        assertEquals(LabelState.UNCERTAIN, LabelState.ofCode(" -1 "));
        assertEquals(LabelState.BLANK, LabelState.ofCode("nan"));
    }
}
