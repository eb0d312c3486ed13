package org.vesalius.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.image.Box;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

class PhantomWriterTest {
    private static final PhantomOptions FEW = new PhantomOptions(4, 1, 2, 7, false, true);
    private static final PhantomOptions PLAIN = new PhantomOptions(2, 1, 0, 7, false, false);

    @TempDir
    static Path shared;

    @TempDir
    Path temp;

    @BeforeAll
    static void writeOnce() {
        write(shared.resolve("data"), FEW, 2);
    }

    private static Path write(Path dir, PhantomOptions options, int threads) {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            pool.submit(() -> PhantomWriter.write(dir, options, Progress.SILENT))
                    .join();
        }
        return dir;
    }

    private static Map<String, String> digests(Path dir) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(dir)) {
            files.filter(Files::isRegularFile).forEach(f -> {
                try {
                    digests.put(dir.relativize(f).toString(), Digests.sha256(f));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return digests;
    }

    private static List<Study> read(Path dir, List<Problem> problems) throws IOException {
        List<Study> studies = new ArrayList<>();
        new PhantomDataset().read(dir, ReadOptions.defaults(), studies::add, problems::add);
        return studies;
    }

    @Test
    void theSameSeedGivesTheSameBytesOnAnyNumberOfThreads() throws IOException {
        Map<String, String> one = digests(shared.resolve("data"));
        assertEquals(one, digests(write(temp.resolve("one"), FEW, 1)));
        assertTrue(one.size() > 7 * 4);
    }

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        Path dir = shared.resolve("data");
        List<Problem> problems = new ArrayList<>();
        List<Study> studies = read(dir, problems);
        assertEquals(List.of(), problems);
        assertEquals(7, studies.size());
        assertEquals(4, studies.stream().filter(s -> s.split() == Split.TRAIN).count());
        for (Study study : studies) {
            assertEquals("true", study.meta().get("synthetic"));
            assertFalse(study.report().first(Section.IMPRESSION).isEmpty());
            assertFalse(study.questions().isEmpty());
            for (Finding finding : Finding.values()) {
                boolean there = study.labels().get(finding.label()) == LabelState.POSITIVE;
                assertEquals(there, study.meta().containsKey("severity:" + finding.label()));
                StudyImage frontal = study.images().getFirst();
                assertEquals(
                        there,
                        frontal.boxes().stream().anyMatch(b -> b.label().equals(finding.label())),
                        finding.label());
            }
            for (StudyImage image : study.images()) {
                assertTrue(
                        image.width() >= 256 && image.width() <= 320 && image.height() >= 256 && image.height() <= 320);
                assertTrue(image.masks().size() >= Body.ORGANS.size());
                for (Box box : image.boxes()) {
                    assertTrue(box.x() >= 0 && box.y() >= 0 && box.right() <= image.width());
                    assertTrue(box.bottom() <= image.height() && box.area() > 0);
                }
            }
        }
    }

    @Test
    void everyFileSaysThatItIsSynthetic() throws IOException {
        Path dir = shared.resolve("data");
        try (Stream<Path> files = Files.walk(dir)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().endsWith(".png")) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    assertTrue(
                            text.contains("SYNTHETIC") || text.contains("Synthetic"),
                            file.getFileName().toString());
                }
            }
        }
    }

    @Test
    void aLostFileIsAProblemAndTheRestGoesOn() throws IOException {
        Path dir = write(temp.resolve("data"), PLAIN, 2);
        Path study = dir.resolve("train/syn-a00000/syn-a00000-1");
        Files.delete(study.resolve("lateral.dcm"));
        Files.writeString(dir.resolve("val/syn-b00000/syn-b00000-1/truth.json"), "{\"version\":");
        List<Problem> problems = new ArrayList<>();
        assertEquals(1, read(dir, problems).size());
        assertEquals(
                List.of(Problem.Kind.MISSING, Problem.Kind.BROKEN),
                problems.stream().map(Problem::kind).toList());
    }

    @Test
    void aFolderInUseIsRefused() throws IOException {
        Files.writeString(temp.resolve("other.txt"), "mine");
        InputException refused =
                assertThrows(InputException.class, () -> PhantomWriter.write(temp, FEW, Progress.SILENT));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("output folder: expected a new or empty folder"));
    }

    @Test
    void asManyPatientsComeAgainAsAreAskedFor() {
        List<List<Visit>> usual = new Phantom(5).visits(Split.TEST, 400);
        List<List<Visit>> all = new Phantom(5, 1).visits(Split.TEST, 400);
        assertTrue(all.subList(0, all.size() - 1).stream().allMatch(visits -> visits.size() > 1));
        assertTrue(new Phantom(5, 0).visits(Split.TEST, 40).stream().allMatch(visits -> visits.size() == 1));
        double again = usual.stream().filter(visits -> visits.size() > 1).count() / (double) usual.size();
        assertEquals(PhantomOptions.FOLLOWED, again, 0.06);
        assertThrows(InputException.class, () -> new PhantomOptions(1, 0, 0, 1, false, false, false, 1.5));
    }

    @Test
    void nothingAskedForIsRefused() {
        assertThrows(InputException.class, () -> new PhantomOptions(0, 0, 0, 1, false, false));
    }
}
