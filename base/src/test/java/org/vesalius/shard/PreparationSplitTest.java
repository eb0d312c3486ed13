package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard.Access;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.View;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;

/** Who comes into which split. */
class PreparationSplitTest {
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
    void noPatientIsInTwoSplitsAndTheSharesAreAbout() throws IOException {
        prepare(new TinySet(Access.OPEN, studies()), out, options.withSplit(SplitRule.AUTO, 0.5, 0.25, 3));
        try (PreparedData data = PreparedData.open(out)) {
            Map<String, Set<Split>> splits = data.entries().stream()
                    .collect(Collectors.groupingBy(
                            Entry::patientKey, Collectors.mapping(Entry::split, Collectors.toSet())));
            assertEquals(PATIENTS, splits.size());
            assertTrue(splits.values().stream().allMatch(of -> of.size() == 1));
            assertTrue(Math.abs(data.entries(Split.TRAIN).size() - PATIENTS) < 24);
            assertEquals(
                    2 * PATIENTS,
                    Objects.requireNonNull(data.manifest().labels().get("Nodule")).values().stream()
                            .mapToInt(Integer::intValue)
                            .sum());
        }
    }

    @Test
    void theFoldsTestEveryPatientOnceAndAreOfAboutOneSize() throws IOException {
        Dataset set = new TinySet(Access.OPEN, studies());
        Map<String, Integer> tested = new HashMap<>();
        for (int fold = 1; fold <= 4; fold++) {
            Path folder = dir.resolve("fold " + fold);
            Manifest manifest =
                    prepare(set, folder, options.withFold(new Fold(fold, 4))).manifest();
            assertEquals(PATIENTS / 4, manifest.counts(Split.TEST).patients());
            assertTrue(manifest.counts(Split.VAL).patients() > 0);
            assertTrue(manifest.counts(Split.TRAIN).patients() > PATIENTS / 2);
            assertTrue(manifest.splitRule().contains("into 4 folds"), manifest.splitRule());
            try (PreparedData data = PreparedData.open(folder)) {
                data.entries(Split.TEST).stream()
                        .map(Entry::patientKey)
                        .distinct()
                        .forEach(patient -> tested.merge(patient, 1, Integer::sum));
            }
        }
        assertEquals(PATIENTS, tested.size());
        assertEquals(Set.of(1), Set.copyOf(tested.values()));
    }

    @Test
    void foldsKeepWhoSharesAFilmTogetherAndNeedEnoughPatients() throws IOException {
        List<Study> studies = studies();
        for (int i = 0; i < 30; i++) {
            studies.set(
                    i, studies.get(i).withImages(studies.getFirst().images()).withQuestions(List.of()));
        }
        Dataset set = new TinySet(Access.OPEN, studies);
        Manifest manifest =
                prepare(set, out, options.withFold(Fold.parse("1/5"))).manifest();
        assertEquals(0, manifest.duplicates().imagesAcrossSplits());
        assertThrows(
                InputException.class,
                () -> prepare(set, dir.resolve("b"), options.withFold(new Fold(1, PATIENTS - 13))));
        prepare(set, dir.resolve("c"), options.withFold(new Fold(1, PATIENTS - 14)));
        for (String bad : List.of("5", "0/5", "6/5", "1/1", "a/b")) {
            assertThrows(InputException.class, () -> Fold.parse(bad));
        }
    }

    @Test
    void anotherSeedSplitsDifferently() throws IOException {
        Dataset set = new TinySet(Access.OPEN, studies());
        Manifest first = prepare(set, out, options).manifest();
        Manifest second = prepare(set, dir.resolve("b"), options.withSplit(SplitRule.AUTO, 0.8, 0.1, 1))
                .manifest();
        assertNotEquals(first.splitDigest(), second.splitDigest());
        assertNotEquals(first.digest(), second.digest());
    }

    @Test
    void whoSharesAFilmStaysInOneSplit() throws IOException {
        List<Study> studies = studies();
        for (int i = 0; i + 2 < studies.size(); i += 2) {
            // each patient's second film is the next patient's first: all of them are linked
            studies.set(
                    i + 1,
                    studies.get(i + 1).withImages(studies.get(i + 2).images()).withQuestions(List.of()));
        }
        Manifest manifest =
                prepare(new TinySet(Access.OPEN, studies), out, options).manifest();
        assertEquals(1, manifest.counts().size());
        assertEquals(0, manifest.duplicates().imagesAcrossSplits());
        assertEquals(PATIENTS - 1, manifest.duplicates().images());
        assertTrue(manifest.splitRule().contains(PATIENTS + " patients who share a film"));
    }

    @Test
    void smoothFilmsOfOwnPatientsDoNotBindThemTogether() throws IOException {
        List<Study> studies = new ArrayList<>();
        for (int i = 0; i < PATIENTS; i++) {
            Path file = source.resolve("smooth " + i + ".png");
            ImageFiles.writePng(file, SmoothFilm.of(40, i));
            studies.add(Study.of("patient " + i, "study " + i)
                    .withImages(List.of(StudyImage.of("film " + i, file, View.PA))));
        }
        Manifest manifest = prepare(new TinySet(Access.OWN, studies), out, options.withSizes(40, 10))
                .manifest();
        assertEquals(0, manifest.duplicates().images());
        assertTrue(manifest.splitRule().contains("; 0 patients who share a film"), manifest.splitRule());
        assertEquals(3, manifest.counts().size());
    }

    @Test
    void thePublishedSplitIsKeptAndOneThatPartsAPatientIsRefused() throws IOException {
        List<Study> studies = studies();
        for (int i = 0; i < studies.size(); i++) {
            studies.set(i, studies.get(i).withSplit(i < 60 ? Split.TRAIN : i < 70 ? Split.VAL : Split.TEST));
        }
        Manifest kept = prepare(new TinySet(Access.OPEN, studies), out, options).manifest();
        assertEquals(60, kept.counts(Split.TRAIN).studies());
        assertEquals(10, kept.counts(Split.VAL).studies());
        studies.set(0, studies.get(0).withSplit(Split.TEST));
        Dataset parted = new TinySet(Access.OPEN, studies);
        String message = assertThrows(
                        InputException.class,
                        () -> prepare(parted, dir.resolve("b"), options.withSplit(SplitRule.OFFICIAL, 0.8, 0.1, 0)))
                .getMessage();
        assertTrue(String.valueOf(message).contains("1 patients in two"), message);
        Manifest hashed = prepare(parted, dir.resolve("c"), options).manifest();
        assertTrue(hashed.splitRule().contains("not used"), hashed.splitRule());
    }

    @Test
    void aPublishedSplitWithoutValidationGetsOneFromTraining() throws IOException {
        List<Study> studies = studies();
        for (int i = 0; i < studies.size(); i++) {
            studies.set(i, studies.get(i).withSplit(i < 60 ? Split.TRAIN : Split.TEST));
        }
        Manifest manifest = prepare(
                        new TinySet(Access.OPEN, studies), out, options.withSplit(SplitRule.AUTO, 0.5, 0.5, 0))
                .manifest();
        assertEquals(20, manifest.counts(Split.TEST).studies());
        assertTrue(manifest.counts(Split.VAL).studies() > 0);
    }
}
