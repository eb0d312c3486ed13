package org.vesalius.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vesalius.RealData;
import org.vesalius.dataset.OpenI;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.io.InputException;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

class SectioningTest {
    private static final String TEXT =
            "x\n FINDINGS:  Clear.\n \n IMPRESSION:  No acute\n process.\n \n RECOMMENDATION(S):  None.\n";

    @Test
    void repairTakesAllBehindTheFirstImpressionAndLeavesLineEndsOut() {
        assertEquals("No acute process.  RECOMMENDATION(S):  None.", Impressions.repair(TEXT));
        assertEquals("onetwo", Impressions.repair(" IMPRESSION: one\ntwo"));
        assertEquals("a", Impressions.repair("x\n FINDINGS AND IMPRESSION: a"));
        assertEquals("", Impressions.repair("IMPRESSION: not behind a blank"));
        assertEquals("", Impressions.repair(" IMPRESSION:\n \n"));
    }

    @Test
    void chexzeroTakesTheWordsBehindTheLastImpression() {
        assertEquals("No acute process.", Impressions.chexzero(TEXT));
        assertEquals("b", Impressions.chexzero("IMPRESSION: a IMPRESSION: b"));
        assertEquals("b", Impressions.chexzero("IMPRESSION: b NOTIFICATION: c RECOMMENDATIONS: d"));
        assertEquals("", Impressions.chexzero("x RECOMMENDATION: a IMPRESSION: b"));
        assertEquals("b", Impressions.chexzero("RECOMMENDATION: a IMPRESSION: b"));
        assertEquals("NO IMPRESSION", Impressions.chexzero("FINDINGS: a"));
    }

    @Test
    void r2genTakesTheFindingsCleaned() {
        assertEquals("clear .", Sectioning.R2GEN.report(TEXT).text(Section.FINDINGS));
        assertTrue(Sectioning.R2GEN.report("x\n IMPRESSION: a").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void everyRuleHasItsName(Sectioning rule) {
        assertEquals(rule, Sectioning.of(rule.id()));
        assertTrue(rule.report(TEXT).sections().size() >= 1);
    }

    @Test
    void anUnknownRuleIsRefusedWithTheNearest() {
        String message = assertThrows(InputException.class, () -> Sectioning.of("mit_lcp"))
                .getMessage();
        assertTrue(String.valueOf(message).contains("mit-lcp"), message);
    }

    @Test
    void openIReportsLaidOutAsInMimicAreCutIntoTheSectionsTheyCameIn() throws IOException {
        List<Report> reports = new ArrayList<>();
        new OpenI()
                .read(RealData.folder("openi"), ReadOptions.defaults(), study -> reports.add(study.report()), _ -> {});
        assertEquals(3955, reports.size());
        int findings = 0;
        int impressions = 0;
        for (int i = 0; i < reports.size(); i++) {
            Report report = reports.get(i);
            Report cut = Sectioning.MIT_LCP.report(laidOut(report));
            String impression = report.text(Section.IMPRESSION);
            // no text of a report in a message
            assertTrue(report.text(Section.FINDINGS).equals(cut.text(Section.FINDINGS)), "findings of report " + i);
            assertTrue(impression.equals(cut.text(Section.IMPRESSION)), "impression of report " + i);
            findings += cut.has(Section.FINDINGS) ? 1 : 0;
            impressions += cut.has(Section.IMPRESSION) ? 1 : 0;
            if (cut.has(Section.IMPRESSION) && !impression.contains("IMPRESSION:")) {
                String words = words(impression);
                assertTrue(words.equals(Impressions.chexzero(laidOut(report))), "chexzero, report " + i);
                assertTrue(words.equals(words(Impressions.repair(laidOut(report)))), "repair, report " + i);
            }
        }
        // spec: FINDINGS is empty in 530, IMPRESSION in 34
        assertEquals(3955 - 530, findings);
        assertEquals(3955 - 34, impressions);
    }

    private static String laidOut(Report report) {
        StringBuilder text = new StringBuilder("                                 FINAL REPORT");
        for (Section section : List.of(Section.INDICATION, Section.COMPARISON, Section.FINDINGS, Section.IMPRESSION)) {
            if (report.has(section)) {
                text.append("\n ")
                        .append(section)
                        .append(":  ")
                        .append(report.text(section))
                        .append("\n ");
            }
        }
        return text.toString();
    }

    private static String words(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
