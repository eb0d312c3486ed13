package org.vesalius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;

class TextScrubberTest {
    private static final Surrogates SURROGATES = new Surrogates("a key of the test".getBytes(StandardCharsets.UTF_8));

    private static Subject subject() {
        Subject subject = new Subject("PAT-77-0042", SURROGATES);
        byte[] file = new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3.4.5.6.7")
                .put(Tag.PATIENT_NAME, Vr.PN, "Müller-Okonkwo^Annelise^Q")
                .put(Tag.PATIENT_ID, Vr.LO, "PAT-77-0042")
                .put(Tag.ACCESSION_NUMBER, Vr.SH, "ACC0099881")
                .put(Tag.REFERRING_PHYSICIAN_NAME, Vr.PN, "Quarles^Beatrix")
                .put(Tag.INSTITUTION_NAME, Vr.LO, "Crestwater Regional Center")
                .put(Tag.PATIENT_BIRTH_DATE, Vr.DA, "19300405")
                .bytes();
        subject.identifiers().collect(DicomFile.read(file, "test").data());
        return subject;
    }

    private static String scrub(String text) {
        return new TextScrubber(Policy.defaults(), subject(), LocalDate.of(2021, 3, 12))
                .scrub(text)
                .text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ANNELISE MULLER-OKONKWO was seen.",
                "Müller-Okonkwo, Annelise",
                "A. Müller-Okonkwo has a cough.",
                "Mrs. Müller-Okonkwo is well.",
                "annelise müller-okonkwo",
                "Referred by Dr. Quarles.",
                "cc: Beatrix Quarles MD",
            })
    void namesOfTheHeaderGoInEveryForm(String text) {
        assertThat(Folded.of(scrub(text))).doesNotContain("okonkwo", "annelise", "quarles", "beatrix");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Discussed with Dr. Zelenka at noon.#Zelenka",
                "Electronically signed by: Marten Vosberg, M.D.#Vosberg",
                "Dictated by Hollis P. Grundvig#Grundvig",
                "Findings were called to Sarah Pennington by phone.#Pennington",
                "Radiologist: ZELENKA, MARTEN#ZELENKA",
                "Her daughter Emily Zelenka was told.#Zelenka",
                "MRN: 55512349#55512349",
                "MRN 4711-22#4711-22",
                "Accession # XR20-11873#11873",
                "Accession Number: 8834421#8834421",
                "SSN 123-45-6789#123-45-6789",
                "call (555) 867-5309#867-5309",
                "pager 41233#41233",
                "Tel. +49 30 901820#901820",
                "mail j.zelenka@crest.example.org please#zelenka",
                "see https://pacs.crest.example/x?id=5#pacs",
                "lives at 1420 Old Mill Road, Springfield#Old Mill",
                "transferred from Brackwater County Hospital#Brackwater",
                "University of Northmoor#Northmoor",
                "wohnhaft Lindenstraße 12, 10969 Berlin#Lindenstr",
                "Recent travel to Peru#Peru",
                "A 93-year-old woman#93",
                "Patient is 101 y/o#101",
                "aged 96#96",
                "DOB 04/05/1930#1930",
                "JRS/mk#JRS",
            })
    void whatHasTheFormOfIdentityGoes(String line) {
        String text = line.substring(0, line.indexOf('#'));
        assertThat(scrub(text)).doesNotContain(line.substring(line.indexOf('#') + 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "2021-03-12#yyyy-MM-dd",
                "03/12/2021#MM/dd/yyyy",
                "3/12/2021#M/d/yyyy",
                "03/12/21#MM/dd/yy",
                "12.03.2021#dd.MM.yyyy",
                "20210312#yyyyMMdd",
                "March 12, 2021#MMMM d, yyyy",
                "12 March 2021#d MMMM yyyy",
                "12-Mar-2021#dd-MMM-yyyy",
                "Mar 12 2021#MMM d yyyy",
                "March 2021#MMMM yyyy",
            })
    void datesMoveAsTheHeadersDoAndKeepTheirForm(String date, String form) {
        LocalDate moved = LocalDate.of(2021, 3, 12).plusDays(subject().days());
        if (form.equals("MMMM yyyy")) {
            moved = LocalDate.of(2021, 3, 15).plusDays(subject().days());
        }
        String expected = java.time.format.DateTimeFormatter.ofPattern(form, java.util.Locale.ENGLISH)
                .format(moved);
        assertThat(scrub("Compared with " + date + " there is change."))
                .isEqualTo("Compared with " + expected + " there is change.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The heart is normal in size. No pneumothorax or pleural effusion.",
                "A 4.5 x 3.2 cm mass in the right upper lobe, previously 4.1 x 3.0 cm.",
                "Swan-Ganz catheter tip projects over the main pulmonary artery.",
                "There is a 12 mm nodule (series 3, image 45).",
                "Grade 3/6 murmur. T10-T12 compression fractures.",
                "A 45-year-old man with COPD, SpO2 88%, BNP 1250.",
                "May represent atelectasis. Will follow.",
                "Kerley B lines. Right IJ central line terminates at the SVC/RA junction.",
                "1. No acute cardiopulmonary process. 2. Stable Bochdalek hernia.",
                "Comparison: None. Technique: PA and lateral views of the chest.",
                "Dr. is not named here.",
            })
    void whatIdentifiesNobodyStays(String text) {
        assertThat(scrub(text)).isEqualTo(text);
    }

    @Test
    void equalNamesGetEqualSurrogatesInHeaderAndText() {
        String family = subject().name().substring(0, subject().name().indexOf('^'));
        assertThat(scrub("Ms. Müller-Okonkwo. MULLER-OKONKWO again."))
                .isEqualTo("Ms. " + family + ". " + family + " again.");
    }

    @Test
    void numbersOfTheHeaderBecomeThoseOfTheNewHeader() {
        assertThat(scrub("ID PAT-77-0042, accession ACC0099881"))
                .contains(subject().id())
                .contains(SURROGATES.accession("ACC0099881"));
    }

    @Test
    void datesThatAreNotRetainedBecomeAToken() {
        Policy without = Policy.defaults().without(ProfileOption.MODIFIED_DATES);
        List<String> dates = List.of("2021-03-12", "March 12, 2021", "3/12/21", "March 2021");
        for (String date : dates) {
            assertThat(new TextScrubber(without, subject(), null)
                            .scrub("On " + date + ".")
                            .text())
                    .isEqualTo("On [date].");
        }
    }
}
