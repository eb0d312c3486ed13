package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class RadFusionTest extends DatasetContract {
    private static final RadFusion READER = new RadFusion();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(
                dir.resolve("Labels.csv"),
                "idx,label,pe_type,split\n1,1,central,train\n2,0,,test\n3,0,,val\n4,0,,elsewhere\n");
        Files.writeString(dir.resolve("Demographics.csv"), "idx,Age,Sex Female\n1,60,1\n");
        for (int i : new int[] {1, 2, 4}) {
            Files.createFile(dir.resolve(i + ".npy"));
        }
    }

    @Test
    void volumesHaveTheirLabelSplitAndFacts() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                Map.of("age", "60", "sex_female", "1", "pe_type", "central"),
                read.studies().getFirst().meta());
        assertEquals(
                Map.of(RadFusion.LABEL, LabelState.POSITIVE),
                read.studies().getFirst().labels());
        assertEquals(Split.TEST, read.studies().getLast().split());
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.INCONSISTENT), read.kinds());
    }
}
