package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

class VqaRadTest extends DatasetContract {
    private static final VqaRad READER = new VqaRad();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    boolean sharesPicturesAcrossSplits() {
        return true;
    }

    private static String row(int qid, String image, String answer, String type, String kind) {
        return """
                {"qid": "%d", "image_name": "%s", "image_organ": "CHEST", "answer": %s, "answer_type": "%s",
                 "question_type": "%s", "question": "Is it made up?", "phrase_type": "freeform"}""".formatted(qid, image, answer, type, kind);
    }

    @Override
    void fixture() throws IOException {
        Path images = Files.createDirectories(dir.resolve("images"));
        Files.createFile(images.resolve("a.jpg"));
        Files.createFile(images.resolve("b.jpg"));
        Files.writeString(
                dir.resolve("trainset.json"),
                "[" + row(1, "a.jpg", "\"Yes\"", "CLOSED ", "PRSE, ATRIB") + "," + row(2, "b.jpg", "5", "OPEN", "Other")
                        + "," + row(3, "a.jpg", "\"no\"", "CLOSED", "POS") + "]");
        Files.writeString(
                dir.resolve("testset.json"),
                "[" + row(4, "a.jpg", "\"no\"", "CLOSED", "POS") + "," + row(5, "gone.jpg", "\"no\"", "CLOSED", "POS")
                        + "]");
    }

    @Test
    void questionsAreGroupedByImageAndPart() throws IOException {
        fixture();
        assertTrue(READER.recognises(dir));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("a_train", "b_train", "a_test"),
                read.studies().stream().map(Study::studyId).toList());
        assertEquals(
                List.of("a", "b", "a"),
                read.studies().stream().map(Study::patientId).toList());
        assertEquals(
                List.of(Split.TRAIN, Split.TRAIN, Split.TEST),
                read.studies().stream().map(Study::split).toList());
        assertEquals(2, read.studies().getFirst().questions().size());
    }

    @Test
    void typesAndAnswersAreNormalised() throws IOException {
        fixture();
        List<Study> studies = ReadAll.of(READER, dir).studies();
        assertEquals(
                new Question("1", "a.jpg", "Is it made up?", "Yes", true, "ATTRIB,PRES"),
                studies.getFirst().questions().getFirst());
        assertEquals(
                new Question("2", "b.jpg", "Is it made up?", "5", false, "OTHER"),
                studies.get(1).questions().getFirst());
    }

    @Test
    void questionsWithoutTheirImageAreNamed() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
        assertEquals("testset.json, row 2", read.problems().getFirst().where());
    }

    @Test
    void thePublicFileIsSplitByItsPhraseTypes() throws IOException {
        fixture();
        String rows = "[" + row(1, "a.jpg", "\"no\"", "CLOSED", "POS") + ","
                + row(2, "a.jpg", "\"no\"", "CLOSED", "POS").replace("freeform", "test_freeform") + "]";
        Files.writeString(dir.resolve("VQA_RAD Dataset Public.json"), rows);
        assertEquals(
                List.of(Split.TRAIN, Split.TEST),
                ReadAll.of(READER, dir).studies().stream().map(Study::split).toList());
    }

    @Test
    void thePublishedSplitCanBeChosenAndSaysWhatItShares() throws IOException {
        fixture();
        List<Study> studies = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("split", "published"), studies::add, problems::add);
        assertEquals(
                studies.size(),
                studies.stream().map(Study::patientId).distinct().count());
        assertEquals("published split", problems.getFirst().where());
        assertTrue(problems.getFirst().reason().startsWith("1 images"));
        assertThrows(
                InputException.class,
                () -> READER.read(dir, ReadOptions.defaults().with("split", "x"), studies::add, problems::add));
    }

    @Test
    void theRepackOfVqaMedUnderTheSameNamesIsRefused() throws IOException {
        fixture();
        Files.writeString(dir.resolve("trainset.json"), "[{\"qid\": 1, \"image_name\": \"a.jpg\"}]");
        assertTrue(assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                .toString()
                .contains("VQA-Med"));
    }

    @Test
    void theRealCopyHasItsKnownCounts() throws IOException {
        Path real = RealData.folder("vqa-rad");
        assertTrue(READER.recognises(real));
        ReadAll read = ReadAll.of(READER, real);
        assertEquals(List.of(), read.problems());
        assertEquals(2431, read.questions(Split.TRAIN));
        assertEquals(357, read.questions(Split.TEST));
        Set<String> train = images(read, Split.TRAIN);
        Set<String> test = images(read, Split.TEST);
        assertEquals(249, train.size());
        assertEquals(163, test.size());
        assertTrue(train.containsAll(test), "the published split is not one of images");
        Set<String> types = new HashSet<>();
        read.studies().forEach(s -> s.questions().forEach(q -> types.add(q.type())));
        assertFalse(types.contains("PRSE") || types.contains("PRES,ATTRIB"), types.toString());
        assertEquals(
                1472 + 219,
                read.studies().stream()
                        .flatMap(s -> s.questions().stream())
                        .filter(Question::closed)
                        .count());
    }

    private static Set<String> images(ReadAll read, Split split) {
        return read.studies().stream()
                .filter(study -> study.split() == split)
                .map(Study::patientId)
                .collect(Collectors.toSet());
    }
}
