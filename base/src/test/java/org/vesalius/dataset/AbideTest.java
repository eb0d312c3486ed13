package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class AbideTest extends DatasetContract {
    private static final Abide READER = new Abide();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("Phenotypic_V1_0b_preprocessed1.csv"), """
                ,SITE_ID,SUB_ID,FILE_ID,DX_GROUP,AGE_AT_SCAN,SEX,FIQ
                1,PITT,50002,no_filename,1,16.77,1,-9999
                2,PITT,50003,Pitt_0050003,1,24.45,2,124
                3,PITT,50004,Pitt_0050004,2,19.09,1,113
                """);
        Path outputs = Files.createDirectories(dir.resolve("Outputs/cpac/filt_global/reho"));
        Files.createFile(outputs.resolve("Pitt_0050003_reho.nii.gz"));
        Files.createFile(outputs.resolve("Pitt_00500031_reho.nii.gz"));
        Files.createFile(outputs.resolve("Pitt_0050003_alff.nii.gz"));
    }

    @Test
    void participantsHaveDiagnosisFactsAndVolumes() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                Map.of("site", "PITT", "age", "16.77", "sex", "M"),
                read.studies().getFirst().meta());
        assertEquals(
                Map.of(Abide.LABEL, LabelState.POSITIVE),
                read.studies().getFirst().labels());
        assertEquals(
                Map.of(Abide.LABEL, LabelState.NEGATIVE),
                read.studies().getLast().labels());
        assertEquals(2, read.studies().get(1).volumes().size(), "of the longer number none");
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.MISSING), read.kinds());
    }
}
