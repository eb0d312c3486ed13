package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class VqaMed2021Test extends DatasetContract {
    private static final VqaMed2021 READER = new VqaMed2021();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Path train = Files.createDirectories(dir.resolve("VQAMed2020-VQAnswering-TrainingSet"));
        Files.writeString(
                train.resolve("VQAnswering_2020_Train_QA_pairs.txt"), "synpic1|what is abnormal?|a made up thing\n");
        TinyPictures.write(train.resolve("VQAnswering_2020_Train_images/synpic1.jpg"), 4, 4, 1);
        Path val = Files.createDirectories(dir.resolve("VQA-Med-2021-Tasks-1-2-NewValidationSets"));
        Files.writeString(
                val.resolve("VQA-Med-2021-VQAnswering-Task1-New-ValidationSet.txt"), "synpic2|is it normal?|no\n");
        TinyPictures.write(val.resolve("ImageCLEF-2021-VQA-Med-New-Validation-Images/synpic2.jpg"), 4, 4, 2);
        Path test = Files.createDirectories(dir.resolve("Task1-VQA-2021-TestSet-w-GroundTruth"));
        Files.writeString(
                test.resolve("Task1-VQA-2021-TestSet-Questions.txt"),
                "synpic3|what is abnormal?\nsynpic4|what is abnormal?\nsynpic5|what is abnormal?\n");
        Files.writeString(
                test.resolve("Task1-VQA-2021-TestSet-ReferenceAnswers.txt"),
                "synpic3|one|another|a third\nsynpic5|one\n");
        TinyPictures.write(test.resolve("VQA-500-Images/synpic3.jpg"), 4, 4, 3);
        TinyPictures.write(test.resolve("VQA-500-Images/synpic4.jpg"), 4, 4, 4);
    }

    @Test
    void partsAreReadAndTestAnswersJoinedByImage() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of(Split.VAL, Split.TRAIN, Split.TEST),
                read.studies().stream().map(Study::split).toList());
        Question tested = read.studies().getLast().questions().getFirst();
        assertEquals("one", tested.answer());
        assertEquals(List.of("another", "a third"), tested.alternatives());
        assertEquals(true, read.studies().getFirst().questions().getFirst().closed());
    }

    @Test
    void aQuestionWithoutAnswerAndOneWithoutPictureAreNamed() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.UNMATCHED, Problem.Kind.MISSING), read.kinds());
        assertEquals(
                List.of("task1-vqa-2021-testset-questions.txt, line 2", "task1-vqa-2021-testset-questions.txt, line 3"),
                read.problems().stream().map(Problem::where).toList());
    }
}
