package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class PictureFolderTest extends DatasetContract {
    private static final PictureFolder READER = new PictureFolder();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        for (String name : List.of("p1/a", "p1/b", "p2/c", "alone")) {
            TinyPictures.write(dir.resolve(name + ".png"), 12, 10, name.hashCode());
        }
        for (String name : List.of("p1/a", "p2/c", "alone", "p2/lost")) {
            Files.writeString(dir.resolve(name + ".txt"), "Made up: " + name);
        }
    }

    @Test
    void pairsAreFoundAndWhatIsSingleIsListed() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(4, read.studies().size());
        assertEquals(List.of(Problem.Kind.UNMATCHED, Problem.Kind.UNMATCHED), read.kinds());
        assertEquals(
                List.of("alone.png", "p1", "p1", "p2"),
                read.studies().stream().map(Study::patientId).toList());
    }

    @Test
    void aSubfolderCanBeALabel() throws IOException {
        fixture();
        List<Study> studies = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("subfolder", "label"), studies::add, _ -> {});
        assertEquals(Map.of("p1", LabelState.POSITIVE), studies.get(1).labels());
        assertEquals(4, studies.stream().map(Study::patientId).distinct().count());
    }
}
