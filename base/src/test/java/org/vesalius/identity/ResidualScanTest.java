package org.vesalius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;

/** What is known of a patient is found wherever it stands, and words and numbers that only contain it are not. */
class ResidualScanTest {
    private static final Tag CONTENT = Tag.of(0x0040, 0xA730);
    private static final Tag VALUE_TYPE = Tag.of(0x0040, 0xA040);

    private static DicomWriter writer(String name) {
        return new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3.4.5.6.7")
                .put(Tag.PATIENT_NAME, Vr.PN, name)
                .put(Tag.PATIENT_ID, Vr.LO, "4711882")
                .put(Tag.ACCESSION_NUMBER, Vr.SH, "XR81");
    }

    private static ResidualScan scan(String name) {
        Subject subject = new Subject("4711882", new Surrogates("test".getBytes(StandardCharsets.UTF_8)));
        subject.identifiers()
                .collect(DicomFile.read(writer(name).bytes(), "test").data());
        return new ResidualScan(subject, Policy.defaults());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "There is no interval change.",
                "number 114711882 of the device",
                "a density of 0.47118825",
                "UID 1.2.3.4.5.6.78 of another",
                "EXR810",
            })
    void wordsAndNumbersThatOnlyContainSomethingKnownAreNotIt(String text) {
        assertThat(scan("Chan^Bo").finds(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Seen by chan.",
                "CHAN01",
                "Bo is well.",
                "MRN 004711882",
                "XR81",
                "UID 1.2.3.4.5.6.7.",
                "series 1.2.3.4.5.6.7",
            })
    void whatIsKnownIsFoundInText(String text) {
        assertThat(scan("Chan^Bo").finds(text)).isTrue();
    }

    @Test
    void longNamesAreFoundInsideOtherWordsAndInOtherEncodings() {
        ResidualScan scan = scan("Quarlesby^Annelise");
        assertThat(scan.finds("filmOfQUARLESBYpa")).isTrue();
        byte[] base64 = Base64.getEncoder().encode("x Quarlesby y".getBytes(StandardCharsets.UTF_8));
        for (byte[] hidden : new byte[][] {"Quarlesby".getBytes(StandardCharsets.UTF_16LE), base64}) {
            byte[] file = writer("REMOVED")
                    .put(Tag.PATIENT_ID, Vr.LO, "P1")
                    .put(Tag.SOP_INSTANCE_UID, Vr.UI, "2.25.1")
                    .put(Tag.ACCESSION_NUMBER, Vr.SH, "A1")
                    .put(Tag.of(0x0042, 0x0011), Vr.OB, hidden)
                    .bytes();
            assertThat(scan.where(DicomFile.read(file, "test"), file)).contains("the header");
        }
    }

    @Test
    void theTermsOfAStructuredReportAreNoNamesButItsWordsAre() {
        ResidualScan scan = scan("Code^Text");
        for (String said : new String[] {"normal", "Ms. Code"}) {
            DicomWriter item =
                    new DicomWriter().put(VALUE_TYPE, Vr.CS, "TEXT").put(Tag.of(0x0040, 0xA160), Vr.UT, said);
            byte[] file = new DicomWriter()
                    .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                    .put(Tag.SOP_INSTANCE_UID, Vr.UI, "2.25.1")
                    .put(CONTENT, item)
                    .bytes();
            assertThat(scan.where(DicomFile.read(file, "test"), file).isPresent())
                    .isEqualTo(said.contains("Code"));
        }
    }
}
