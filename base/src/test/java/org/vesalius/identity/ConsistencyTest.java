package org.vesalius.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.io.InputException;

/** What belonged together before belongs together afterwards, over headers, reports and runs, and only the key leads back. */
class ConsistencyTest {
    private static final Tag REFERENCED_IMAGES = Tag.of(0x0008, 0x1140);
    private static final Tag REFERENCED_INSTANCE = Tag.of(0x0008, 0x1155);

    @TempDir
    Path dir;

    private void study() throws IOException {
        Invented.film(1).write(Invented.in(dir).resolve("1.dcm"));
        Invented.film(2)
                .put(REFERENCED_IMAGES, new DicomWriter().put(REFERENCED_INSTANCE, Vr.UI, Invented.STUDY + ".1"))
                .put(Tag.of(0x0008, 0x0022), Vr.DA, "20210314")
                .write(Invented.in(dir).resolve("2.dcm"));
        Files.writeString(
                Invented.in(dir).resolve("ACC0099881.txt"),
                "EXAM of 2021-03-12, compared with 2021-03-05. Okonkwell, Annelise. Accession ACC0099881, MRN PAT770042.");
    }

    private static String value(DataSet header, Tag tag) {
        return header.string(tag).orElseThrow();
    }

    @Test
    void identifiersOfAStudyAreMappedAlikeInAllItsFiles() throws IOException {
        study();
        Invented.clean(dir, Policy.defaults());
        List<DataSet> headers = Invented.headers(dir);
        DataSet referring = headers.stream()
                .filter(header -> header.has(REFERENCED_IMAGES))
                .findFirst()
                .orElseThrow();
        DataSet referred = headers.stream()
                .filter(header -> header != referring)
                .findFirst()
                .orElseThrow();
        for (Tag tag : List.of(Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID, Tag.PATIENT_ID, Tag.PATIENT_NAME)) {
            assertThat(value(referring, tag)).isEqualTo(value(referred, tag));
        }
        assertThat(value(referring.items(REFERENCED_IMAGES).getFirst(), REFERENCED_INSTANCE))
                .isEqualTo(value(referred, Tag.SOP_INSTANCE_UID))
                .startsWith("2.25.");
    }

    @Test
    void datesNamesAndNumbersOfTheReportAreThoseOfTheHeader() throws IOException {
        study();
        Invented.clean(dir, Policy.defaults());
        DataSet header = Invented.headers(dir).getFirst();
        LocalDate moved = LocalDate.parse(value(header, Tag.STUDY_DATE), DateTimeFormatter.BASIC_ISO_DATE);
        String report = Files.readString(Invented.results(dir, ".txt").getFirst());
        String[] name = value(header, Tag.PATIENT_NAME).split("\\^");
        assertThat(report)
                .isEqualTo("EXAM of %s, compared with %s. %s, %s. Accession %s, MRN %s."
                        .formatted(
                                moved,
                                moved.minusDays(7),
                                name[0],
                                name[1],
                                value(header, Tag.ACCESSION_NUMBER),
                                value(header, Tag.PATIENT_ID)));
        long days = ChronoUnit.DAYS.between(moved, LocalDate.of(2021, 3, 12));
        assertThat(days).isPositive().satisfies(n -> assertThat(n % 7).isZero());
    }

    @Test
    void intervalsBetweenDatesStay() throws IOException {
        study();
        Invented.clean(dir, Policy.defaults());
        for (DataSet header : Invented.headers(dir)) {
            header.string(Tag.of(0x0008, 0x0022))
                    .ifPresent(acquired -> assertThat(ChronoUnit.DAYS.between(
                                    LocalDate.parse(value(header, Tag.STUDY_DATE), DateTimeFormatter.BASIC_ISO_DATE),
                                    LocalDate.parse(acquired, DateTimeFormatter.BASIC_ISO_DATE)))
                            .isEqualTo(2));
        }
    }

    @Test
    void aPatientMovesByOtherDaysThanTheNext() {
        Surrogates surrogates = RunKey.fresh().surrogates();
        long shifts = java.util.stream.IntStream.range(0, 50)
                .map(i -> surrogates.days("patient " + i))
                .distinct()
                .count();
        assertThat(shifts).isGreaterThan(30);
    }

    @Test
    void aKeyUnderAPassphraseOpensTheOriginalsWithItOnly() throws IOException {
        study();
        Path file = dir.resolve("safe.json");
        char[] words = "correct horse battery".toCharArray();
        Invented.clean(dir, Policy.defaults(), RunKey.kept(file, words));
        Path mapping = dir.resolve("out-private").resolve(Deidentification.MAPPING);
        assertThat(Deidentification.originals(mapping, RunKey.read(file, words)))
                .contains("PAT770042", "Okonkwell", "ACC0099881", Invented.STUDY);
        assertThatThrownBy(() -> RunKey.read(file, "another".toCharArray()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("passphrase");
        assertThatThrownBy(() -> RunKey.read(file, null)).isInstanceOf(InputException.class);
        assertThat(Files.readString(file)).doesNotContain("secret", "signing");
        assertThat(Invented.everything(dir)).doesNotContain("PAT770042");
    }

    @Test
    void withoutAKeptKeyNoTableOfOriginalsIsWritten() throws IOException {
        study();
        assertThat(Invented.clean(dir, Policy.defaults()).reversible()).isFalse();
        assertThat(dir.resolve("out-private")).doesNotExist();
    }

    @Test
    void slicesWithoutAnyOtherIdentifierStayTogetherByTheirFrameOfReference() throws IOException {
        for (int i = 1; i <= 3; i++) {
            DicomWriter slice = Invented.film(i).put(Tag.of(0x0020, 0x0052), Vr.UI, Invented.STUDY + ".9");
            for (Tag tag : List.of(Tag.PATIENT_ID, Tag.PATIENT_NAME, Tag.STUDY_INSTANCE_UID, Tag.SERIES_INSTANCE_UID)) {
                slice.put(tag, tag.equals(Tag.PATIENT_NAME) ? Vr.PN : Vr.LO, "");
            }
            slice.write(Invented.in(dir).resolve(i + ".dcm"));
        }
        assertThat(Invented.clean(dir, Policy.defaults()).patients()).isEqualTo(1);
        assertThat(Invented.results(dir, ".dcm").stream().map(Path::getParent).distinct())
                .hasSize(1);
        assertThat(Invented.headers(dir).stream()
                        .map(header -> value(header, Tag.STUDY_DATE))
                        .distinct())
                .hasSize(1);
    }
}
