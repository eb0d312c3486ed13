package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Box;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

class JsonLinesTest extends DatasetContract {
    private static final JsonLines READER = new JsonLines();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("studies.jsonl"), """
                {"patient_id": 5, "study_id": "s1", "split": "valid", "findings": "Made up.", "images": [{"path": "a.png", "view": "PA", "width": 120, "height": 100, "boxes": [{"x": 1, "y": 2, "width": 3, "height": 4, "label": "Nodule", "text": "a nodule"}]}], "labels": {"Edema": 1, "Fracture": 0, "Pneumonia": -1, "Hernia": null}, "questions": [{"question": "Edema?", "answer": "yes", "closed": true, "type": "presence"}], "meta": {"sex": "F", "age": 50}}
                {"image": "a.png", "caption": "Plain words."}

                {"text": "Text alone."}
                {"image": "a.png", broken
                {"image": "gone.png"}
                {"text": "Odd label.", "labels": {"Edema": "maybe"}}
                """);
        TinyPictures.write(dir.resolve("a.png"), 12, 10, 1);
    }

    @Test
    void everyPartOfALineArrives() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(3, read.studies().size());
        Study first = read.studies().getFirst();
        assertEquals("5", first.patientId());
        assertEquals(Split.VAL, first.split());
        assertEquals("Made up.", first.report().text(Section.FINDINGS));
        assertEquals(
                List.of(new Box(1, 2, 3, 4, "Nodule", "a nodule", null)),
                first.images().getFirst().boxes());
        assertEquals(
                Map.of(
                        "Edema", LabelState.POSITIVE,
                        "Fracture", LabelState.NEGATIVE,
                        "Pneumonia", LabelState.UNCERTAIN,
                        "Hernia", LabelState.BLANK),
                first.labels());
        assertEquals("yes", first.questions().getFirst().answer());
        assertEquals(Map.of("age", "50", "sex", "F"), first.meta());
        assertEquals("Text alone.", read.studies().get(2).report().text());
    }

    @Test
    void brokenLinesAreReportedByNumberAndTheOthersGoOn() throws IOException {
        fixture();
        assertEquals(
                List.of("line 5", "line 6, image 0", "line 6", "line 7"),
                ReadAll.of(READER, dir).problems().stream().map(Problem::where).toList());
    }
}
