package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.image.Box;
import org.vesalius.io.Problem;

class SlakeTest extends DatasetContract {
    private static final Slake READER = new Slake();

    @Override
    Dataset reader() {
        return READER;
    }

    private static String row(int id, String image, String language, String question, String answer) {
        return """
                {"img_id": 1, "img_name": "%s", "question": "%s", "answer": "%s", "q_lang": "%s", "location": "Abdomen",
                 "modality": "MRI", "answer_type": "OPEN", "base_type": "vqa", "content_type": "Modality",
                 "triple": ["vhead", "_", "_"], "qid": %d}""".formatted(image, question, answer, language, id);
    }

    @Override
    void fixture() throws IOException {
        Path first = TinyPictures.write(dir.resolve("imgs/xmlab1/source.jpg"), 8, 6, 1);
        Files.writeString(
                first.resolveSibling("detection.json"),
                "[{\"Liver\": [1.0, 2.0, 3.0, 4.0]}, {\"Left Kidney\": [0, 0, 2, 2]}, {\"Liver\": [4, 1, 1, 1]}]");
        TinyPictures.write(first.resolveSibling("mask.png"), 8, 6, 2);
        TinyPictures.write(dir.resolve("imgs/xmlab7/source.jpg"), 8, 6, 3);
        Files.writeString(dir.resolve("mask.txt"), "Liver:1\n2:Left Kidney\nnot a class\n");
        Files.writeString(
                dir.resolve("train.json"),
                "[" + row(1, "xmlab1/source.jpg", "en", "What is it?", "MRI") + ","
                        + row(2, "xmlab1/source.jpg", "zh", "这是什么?", "核磁共振") + "]");
        Files.writeString(dir.resolve("validate.json"), "[]");
        Files.writeString(
                dir.resolve("test.json"),
                "[" + row(3, "xmlab7/source.jpg", "en", "What is it?", "CT") + ","
                        + row(4, "xmlab9/source.jpg", "en", "What is it?", "CT") + "]");
    }

    @Test
    void questionsKeepTheirLanguageAndThePictureItsFolderAsName() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        Study first = read.studies().getFirst();
        assertEquals("xmlab1_train", first.studyId());
        assertEquals("xmlab1", first.patientId());
        assertEquals(Map.of("modality", "MRI", "organ", "Abdomen"), first.meta());
        assertEquals(
                List.of("", "zh"),
                first.questions().stream().map(Question::language).toList());
        assertEquals("核磁共振", first.questions().getLast().answer());
        assertEquals(Split.TEST, read.studies().getLast().split());
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
        assertEquals("test.json, row 2", read.problems().getFirst().where());
    }

    @Test
    void structuresHaveBoxesAndTheNumberedOnesMasks() throws IOException {
        fixture();
        StudyImage image = ReadAll.of(READER, dir).studies().getFirst().images().getFirst();
        assertEquals(new Box(1, 2, 3, 4, "Liver"), image.boxes().getFirst());
        assertEquals(3, image.boxes().size());
        Path map = dir.resolve("imgs/xmlab1/mask.png");
        assertEquals(
                List.of(
                        new StudyMask("Liver", null, new MaskSource.Value(map, 1)),
                        new StudyMask("Left Kidney", null, new MaskSource.Value(map, 2))),
                image.masks());
    }

    @Test
    void boxesThatCannotBeReadLeaveThePicture() throws IOException {
        fixture();
        Files.writeString(dir.resolve("imgs/xmlab1/detection.json"), "[{\"Liver\": [1, 2]}]");
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.BROKEN, Problem.Kind.MISSING), read.kinds());
        assertEquals(List.of(), read.studies().getFirst().images().getFirst().boxes());
    }

    @Test
    void theRepacksKeysAreReadToo() throws IOException {
        fixture();
        Files.writeString(
                dir.resolve("train.json"),
                "[{\"image\": \"xmlab1/source.jpg\", \"question\": \"What?\", \"answer\": \"MRI\", \"answer_type\": \"CLOSED \", \"content_type\": \"Modality\", \"modality\": \"MRI\", \"q_lang\": \"en\"}]");
        Question question =
                ReadAll.of(READER, dir).studies().getFirst().questions().getFirst();
        assertEquals(
                new Question("train.json, row 1", "xmlab1/source.jpg", "What?", "MRI", true, "Modality"), question);
    }

    @Test
    void aDamagedFileKeepsWhatStandsBeforeTheDamage() throws IOException {
        fixture();
        String whole = Files.readString(dir.resolve("train.json"));
        Files.writeString(dir.resolve("train.json"), whole.substring(0, whole.length() - 20));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.BROKEN, Problem.Kind.MISSING), read.kinds());
        assertEquals("train.json, after row 1", read.problems().getFirst().where());
        assertEquals(1, read.studies().getFirst().questions().size());
    }

    @Test
    void theRealQuestionsHaveTheirKnownCounts() throws IOException {
        Path real = RealData.folder("text").resolve("slake");
        assertTrue(READER.recognises(real));
        ReadAll read = ReadAll.of(READER, real);
        assertEquals(450, read.studies().size());
        assertEquals(4919 - 1, read.questions(Split.TRAIN));
        assertEquals(
                List.of(Problem.Kind.INCONSISTENT, Problem.Kind.MISSING, Problem.Kind.MISSING, Problem.Kind.MISSING),
                read.kinds(),
                "one question has no answer; two parts and the pictures are not there");
        assertEquals(
                List.of(
                        "Abnormality",
                        "Color",
                        "KG",
                        "Modality",
                        "Organ",
                        "Plane",
                        "Position",
                        "Quantity",
                        "Shape",
                        "Size"),
                read.studies().stream()
                        .flatMap(study -> study.questions().stream())
                        .map(Question::type)
                        .distinct()
                        .sorted()
                        .toList());
    }
}
