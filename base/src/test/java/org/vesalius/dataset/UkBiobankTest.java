package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class UkBiobankTest extends DatasetContract {
    private static final UkBiobank READER = new UkBiobank();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("ukb1.csv"), """
                "eid","31-0.0","21003-0.0","21003-2.0","20116-0.0"
                "1000001","0","50","60","2"
                "1000002","1","55","",""
                "-5","1","55","",""
                """);
        Path bulk = Files.createDirectories(dir.resolve("bulk"));
        TinyPictures.write(bulk.resolve("1000001_21015_0_0.png"), 4, 4, 1);
        Files.createFile(bulk.resolve("1000001_20252_2_0.nii.gz"));
        TinyPictures.write(bulk.resolve("1000009_21015_0_0.png"), 4, 4, 2);
    }

    @Test
    void aVisitHasItsPicturesAndItsFacts() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("1000001_0", "1000001_2", "1000002_0"),
                read.studies().stream().map(Study::studyId).toList());
        assertEquals(Map.of("sex", "F", "age", "50"), read.studies().getFirst().meta());
        assertEquals(Map.of("sex", "F", "age", "60"), read.studies().get(1).meta());
        assertEquals("21015_0", read.studies().getFirst().images().getFirst().imageId());
        assertEquals("20252_0", read.studies().get(1).volumes().getFirst().volumeId());
        assertEquals(List.of(Problem.Kind.SKIPPED, Problem.Kind.UNMATCHED), read.kinds());
    }

    @Test
    void theOtherFormAndOtherFieldsAreReadToo() throws IOException {
        Files.writeString(dir.resolve("ukb1.tab"), "f.eid\tf.31.0.0\tf.20116.0.0\n1\t1\t2\n");
        List<Study> studies = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("fields", "20116"), studies::add, _ -> {});
        assertEquals(Map.of("field_20116", "2"), studies.getFirst().meta());
    }
}
