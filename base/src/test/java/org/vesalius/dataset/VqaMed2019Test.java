package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class VqaMed2019Test extends DatasetContract {
    private static final VqaMed2019 READER = new VqaMed2019();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Path train = Files.createDirectories(dir.resolve("ImageClef-2019-VQA-Med-Training"));
        Path categories = Files.createDirectories(train.resolve("QAPairsByCategory"));
        Files.writeString(
                categories.resolve("C1_Modality_train.txt"),
                "\uFEFFsynpic1|what was made up?|xr - plain film\nsynpic2|is this a film?|yes\n\n");
        Files.writeString(
                categories.resolve("C4_Abnormality_train.txt"), "synpic1|what is wrong?|nothing\nsynpic1|what?\n");
        Files.writeString(train.resolve("All_QA_Pairs_train.txt"), "synpic1|what was made up?|xr - plain film\n");
        TinyPictures.write(train.resolve("Train_images/synpic1.jpg"), 4, 4, 1);
        Path val = Files.createDirectories(dir.resolve("ImageClef-2019-VQA-Med-Validation"));
        Files.writeString(val.resolve("All_QA_Pairs_val.txt"), "synpic3|what plane is this?|axial\n");
        TinyPictures.write(val.resolve("Val_images/synpic3.jpg"), 4, 4, 2);
        Path test = Files.createDirectories(dir.resolve("VQAMed2019Test"));
        Files.writeString(
                test.resolve("VQAMed2019_Test_Questions_w_Ref_Answers.txt"),
                "synpic9|Plane|in what plane?|axial#transverse\n");
        TinyPictures.write(test.resolve("VQAMed2019_Test_Images/synpic9.JPG"), 4, 4, 3);
    }

    @Test
    void categoriesAreTypesAndTheFileOfAllQuestionsIsNotReadTwice() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("synpic1_train", "synpic3_val", "synpic9_test"),
                read.studies().stream().map(Study::studyId).toList());
        assertEquals(
                List.of("modality", "abnormality"),
                read.studies().getFirst().questions().stream()
                        .map(Question::type)
                        .toList());
        assertEquals(
                "xr - plain film",
                read.studies().getFirst().questions().getFirst().answer());
        assertEquals("", read.studies().get(1).questions().getFirst().type());
    }

    @Test
    void aTestQuestionMayHaveSeveralRightAnswers() throws IOException {
        fixture();
        assertEquals(
                new Question(
                        "vqamed2019_test_questions_w_ref_answers.txt, line 1",
                        "synpic9",
                        "in what plane?",
                        "axial",
                        false,
                        "plane",
                        List.of("transverse"),
                        ""),
                ReadAll.of(READER, dir).studies().getLast().questions().getFirst());
    }

    @Test
    void whatCannotBeUsedIsNamed() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT, Problem.Kind.MISSING), read.kinds());
        assertEquals(
                List.of("c4_abnormality_train.txt, line 2", "c1_modality_train.txt, line 2"),
                read.problems().stream().map(Problem::where).toList());
    }
}
