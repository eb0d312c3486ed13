package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

class StructuredReportTest {
    private static DicomWriter code(String value, String scheme, String meaning) {
        return new DicomWriter()
                .put(Tag.CODE_VALUE, Vr.SH, value)
                .put(Tag.CODING_SCHEME_DESIGNATOR, Vr.SH, scheme)
                .put(Tag.CODE_MEANING, Vr.LO, meaning);
    }

    private static DicomWriter item(String relation, String kind, DicomWriter name, DicomWriter... children) {
        return new DicomWriter()
                .put(Tag.RELATIONSHIP_TYPE, Vr.CS, relation)
                .put(Tag.VALUE_TYPE, Vr.CS, kind)
                .put(Tag.CONCEPT_NAME_CODE_SEQUENCE, name)
                .put(Tag.CONTENT_SEQUENCE, children);
    }

    private static DicomWriter container(DicomWriter name, DicomWriter... children) {
        return item("CONTAINS", "CONTAINER", name, children);
    }

    private static DicomWriter text(DicomWriter name, String text, DicomWriter... children) {
        return item("CONTAINS", "TEXT", name, children).put(Tag.TEXT_VALUE, Vr.UT, text);
    }

    private static DicomWriter coded(String relation, DicomWriter name, DicomWriter value, DicomWriter... children) {
        return item(relation, "CODE", name, children).put(Tag.CONCEPT_CODE_SEQUENCE, value);
    }

    private static DicomWriter number(DicomWriter name, String value, DicomWriter unit) {
        DicomWriter measured =
                new DicomWriter().put(Tag.NUMERIC_VALUE, Vr.DS, value).put(Tag.MEASUREMENT_UNITS_CODE_SEQUENCE, unit);
        return item("HAS PROPERTIES", "NUM", name).put(Tag.MEASURED_VALUE_SEQUENCE, measured);
    }

    private static final DicomWriter FINDINGS = code("121070", "DCM", "Findings");
    private static final DicomWriter FINDING = code("121071", "DCM", "Finding");

    private static StructuredReport report(DicomWriter... children) {
        byte[] bytes = container(code("18748-4", "LN", "Diagnostic imaging report"), children)
                .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.88.11")
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3")
                .bytes();
        return StructuredReport.of(DicomFile.read(bytes, "test").data()).orElseThrow();
    }

    @Test
    void theTreeBecomesSectionsThatTheReportReaderKnows() {
        StructuredReport report = report(
                container(code("121060", "DCM", "History"), text(code("121060", "DCM", "History"), "Cough.")),
                container(
                        FINDINGS,
                        text(FINDING, "The heart is enlarged.\r\nNo effusion."),
                        text(code("39607008", "SCT", "Lung"), "Clear.")),
                container(
                        code("121072", "DCM", "Impressions"),
                        text(code("121073", "DCM", "Impression"), "Cardiomegaly.")));
        assertThat(report.title()).isEqualTo("Diagnostic imaging report");
        assertThat(report.text()).isEqualTo("""
                HISTORY:
                Cough.

                FINDINGS:
                The heart is enlarged.
                No effusion.
                Lung: Clear.

                IMPRESSION:
                Cardiomegaly.""");
        Report parsed = Report.parse(report.text());
        assertThat(parsed.text(Section.IMPRESSION)).isEqualTo("Cardiomegaly.");
        assertThat(parsed.text(Section.FINDINGS)).contains("No effusion.", "Lung: Clear.");
        assertThat(parsed.text(Section.HISTORY)).isEqualTo("Cough.");
    }

    @Test
    void valuesDirectlyBelowTheRootStandUnderTheirOwnHeading() {
        StructuredReport report = report(
                text(FINDING, "One."),
                text(FINDING, "Two."),
                text(code("121077", "DCM", "Conclusion"), "Three."),
                text(code("x", "99LOCAL", "Quality"), "Good."));
        assertThat(report.text()).isEqualTo("FINDINGS:\nOne.\nTwo.\n\nCONCLUSION:\nThree.\n\nQUALITY:\nGood.");
    }

    @Test
    void headingsAreKnownByTheirCodeInEveryLanguage() {
        StructuredReport report = report(
                container(code("121070", "DCM", "Befund"), text(code("121071", "DCM", "Befund"), "Keine Stauung.")));
        assertThat(report.text()).isEqualTo("FINDINGS:\nKeine Stauung.");
    }

    @Test
    void codesNumbersAndModifiersAreTold() {
        DicomWriter side =
                coded("HAS CONCEPT MOD", code("272741003", "SCT", "Laterality"), code("7771000", "SCT", "Left"));
        DicomWriter nodule = coded(
                "CONTAINS",
                FINDING,
                code("27925004", "SCT", "Nodule"),
                side,
                number(code("81827009", "SCT", "Diameter"), "12", code("mm", "UCUM", "millimeter")),
                number(code("x", "99LOCAL", "Score"), "3", code("1", "UCUM", "no units")),
                number(code("y", "99LOCAL", "Ratio"), "0.5", code("{ratio}", "UCUM", "ratio")));
        assertThat(report(container(FINDINGS, nodule)).text())
                .isEqualTo("FINDINGS:\nNodule (Left)\nDiameter: 12 mm\nScore: 3\nRatio: 0.5 ratio");
    }

    @Test
    void continuousPartsAreOneSentence() {
        DicomWriter sentence = container(
                        FINDINGS,
                        text(FINDING, "A mass of"),
                        number(code("d", "99LOCAL", "Diameter"), "3", code("cm", "UCUM", "centimeter")),
                        text(FINDING, "was detected."))
                .put(Tag.CONTINUITY_OF_CONTENT, Vr.CS, "CONTINUOUS");
        assertThat(report(sentence).text()).isEqualTo("FINDINGS:\nA mass of 3 cm was detected.");
    }

    @Test
    void whoWhenAndWhichPictureAreNotTold() {
        Tag personName = Tag.of(0x0040, 0xA123);
        Tag date = Tag.of(0x0040, 0xA121);
        StructuredReport report = report(
                item("HAS OBS CONTEXT", "PNAME", code("121008", "DCM", "Person Observer Name"))
                        .put(personName, Vr.PN, "Doe^Jane"),
                item("HAS OBS CONTEXT", "TEXT", code("121029", "DCM", "Subject Name"))
                        .put(Tag.TEXT_VALUE, Vr.UT, "Doe Jane"),
                container(
                        FINDINGS,
                        item("CONTAINS", "PNAME", code("p", "99LOCAL", "Told to"))
                                .put(personName, Vr.PN, "Doe^Jane"),
                        item("CONTAINS", "DATE", code("d", "99LOCAL", "Date")).put(date, Vr.DA, "20200101"),
                        text(FINDING, "Clear.", item("INFERRED FROM", "IMAGE", code("i", "99LOCAL", "Source")))));
        assertThat(report.text()).isEqualTo("FINDINGS:\nClear.");
    }

    @Test
    void anEmptyOneIsEmptyAndOtherDocumentsAreNoReports() {
        assertThat(report(container(FINDINGS)).text()).isEmpty();
        byte[] dose = new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.88.67")
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2")
                .bytes();
        assertThat(StructuredReport.of(DicomFile.read(dose, "test").data())).isEmpty();
    }

    @Test
    void documentsOfOtherProgramsAreRead() throws Exception {
        Path folder = RealData.folder("dicom");
        for (String name : List.of("test-SR.dcm", "reportsi.dcm", "reportsi_with_empty_number_tags.dcm")) {
            StructuredReport report =
                    StructuredReport.read(folder.resolve(name)).orElseThrow();
            assertThat(report.text()).as(name).isNotBlank();
        }
        String text = StructuredReport.read(folder.resolve("test-SR.dcm"))
                .orElseThrow()
                .text();
        // dsrdump of DCMTK shows the same tree
        assertThat(text).contains("A mass of (Sample Code 1, Sample Code 2) 3 Length Unit (Sample Code) was detected.");
        assertThat(text).doesNotContain("20001206", "1.2.3.4.5");
    }
}
