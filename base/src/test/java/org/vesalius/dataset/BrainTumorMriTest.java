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
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class BrainTumorMriTest extends DatasetContract {
    private static final BrainTumorMri READER = new BrainTumorMri();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        for (String name : BrainTumorMri.CLASSES) {
            TinyPictures.write(dir.resolve("Training/" + name + "_tumor/a (1).jpg"), 4, 4, 1);
            Files.createDirectories(dir.resolve("Testing/" + name + "_tumor"));
        }
        TinyPictures.write(dir.resolve("Testing/no_tumor/a (1).jpg"), 4, 4, 2);
    }

    @Test
    void theFolderIsTheClassAndTheSplit() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(), read.problems());
        assertEquals(5, read.studies().size());
        assertEquals(
                Map.of(
                        "glioma", LabelState.POSITIVE,
                        "meningioma", LabelState.NEGATIVE,
                        "no", LabelState.NEGATIVE,
                        "pituitary", LabelState.NEGATIVE),
                read.studies().getFirst().labels());
        assertEquals("Testing/no_tumor/a (1).jpg", read.studies().getLast().studyId());
        assertEquals(Split.TEST, read.studies().getLast().split());
    }

    @Test
    void theRealCopyHasItsKnownCounts() throws IOException {
        Path real = RealData.folder("brain-tumor-mri");
        assertTrue(READER.recognises(real));
        ReadAll read = ReadAll.of(READER, real);
        assertEquals(400, read.studies().size());
        assertEquals(4, read.problems().size(), "the four folders of the test part");
        assertTrue(read.kinds().stream().allMatch(kind -> kind == Problem.Kind.MISSING));
        for (String name : BrainTumorMri.CLASSES) {
            assertTrue(read.studies().stream().anyMatch(study -> study.labels().get(name) == LabelState.POSITIVE));
        }
    }
}
