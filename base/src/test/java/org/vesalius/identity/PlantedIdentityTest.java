package org.vesalius.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.dicom.Tag;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;

/** Identity planted in headers, private elements, sequences, pixels, file names and reports is not in the result; the figures that it prints stand in {@code docs/identity.md}. */
class PlantedIdentityTest {
    @TempDir
    static Path dir;

    private static final List<Planted> PATIENTS = Planted.patients();
    private static Deidentification.Summary summary;
    private static Path key;

    @BeforeAll
    static void run() throws IOException {
        Path in = dir.resolve("in");
        List<Image> films = Films.of(2);
        for (int i = 0; i < PATIENTS.size(); i++) {
            PATIENTS.get(i).write(in, films.get(i % films.size()));
        }
        Files.writeString(in.resolve("damaged.dcm"), "not a DICOM file at all");
        key = dir.resolve("key.json");
        summary = deidentify("out", RunKey.kept(key, null));
    }

    private static Deidentification.Summary deidentify(String out, RunKey key) throws IOException {
        return Deidentification.run(
                dir.resolve("in"),
                dir.resolve(out),
                new Deidentification.Options(Policy.defaults(), key, 2),
                Progress.SILENT,
                () -> false);
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> files = Files.walk(dir.resolve(folder))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static List<DataSet> headers() throws IOException {
        List<DataSet> headers = new ArrayList<>();
        for (Path file : files("out")) {
            if (file.toString().endsWith(".dcm")) {
                headers.add(DicomFile.read(file).data());
            }
        }
        return headers;
    }

    @Test
    void nothingThatWasPlantedIsInAnyResult() throws IOException {
        StringBuilder everything = new StringBuilder();
        for (Path file : files("out")) {
            everything.append(file).append('\n');
            byte[] bytes = Files.readAllBytes(file);
            for (Charset charset :
                    List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_8, StandardCharsets.UTF_16LE)) {
                everything.append(new String(bytes, charset)).append('\n');
            }
        }
        String searched = everything.toString().toLowerCase(Locale.ROOT);
        Map<String, int[]> recall = new TreeMap<>();
        List<String> remaining = new ArrayList<>();
        for (Planted patient : PATIENTS) {
            for (Map.Entry<String, List<String>> traces : patient.traces().entrySet()) {
                int[] counts = recall.computeIfAbsent(traces.getKey(), _ -> new int[2]);
                for (String trace : traces.getValue()) {
                    boolean there = searched.contains(trace.toLowerCase(Locale.ROOT));
                    counts[0] += there ? 0 : 1;
                    counts[1]++;
                    if (there) {
                        remaining.add(traces.getKey() + ": " + trace);
                    }
                }
            }
        }
        recall.forEach(
                (kind, counts) -> System.out.printf("%-8s %d of %d planted traces gone%n", kind, counts[0], counts[1]));
        assertThat(remaining).isEmpty();
    }

    @Test
    void everyGoodFileHasACounterpartAndTheBadOneIsListedByItsNumber() {
        assertThat(summary.problems()).hasSize(1);
        assertThat(summary.problems().getFirst().where()).isEqualTo("file 000016");
        assertThat(summary.files()).containsEntry("dicom", 2 * PATIENTS.size()).containsEntry("text", PATIENTS.size());
        assertThat(dir.resolve("out-private").resolve(Deidentification.QUARANTINE))
                .content()
                .contains("damaged.dcm");
    }

    @Test
    void theResultIsMarkedAndHoldsNoPrivateElements() throws IOException {
        for (DataSet header : headers()) {
            assertThat(header.string(Tag.PATIENT_IDENTITY_REMOVED)).contains("YES");
            assertThat(header.string(Tag.BURNED_IN_ANNOTATION)).contains("NO");
            List<String> codes = new ArrayList<>();
            header.items(Tag.of(0x0012, 0x0064))
                    .forEach(item ->
                            codes.add(item.string(Tag.of(0x0008, 0x0100)).orElse("")));
            assertThat(codes).contains("113100", "113101", "113105", "113107");
            assertThat(header.tags()).noneMatch(Tag::isPrivate);
        }
    }

    @Test
    void filesOfAPatientStayTogetherAndDatesMoveAsInTheReport() throws IOException {
        Map<String, List<DataSet>> byStudy = new TreeMap<>();
        for (DataSet header : headers()) {
            byStudy.computeIfAbsent(header.string(Tag.STUDY_INSTANCE_UID).orElse(""), _ -> new ArrayList<>())
                    .add(header);
        }
        assertThat(byStudy).hasSize(PATIENTS.size());
        StringBuilder texts = new StringBuilder();
        for (Path file : files("out")) {
            texts.append(file.toString().endsWith(".txt") ? Files.readString(file) : "");
        }
        for (List<DataSet> study : byStudy.values()) {
            DataSet first = study.getFirst();
            assertThat(study).allMatch(header -> header.string(Tag.PATIENT_ID).equals(first.string(Tag.PATIENT_ID)));
            String date = first.string(Tag.STUDY_DATE).orElseThrow();
            assertThat(texts).contains(date.substring(0, 4) + "-" + date.substring(4, 6) + "-" + date.substring(6));
            assertThat(texts).contains(first.string(Tag.ACCESSION_NUMBER).orElseThrow());
        }
    }

    @Test
    void burnedInTextIsBlankedAndNoneIsFoundAgain() throws IOException {
        assertThat(summary.withText()).isEqualTo(PATIENTS.size());
        for (Path file : files("out")) {
            if (file.toString().endsWith(".dcm")) {
                assertThat(BurnedInText.find(DicomPixels.image(DicomFile.read(file))))
                        .isEmpty();
            }
        }
    }

    @Test
    void theLogProvesItselfAndNoticesAChange() throws IOException {
        assertThat(AuditLog.verify(dir.resolve("out")).faults()).isEmpty();
        Path copy = dir.resolve("copy");
        for (Path file : files("out")) {
            Path to = copy.resolve(dir.resolve("out").relativize(file));
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
        Path log = copy.resolve(AuditLog.LINES);
        Files.writeString(log, Files.readString(log).replace("\"residual\":0", "\"residual\":1"));
        assertThat(AuditLog.verify(copy).faults()).isNotEmpty();
    }

    @Test
    void onlyTheKeyOpensTheOriginals() throws IOException {
        Path mapping = dir.resolve("out-private").resolve(Deidentification.MAPPING);
        String id = PATIENTS.getFirst().id();
        assertThat(Deidentification.originals(mapping, RunKey.read(key, null))).contains(id);
        assertThat(new String(Files.readAllBytes(mapping), StandardCharsets.ISO_8859_1))
                .doesNotContain(id);
        assertThatThrownBy(() -> Deidentification.originals(mapping, RunKey.fresh()))
                .isInstanceOf(InputException.class);
    }

    @Test
    void theSameKeyGivesTheSameNamesAndAnotherKeyOthers() throws IOException {
        List<String> names = relative("out");
        deidentify("again", RunKey.read(key, null));
        deidentify("other", RunKey.fresh());
        assertThat(relative("again")).isEqualTo(names);
        assertThat(relative("other")).doesNotContainAnyElementsOf(names);
    }

    private static List<String> relative(String folder) throws IOException {
        return files(folder).stream()
                .map(file -> dir.resolve(folder).relativize(file).toString())
                .filter(name -> name.endsWith(".dcm"))
                .toList();
    }

    @Test
    void aStoppedRunLeavesNothing() throws IOException {
        Path out = dir.resolve("stopped");
        Deidentification.Options options = new Deidentification.Options(Policy.defaults(), RunKey.fresh(), 1);
        assertThatThrownBy(() -> Deidentification.run(dir.resolve("in"), out, options, Progress.SILENT, () -> true))
                .isInstanceOf(Deidentification.Stopped.class);
        assertThat(out).doesNotExist();
        try (Stream<Path> left = Files.list(dir)) {
            assertThat(left.filter(file -> file.toString().endsWith(".part"))).isEmpty();
        }
    }
}
