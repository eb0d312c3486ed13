package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class MedMdTest extends DatasetContract {
    private static final MedMd READER = new MedMd();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        String slake =
                "[{\"img_name\": \"xmlab1/source.jpg\", \"question\": \"What?\", \"answer\": \"Made up\", \"q_lang\": \"en\", \"qid\": 1}]";
        TinyPictures.write(dir.resolve("slake/imgs/xmlab1/source.jpg"), 4, 4, 1);
        Files.writeString(dir.resolve("slake/train.json"), slake);
        TinyPictures.write(dir.resolve("VQA_RAD/images/a.jpg"), 4, 4, 2);
        String rad =
                "[{\"qid\": 1, \"image_name\": \"a.jpg\", \"image_organ\": \"HEAD\", \"question\": \"Is it?\", \"answer\": \"yes\", \"answer_type\": \"CLOSED\", \"question_type\": \"PRES\"}]";
        Files.writeString(dir.resolve("VQA_RAD/trainset.json"), rad);
        Files.writeString(dir.resolve("VQA_RAD/testset.json"), "[]");
        Files.createDirectories(dir.resolve("other"));
    }

    @Test
    void membersAreReadByTheirReadersUnderIdsOfTheirOwn() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("vqa-rad/a_train", "slake/xmlab1_train"),
                read.studies().stream().map(Study::studyId).toList());
        assertEquals("vqa-rad", read.studies().getFirst().meta().get("set"));
        assertEquals(
                List.of("subfolder other", "slake: validate.json", "slake: test.json"),
                read.problems().stream().map(Problem::where).toList());
    }
}
