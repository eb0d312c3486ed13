package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.DatasetCard.Access;
import org.vesalius.dataset.Pixels;
import org.vesalius.dataset.Question;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.StudyVolume;
import org.vesalius.dataset.View;
import org.vesalius.image.Box;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;
import org.vesalius.volume.Affine;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Volume;

class PreparationTest {
    private static final int PATIENTS = TinySet.PATIENTS;

    @TempDir
    Path dir;

    private Path source;
    private Path out;
    private final PrepareOptions options = PrepareOptions.defaults().withSizes(16, 10);

    @BeforeEach
    void folders() throws IOException {
        source = Files.createDirectories(dir.resolve("source"));
        out = dir.resolve("prepared");
    }

    private List<Study> studies() throws IOException {
        return TinySet.studies(source);
    }

    private Preparation.Prepared prepare(Dataset set, Path to, PrepareOptions how) throws IOException {
        return Preparation.run(set, source, to, how, Progress.SILENT);
    }

    @Test
    void furtherAnswersComeBackAndVolumesThatCannotBeReadAreReported() throws IOException {
        Question asked = new Question("q", "film 0", "Where?", "left", false, "", List.of("on the left"), "zh");
        Path scan = Files.createFile(source.resolve("scan.nii.gz"));
        List<Study> two = studies().subList(0, 2);
        List<Study> studies = List.of(
                two.getFirst().withQuestions(List.of(asked)),
                two.getLast().withVolumes(List.of(StudyVolume.of("ct", scan, "ct"))));
        Preparation.Prepared made = prepare(new TinySet(Access.OPEN, studies), out, options);
        try (PreparedData data = PreparedData.open(out)) {
            assertEquals(List.of(asked), data.study(data.entries().getFirst()).questions());
            assertEquals(List.of(), data.study(data.entries().getLast()).volumes());
        }
        assertEquals(
                List.of(Problem.Kind.BROKEN),
                made.problems().stream().map(Problem::kind).toList());
    }

    @Test
    void studiesComeBackAsTheyWere() throws IOException {
        List<Study> studies = studies();
        prepare(new TinySet(Access.OPEN, studies), out, options);
        try (PreparedData data = PreparedData.open(out)) {
            assertEquals(studies.size(), data.entries().size());
            for (int i = 0; i < studies.size(); i++) {
                Entry entry = data.entries().get(i);
                Sample sample = data.read(entry);
                assertEquals(i, entry.row());
                assertEquals("study " + i, sample.study().studyId());
                assertEquals(studies.get(i).report(), sample.study().report());
                assertEquals(studies.get(i).labels(), sample.study().labels());
                assertEquals(entry.split(), sample.study().split());
                assertEquals(sample.study(), data.study(entry));
                assertNull(sample.study().images().getFirst().path());
                assertEquals(16, sample.images().getFirst().width());
                assertEquals(8, sample.images().getFirst().height());
                Box box = sample.study().images().getFirst().boxes().getFirst();
                assertEquals(100, box.x());
                assertEquals(
                        new Box(4, 2, 8, 4, "Nodule"),
                        sample.geometries().getFirst().toTarget(box));
            }
            data.verify(Progress.SILENT);
        }
    }

    @Test
    void aPictureThatIsSmallEnoughKeepsItsPixels() throws IOException {
        List<Study> studies = studies();
        prepare(new TinySet(Access.OPEN, studies), out, options.withSizes(40, 10));
        try (PreparedData data = PreparedData.open(out)) {
            assertEquals(
                    TinySet.picture(5),
                    data.read(data.entries().get(5)).images().getFirst());
        }
    }

    @Test
    void preparingAgainGivesTheSameBytesWithAnyNumberOfThreads() throws IOException {
        Dataset set = new TinySet(Access.OWN, studies());
        Path salt = dir.resolve("private");
        prepare(set, out, options.withThreads(1).withPrivateDir(salt));
        Path again = dir.resolve("again");
        prepare(set, again, options.withThreads(4).withPrivateDir(salt));
        assertEquals(TinySet.contents(out), TinySet.contents(again));
        // and over itself
        prepare(set, out, options.withPrivateDir(salt));
        assertEquals(TinySet.contents(again), TinySet.contents(out));
    }

    @Test
    void equalTextsAreCounted() throws IOException {
        Manifest.Duplicates twice = prepare(new TinySet(Access.OPEN, studies()), out, options)
                .manifest()
                .duplicates();
        assertEquals(10, twice.texts());
        assertEquals(20, twice.studiesInTexts());
    }

    @Test
    void brokenAndMissingFilesAreLeftOutWithTheirReason() throws IOException {
        List<Study> studies = studies();
        Files.write(source.resolve("empty.png"), new byte[0]);
        Path cut = source.resolve("cut.png");
        byte[] whole = ImageFiles.png(TinySet.picture(1));
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));
        StudyImage good = studies.get(2).images().getFirst();
        studies.set(0, studies.get(0).withImages(List.of(image("empty.png"))));
        studies.set(1, studies.get(1).withImages(List.of(image("cut.png"))));
        studies.set(2, studies.get(2).withImages(List.of(image("gone.png"), good)));
        Preparation.Prepared made = prepare(new TinySet(Access.OPEN, studies), out, options);
        assertEquals(
                Map.of(Problem.Kind.BROKEN, 2, Problem.Kind.MISSING, 1, Problem.Kind.SKIPPED, 2),
                made.manifest().problems());
        assertEquals(
                Files.readAllLines(out.resolve("problems.jsonl")).size(),
                made.problems().size());
        String all = made.problems().toString();
        assertFalse(all.contains("empty.png") || all.contains("patient 0"), all);
        try (PreparedData data = PreparedData.open(out)) {
            assertEquals(studies.size() - 2, data.entries().size());
            assertEquals(1, data.entries().getFirst().images());
        }
    }

    private StudyImage image(String name) {
        return StudyImage.of(name, source.resolve(name), View.PA);
    }

    @Test
    void identifiersOfOwnDataStayInThePrivateFolder() throws IOException {
        prepare(new TinySet(Access.OWN, studies()), out, options);
        try (Stream<Path> files = Files.list(out)) {
            for (Path file : files.toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (String id : List.of("patient 7", "study 15", "film 15", "q15")) {
                    assertFalse(bytes.contains(id), file.getFileName() + " holds '" + id + "'");
                }
            }
        }
        String salt = Files.readString(dir.resolve("prepared-private/salt.txt")).strip();
        assertEquals(64, salt.length());
        String keys = Files.readString(dir.resolve("prepared-private/keys-prepared.jsonl"));
        assertEquals(2 * PATIENTS, keys.lines().count());
        assertTrue(keys.contains("\"patientId\":\"patient 7\""));
        String first = firstKey(out);
        prepare(new TinySet(Access.OWN, studies()), dir.resolve("b"), options);
        assertNotEquals(first, firstKey(dir.resolve("b")));
    }

    private static String firstKey(Path prepared) throws IOException {
        try (PreparedData data = PreparedData.open(prepared)) {
            return data.entries().getFirst().key();
        }
    }

    @Test
    void shardsAreTarsThatAnyoneReads() throws IOException {
        Manifest manifest =
                prepare(new TinySet(Access.OPEN, studies()), out, options).manifest();
        Manifest.Shard shard = manifest.shards().getFirst();
        assertEquals("train-00000.tar", shard.name());
        assertEquals(10, shard.studies());
        List<String> names = new ArrayList<>();
        try (var tar = new TarArchiveInputStream(Files.newInputStream(out.resolve(shard.name())))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                names.add(entry.getName());
                if (entry.getName().endsWith(".png")) {
                    assertEquals(
                            16, ImageFiles.decode(tar.readAllBytes(), "member").width());
                }
            }
        }
        assertEquals(30, names.size());
        assertTrue(names.get(0).endsWith(".json")
                && names.get(1).endsWith(".txt")
                && names.get(2).endsWith(".0.png"));
    }

    @Test
    void whatFailsHalfWayLeavesNothingBehind() throws IOException {
        Dataset full = new Dataset() {
            private final TinySet set = new TinySet(Access.OPEN, studies());
            private int passes;

            @Override
            public DatasetCard card() {
                return set.card();
            }

            @Override
            public boolean recognises(Path folder) {
                return false;
            }

            @Override
            public void read(Path folder, ReadOptions how, Consumer<Study> to, Consumer<Problem> problems)
                    throws IOException {
                set.studies().forEach(to);
                if (++passes == 2) {
                    throw new IOException("No space left on device");
                }
            }
        };
        prepare(new TinySet(Access.OPEN, studies()), out, options);
        Map<String, String> before = new HashMap<>(TinySet.contents(out));
        assertThrows(IOException.class, () -> prepare(full, out, options));
        assertEquals(before, TinySet.contents(out));
        try (Stream<Path> left = Files.list(dir)) {
            assertEquals(
                    Set.of("source", "prepared"),
                    left.map(path -> path.getFileName().toString()).collect(Collectors.toSet()));
        }
    }

    @Test
    void aFolderWithOtherFilesIsNotTouched() throws IOException {
        Files.createDirectories(out);
        Files.writeString(out.resolve("thesis.tex"), "irreplaceable");
        assertThrows(InputException.class, () -> prepare(new TinySet(Access.OPEN, studies()), out, options));
        assertEquals("irreplaceable", Files.readString(out.resolve("thesis.tex")));
        assertThrows(
                InputException.class,
                () -> prepare(new TinySet(Access.OPEN, studies()), source.resolve("inside"), options));
    }

    @Test
    void checkingCountsTheSameAndWritesNothing() throws IOException {
        List<Study> studies = studies();
        studies.set(0, studies.get(0).withImages(List.of(image("gone.png"))));
        Inspection.Findings findings =
                Inspection.run(new TinySet(Access.OPEN, studies), source, ReadOptions.defaults(), 2, Progress.SILENT);
        assertEquals(2 * PATIENTS - 1, findings.counts().studies());
        assertEquals(PATIENTS, findings.counts().patients());
        assertEquals(2 * PATIENTS - 1, findings.counts().boxes());
        assertEquals(1, findings.problems().get(Problem.Kind.MISSING));
        assertFalse(Files.exists(out));
    }

    @Test
    void checkingReadsVolumesToTheirEnd() throws IOException {
        Path whole = source.resolve("whole.nii.gz");
        NiftiFile.write(whole, new Volume(2, 2, 2, new float[8], Affine.spacing(1, 1, 1)), NiftiFile.Type.INT16);
        Path cut = Files.write(source.resolve("cut.nii.gz"), Arrays.copyOf(Files.readAllBytes(whole), 50));
        Study study = Study.of("a", "a")
                .withVolumes(List.of(
                        StudyVolume.of("0", whole, "ct"),
                        StudyVolume.of("1", cut, "ct"),
                        StudyVolume.of("2", source.resolve("gone.npy"), "ct")));
        Inspection.Findings findings = Inspection.run(
                new TinySet(Access.OPEN, List.of(study)), source, ReadOptions.defaults(), 1, Progress.SILENT);
        assertEquals(1, findings.counts().volumes());
        assertEquals(
                List.of(Problem.Kind.BROKEN, Problem.Kind.MISSING),
                findings.list().stream().map(Problem::kind).toList());
    }

    @Test
    void aSecondStudyOfTheSameIdIsReported() throws IOException {
        List<Study> studies = studies();
        studies.add(studies.getFirst());
        Preparation.Prepared made = prepare(new TinySet(Access.OPEN, studies), out, options);
        assertEquals(1, made.manifest().problems().get(Problem.Kind.INCONSISTENT));
    }

    @Test
    void boxesDrawnOnAnotherShapeAreLeftOut() throws IOException {
        List<Study> studies = studies();
        StudyImage odd = studies.getFirst().images().getFirst();
        studies.set(
                0, studies.getFirst().withImages(List.of(odd.withBoxes(500, 500, List.of(new Box(1, 2, 3, 4, "x"))))));
        Preparation.Prepared made = prepare(new TinySet(Access.OPEN, studies), out, options);
        assertEquals(1, made.manifest().problems().get(Problem.Kind.INCONSISTENT));
        try (PreparedData data = PreparedData.open(out)) {
            StudyImage stored = data.study(data.entries().getFirst()).images().getFirst();
            assertEquals(40, stored.width());
            assertEquals(List.of(), stored.boxes());
        }
        assertEquals(40, Pixels.read(Objects.requireNonNull(odd.path())).width());
    }
}
