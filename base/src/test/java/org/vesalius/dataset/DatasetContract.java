package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;

/** What every reader keeps. */
abstract class DatasetContract {
    @TempDir
    Path dir;

    abstract Dataset reader();

    /** Writes a small folder of the layout into {@link #dir}, with at least two studies that can be read. */
    abstract void fixture() throws IOException;

    @Test
    final void itIsListedOnceUnderItsId() {
        assertEquals(reader().getClass(), Datasets.byId(reader().card().id()).getClass());
        List<String> ids =
                Datasets.all().stream().map(dataset -> dataset.card().id()).toList();
        assertEquals(ids.stream().sorted().distinct().toList(), ids);
    }

    @Test
    final void itsCardSaysWhatItIs() {
        DatasetCard card = reader().card();
        assertTrue(card.id().matches("[a-z0-9][a-z0-9_-]*"), card.id());
        assertTrue(card.version() >= 1);
        for (String said : List.of(card.title(), card.citation(), card.licence(), card.modality(), card.layout())) {
            assertFalse(said.isBlank(), card.id());
        }
        assertFalse(card.tasks().isEmpty());
    }

    /** Whether the published split is known to have a picture in two parts; the card says so then. */
    boolean sharesPicturesAcrossSplits() {
        return false;
    }

    @Test
    final void whatIsTestedOnIsNotTrainedOn() throws IOException {
        fixture();
        List<Study> studies = ReadAll.of(reader(), dir).studies();
        Set<Path> trained = pictures(studies, Split.TRAIN);
        trained.retainAll(pictures(studies, Split.TEST));
        assertEquals(sharesPicturesAcrossSplits(), !trained.isEmpty());
    }

    private static Set<Path> pictures(List<Study> studies, Split split) {
        Set<Path> pictures = new HashSet<>();
        studies.stream()
                .filter(study -> study.split() == split)
                .forEach(study -> study.images().forEach(image -> pictures.add(Objects.requireNonNull(image.path()))));
        return pictures;
    }

    @Test
    final void itRecognisesItsLayoutAndNoOther() throws IOException {
        assertFalse(reader().recognises(dir));
        assertFalse(reader().recognises(dir.resolve("not there")));
        fixture();
        assertTrue(reader().recognises(dir));
        assertEquals(
                List.of(reader().card().id()),
                Datasets.recognising(dir).stream()
                        .map(dataset -> dataset.card().id())
                        .toList());
    }

    @Test
    final void studiesHaveIdsOfTheirOwnAndPicturesThatAreThere() throws IOException {
        fixture();
        List<Study> studies = ReadAll.of(reader(), dir).studies();
        assertTrue(studies.size() >= 2);
        assertEquals(
                studies.size(), studies.stream().map(Study::studyId).distinct().count());
        for (Study study : studies) {
            assertFalse(study.patientId().isBlank());
            for (StudyImage image : study.images()) {
                assertTrue(Files.isRegularFile(Objects.requireNonNull(image.path())));
                assertTrue(Objects.requireNonNull(image.path()).startsWith(dir));
            }
            for (StudyVolume volume : study.volumes()) {
                for (Path path : Objects.requireNonNull(volume.source()).paths()) {
                    assertTrue(Files.exists(path) && path.startsWith(dir));
                }
            }
        }
    }

    @Test
    final void readingAgainGivesTheSame() throws IOException {
        fixture();
        assertEquals(ReadAll.of(reader(), dir), ReadAll.of(reader(), dir));
    }

    @Test
    final void studiesSurviveJson() throws IOException {
        fixture();
        for (Study study : ReadAll.of(reader(), dir).studies()) {
            Study bare = study.withImages(List.of()).withVolumes(List.of());
            assertEquals(bare, Json.parse(Json.line(bare), Study.class, "test"));
        }
    }

    @Test
    final void aSettingThatItDoesNotHaveIsRefused() {
        assertThrows(
                InputException.class,
                () -> ReadOptions.defaults().with("no such setting", "x").check(reader()));
    }

    /** Each file of the fixture in turn is empty, cut in half, noise, and sprinkled with noise: that is an error which says so, or a problem; nothing else escapes, and no text of the file is told. */
    @Test
    final void aDamagedFileIsAnErrorOrAProblem() throws IOException {
        fixture();
        List<Path> files;
        try (Stream<Path> all = Files.walk(dir)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            byte[] whole = Files.readAllBytes(file);
            for (byte[] damaged : damages(whole)) {
                Files.write(file, damaged);
                try {
                    tellsNoText(ReadAll.of(reader(), dir).problems().toString());
                } catch (InputException | IOException e) {
                    tellsNoText(String.valueOf(e.getMessage()));
                }
            }
            Files.write(file, whole);
        }
    }

    /** Texts of the fixtures are made up, and say so. */
    private static void tellsNoText(String message) {
        assertFalse(message.toLowerCase(Locale.ROOT).contains("made up"), message);
    }

    private static List<byte[]> damages(byte[] whole) {
        Random random = new Random(whole.length);
        byte[] noise = new byte[300];
        random.nextBytes(noise);
        byte[] sprinkled = whole.clone();
        for (int i = 0; i < whole.length; i += 1 + random.nextInt(60)) {
            sprinkled[i] = (byte) random.nextInt(256);
        }
        return List.of(new byte[0], Arrays.copyOf(whole, whole.length / 2), noise, sprinkled);
    }
}
