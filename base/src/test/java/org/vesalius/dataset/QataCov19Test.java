package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class QataCov19Test extends DatasetContract {
    private static final QataCov19 READER = new QataCov19();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        for (String part : List.of("Train", "Val", "Test")) {
            Path folder = dir.resolve(part + "_Folder");
            TinyPictures.write(folder.resolve("img/" + part + "_1.png"), 6, 6, part.hashCode());
            TinyPictures.write(folder.resolve("labelcol/mask_" + part + "_1.png"), 6, 6, 1);
            TinyXlsx.write(
                    folder.resolve(part + "_text.xlsx"),
                    List.of(
                            List.of("Image", "Description"),
                            List.of("mask_" + part + "_1.png", "One made up area."),
                            List.of("mask_" + part + "_1.png", "Twice.")));
        }
    }

    @Test
    void aMaskHasItsPicturesNameBehindAWord() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("Train_1", "Val_1", "Test_1"),
                read.studies().stream().map(Study::studyId).toList());
        assertEquals(
                List.of(StudyMask.file("COVID-19 infection", dir.resolve("Val_Folder/labelcol/mask_Val_1.png"))),
                read.studies().get(1).images().getFirst().masks());
        assertEquals(
                List.of(Problem.Kind.INCONSISTENT, Problem.Kind.INCONSISTENT, Problem.Kind.INCONSISTENT),
                read.kinds(),
                "the second row of the same mask");
    }
}
