package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MosMedDataTest extends DatasetContract {
    private static final MosMedData READER = new MosMedData();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        for (String part : List.of("Train", "Val", "Test")) {
            Path folder = dir.resolve(part + "_Folder");
            String stem = "Morozov_study_" + part + "_12";
            TinyPictures.write(folder.resolve("img/" + stem + ".png"), 6, 6, part.hashCode());
            TinyPictures.write(folder.resolve("labelcol/" + stem + ".png"), 6, 6, 1);
            TinyXlsx.write(
                    folder.resolve(part + "_text.xlsx"),
                    List.of(List.of("Image", "Description"), List.of(stem + ".png", "One made up area.")));
        }
    }

    @Test
    void aSliceBelongsToItsScan() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(), read.problems());
        assertEquals("Morozov_study_Train", read.studies().getFirst().patientId());
        assertEquals("Morozov_study_Train_12", read.studies().getFirst().studyId());
        assertEquals(View.AXIAL, read.studies().getFirst().images().getFirst().view());
    }
}
