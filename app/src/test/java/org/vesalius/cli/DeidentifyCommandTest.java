package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;

/** From an export to a set that can be prepared, its proof, and the way back, as a user goes. */
class DeidentifyCommandTest {
    private static final String NAME = "Okonkwell";

    @TempDir
    Path dir;

    private Path in;
    private Path out;

    @BeforeEach
    void anExport() throws IOException {
        in = dir.resolve("in");
        Files.createDirectories(in.resolve(NAME));
        out = dir.resolve("out");
        for (int i = 1; i <= 2; i++) {
            new DicomWriter()
                    .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                    .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3.4.5." + i)
                    .put(Tag.STUDY_INSTANCE_UID, Vr.UI, "1.2.3.4.9")
                    .put(Tag.STUDY_DATE, Vr.DA, "20210312")
                    .put(Tag.ACCESSION_NUMBER, Vr.SH, "ACC0099881")
                    .put(Tag.PATIENT_ID, Vr.LO, "PAT770042")
                    .put(Tag.PATIENT_NAME, Vr.PN, NAME + "^Annelise")
                    .put(Tag.MODALITY, Vr.CS, "DX")
                    .pixels("MONOCHROME2", 8, 8, 8, false, new short[64])
                    .write(in.resolve(NAME).resolve(i + ".dcm"));
        }
        Files.writeString(in.resolve("ACC0099881.txt"), "Ms. " + NAME + " has no effusion.");
    }

    private static void says(Said said, String... parts) {
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err()).startsWith("vesalius: ").contains(parts).doesNotContain(NAME, "Exception");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void theResultCanBePreparedAndItsReportsAreJoined() throws IOException {
        says(Said.of("data", "check", in, "--as", "dicom", "-q"), "2 of 2 without that mark");
        Said said = Said.of("deidentify", in, out, "-q");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("reversible      no").doesNotContain(NAME);
        Said checked = Said.of("data", "check", out, "--as", "dicom", "--json", "-q");
        assertThat(checked.json().path("counts").path("studies").asInt()).isEqualTo(1);
        assertThat(checked.json().path("counts").path("texts").asInt()).isEqualTo(1);
        assertThat(names()).containsExactly("in", "out");
    }

    @Test
    void theLogIsCheckedAgainstItsFilesAndItsKey() throws IOException {
        String key = Said.of("deidentify", in, out, "--json", "-q")
                .json()
                .path("publicKey")
                .asString();
        assertThat(Said.of("audit", out, "--signed-by", key).code()).isZero();
        Said other = Said.of("audit", out, "--signed-by", "00" + key.substring(2));
        assertThat(other.code()).isEqualTo(ExitCode.NO);
        assertThat(other.out()).contains("another key", "NOT");
        Path log = out.resolve("audit.jsonl");
        Files.writeString(log, Files.readString(log).replace("\"regions\":0", "\"regions\":1"));
        assertThat(Said.of("audit", out).code()).isEqualTo(ExitCode.NO);
        says(Said.of("audit", in), "a folder made by 'vesalius deidentify'");
        says(Said.of("audit", dir.resolve("absent")), "check the path");
    }

    @Test
    void theWayBackNeedsTheKeyThatWasKeptApart() throws IOException {
        Path key = dir.resolve("safe").resolve("key.json");
        Path words = Files.writeString(dir.resolve("words.txt"), "correct horse\n");
        for (Path beside : List.of(in.resolve("k"), out.resolve("k"), dir.resolve("out-private/k"))) {
            says(Said.of("deidentify", in, out, "--keep-key", beside, "-q"), "--keep-key", "a place apart");
        }
        Said made = Said.of("deidentify", in, out, "--keep-key", key, "--passphrase-file", words, "-q");
        assertThat(made.code()).as(made.err()).isZero();
        Path mapping = dir.resolve("out-private").resolve("mapping.sealed");
        says(Said.of("reidentify", mapping, "--key", key), "passphrase");
        Said back = Said.of("reidentify", mapping, "--key", key, "--passphrase-file", words, "--find", "PAT770042");
        assertThat(back.code()).isZero();
        assertThat(back.out()).contains("patient", "PAT770042");
        Files.writeString(words, "another\n");
        says(Said.of("reidentify", mapping, "--key", key, "--passphrase-file", words), "use the one it was made with");
    }

    @Test
    void aTableOfOriginalsIsNeverOverwritten() throws IOException {
        Path key = dir.resolve("key.json");
        assertThat(Said.of("deidentify", in, out, "--keep-key", key, "-q").code())
                .isZero();
        says(Said.of("deidentify", in, dir.resolve("./out"), "--keep-key", key, "-q"), "a new or empty folder");
        Files.move(out, dir.resolve("kept"));
        says(Said.of("deidentify", in, out, "--keep-key", key, "-q"), "no table of originals yet");
    }

    @Test
    void wrongPlacesAreRefusedAndNothingIsWritten() throws IOException {
        Path file = Files.writeString(dir.resolve("file"), "x");
        says(Said.of("deidentify", dir.resolve("absent"), out, "-q"), "IN", "got nothing");
        says(Said.of("deidentify", file, out, "-q"), "IN", "got a file");
        says(Said.of("deidentify", in, in.resolve("out"), "-q"), "OUT", "outside of IN");
        says(Said.of("deidentify", in, file, "-q"), "OUT", "in the way");
        says(Said.of("deidentify", in, file.resolve("below"), "-q"), "OUT", "in the way");
        says(Said.of("deidentify", in, dir, "-q"), "OUT", "a new or empty folder");
        says(Said.of("deidentify", Files.createDirectory(dir.resolve("empty")), out, "-q"), "a folder with files");
        assertThat(names()).containsExactly("empty", "file", "in");
    }

    @Test
    void whatCannotBeCleanedIsLeftOutAndListedApart() throws IOException {
        Files.writeString(in.resolve(NAME).resolve("3.dcm"), "no DICOM");
        Said said = Said.of("deidentify", in, out, "-q");
        assertThat(said.code()).isZero();
        assertThat(said.out()).contains("left out", "SKIPPED").doesNotContain(NAME);
        assertThat(dir.resolve("out-private/quarantine.tsv")).content().contains(NAME + "/3.dcm");
    }
}
