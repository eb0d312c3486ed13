package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

class InspectTest extends DatasetContract {
    private static final Inspect READER = new Inspect();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(
                dir.resolve("labels_20250611.tsv"),
                "impression_id\tpe_positive_nlp\t1_month_mortality\ttte_mortality\n1\tTrue\tCensored\t4\n2\tFalse\tFalse\t\n2\tFalse\tFalse\t\n3\tTrue\tTrue\t\n");
        Files.writeString(
                dir.resolve("study_mapping_20250611.tsv"),
                "impression_id\tperson_id\timage_id\tprocedure_DATETIME\n1\t11\tPE1\t2010-01-01\n2\t12\tPE2\t2011-01-01\n");
        Files.writeString(dir.resolve("splits_20250611.tsv"), "impression_id\tsplit\n1\ttrain\n2\tvalid\n");
        Files.writeString(dir.resolve("impressions.csv"), "impression_id,impressions\n1,\"Made up, no embolism.\"\n");
        Files.createDirectories(dir.resolve("CTPA"));
        Files.createFile(dir.resolve("CTPA/PE1.nii.gz"));
    }

    @Test
    void tablesAreJoinedAndCensoredIsNotNegative() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        Study first = read.studies().getFirst();
        assertEquals("11", first.patientId());
        assertEquals(Split.TRAIN, first.split());
        assertEquals(
                Map.of("pe_positive_nlp", LabelState.POSITIVE, "1_month_mortality", LabelState.BLANK), first.labels());
        assertEquals("Made up, no embolism.", first.report().text(Section.IMPRESSION));
        assertEquals(1, first.volumes().size());
        assertEquals(Split.VAL, read.studies().getLast().split());
        assertEquals(List.of(Problem.Kind.MISSING, Problem.Kind.INCONSISTENT, Problem.Kind.UNMATCHED), read.kinds());
    }

    @Test
    void theOneTableOfTheFirstReleaseIsReadToo() throws IOException {
        Files.writeString(
                dir.resolve("cohort_0.2.0_master_file_anon.csv"),
                "PatientID,StudyTime,impression_id,image_id,split,pe_positive_nlp\n11,2010-01-01,1,PE1,test,True\n");
        Study only = ReadAll.of(READER, dir).studies().getFirst();
        assertEquals("11", only.patientId());
        assertEquals(Split.TEST, only.split());
        assertEquals(Map.of("pe_positive_nlp", LabelState.POSITIVE), only.labels());
    }
}
