package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class TcgaTest extends DatasetContract {
    private static final Tcga READER = new Tcga();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("gdc_manifest_2024.txt"), """
                id\tfilename\tmd5\tsize\tstate
                u1\tTCGA-AA-0001-01Z-00-DX1.svs\tx\t1\treleased
                u2\texpression.tsv\tx\t1\treleased
                u3\tTCGA-AA-0002-01A-01-TS1.svs\tx\t1\treleased
                u4\tunknown.tsv\tx\t1\treleased
                u5\tTCGA-AA-0003-01A-01-TS1.svs\tx\t1\treleased
                """);
        Files.writeString(
                dir.resolve("gdc_sample_sheet.tsv"), "File ID\tFile Name\tCase ID\nu2\texpression.tsv\tTCGA-AA-0001\n");
        Files.writeString(
                dir.resolve("clinical.tsv"),
                "case_submitter_id\tgender\tage_at_index\tvital_status\tdays_to_death\nTCGA-AA-0001\tfemale\t61\tAlive\t'--\nTCGA-AA-0001\tfemale\t99\tAlive\t'--\n");
        TinyPictures.write(dir.resolve("u1/TCGA-AA-0001-01Z-00-DX1.svs"), 4, 4, 1);
        Files.writeString(Files.createDirectories(dir.resolve("u2")).resolve("expression.tsv"), "x");
        TinyPictures.write(dir.resolve("TCGA-AA-0002-01A-01-TS1.svs"), 4, 4, 2);
    }

    @Test
    void aCaseHasItsSlidesAndFacts() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("TCGA-AA-0001", "TCGA-AA-0002"),
                read.studies().stream().map(Study::patientId).toList());
        assertEquals(
                Map.of("sex", "female", "age", "61", "vital_status", "Alive", "files_tsv", "1"),
                read.studies().getFirst().meta());
        assertEquals(1, read.studies().getFirst().images().size());
        assertEquals(List.of(Problem.Kind.UNMATCHED, Problem.Kind.MISSING), read.kinds());
    }
}
