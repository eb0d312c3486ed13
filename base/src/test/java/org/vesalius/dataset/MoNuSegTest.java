package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.io.Problem;
import org.vesalius.report.Section;

class MoNuSegTest extends DatasetContract {
    private static final MoNuSeg READER = new MoNuSeg();

    @Override
    Dataset reader() {
        return READER;
    }

    private void part(String part, String stem, String sentence) throws IOException {
        Path folder = dir.resolve(part + "_Folder");
        TinyPictures.write(folder.resolve("img/" + stem + ".tif"), 6, 6, stem.hashCode());
        TinyPictures.write(folder.resolve("labelcol/" + stem + ".png"), 6, 6, 1);
        TinyXlsx.write(
                folder.resolve(part + "_text.xlsx"),
                List.of(List.of("Image", "Description"), List.of(stem + ".png", sentence)));
    }

    @Override
    void fixture() throws IOException {
        part("Train", "TCGA-18-5592-01Z-00-DX1", "A made up sentence.");
        part("Val", "TCGA-21-5784-01Z-00-DX1", "A made up sentence.");
        part("Test", "TCGA-99-0000-01Z-00-DX1", "A made up sentence.");
    }

    @Test
    void pictureMaskAndSentenceAreJoinedByTheMasksName() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(), read.problems());
        Study first = read.studies().getFirst();
        assertEquals("TCGA-18-5592", first.patientId());
        assertEquals("A made up sentence.", first.report().text(Section.TEXT));
        assertEquals(
                List.of(StudyMask.file("nuclei", dir.resolve("Train_Folder/labelcol/TCGA-18-5592-01Z-00-DX1.png"))),
                first.images().getFirst().masks());
        assertEquals(
                List.of(Split.TRAIN, Split.VAL, Split.TEST),
                read.studies().stream().map(Study::split).toList());
    }

    @Test
    void whatLacksItsOtherHalfIsNamed() throws IOException {
        fixture();
        TinyPictures.write(dir.resolve("Val_Folder/img/TCGA-77-0000-01Z.png"), 6, 6, 4);
        Files.delete(dir.resolve("Train_Folder/img/TCGA-18-5592-01Z-00-DX1.tif"));
        Files.delete(dir.resolve("Test_Folder/labelcol/TCGA-99-0000-01Z-00-DX1.png"));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of(Problem.Kind.MISSING, Problem.Kind.UNMATCHED, Problem.Kind.MISSING, Problem.Kind.MISSING),
                read.kinds());
        assertEquals(3, read.studies().size());
    }

    @Test
    void theRealCopyHasItsKnownCounts() throws IOException {
        Path real = RealData.folder("monuseg-lvit");
        assertTrue(READER.recognises(real));
        ReadAll read = ReadAll.of(READER, real);
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds(), "the test part is not there");
        assertEquals(
                24,
                read.studies().stream()
                        .filter(study -> study.split() == Split.TRAIN)
                        .count());
        assertEquals(
                6,
                read.studies().stream()
                        .filter(study -> study.split() == Split.VAL)
                        .count());
        for (Study study : read.studies()) {
            assertTrue(study.report().has(Section.TEXT));
            assertEquals(1, study.images().getFirst().masks().size());
        }
    }
}
