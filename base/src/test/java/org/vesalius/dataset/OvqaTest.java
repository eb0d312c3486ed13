package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class OvqaTest extends DatasetContract {
    private static final Ovqa READER = new Ovqa();

    @Override
    Dataset reader() {
        return READER;
    }

    private static String row(int id, String image, String answer, String type) {
        return """
                {"qid": %d, "image_name": "%s", "image_organ": "LEG", "question": "Which part is made up?",
                 "answer": "%s", "answer_type": "%s", "question_type": "Organ System"}""".formatted(id, image, answer, type);
    }

    @Override
    void fixture() throws IOException {
        Path img = Files.createDirectories(dir.resolve("img"));
        Files.createFile(img.resolve("a.jpg"));
        Files.createFile(img.resolve("b.jpg"));
        Files.writeString(
                dir.resolve("trainset.json"),
                "[" + row(1, "a.jpg", "leg", "OPEN") + "," + row(2, "a.jpg", "yes", "CLOSED") + "]");
        Files.writeString(dir.resolve("valset.json"), "[" + row(3, "gone.jpg", "leg", "OPEN") + "]");
        Files.writeString(dir.resolve("testset.json"), "[" + row(4, "b.jpg", "hand", "OPEN") + "]");
    }

    @Test
    void questionsAreGroupedByImageInTheirPart() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("a_train", "b_test"),
                read.studies().stream().map(Study::studyId).toList());
        assertEquals(Map.of("organ", "LEG"), read.studies().getFirst().meta());
        assertEquals(
                new Question("2", "a.jpg", "Which part is made up?", "yes", true, "organ system"),
                read.studies().getFirst().questions().getLast());
        assertEquals(Split.TEST, read.studies().getLast().split());
    }

    @Test
    void missingImagesAndPartsAreNamed() throws IOException {
        fixture();
        Files.delete(dir.resolve("testset.json"));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.MISSING), read.kinds());
        assertEquals(
                List.of("testset.json", "valset.json, row 1"),
                read.problems().stream().map(Problem::where).toList());
    }
}
