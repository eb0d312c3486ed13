package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class MimicCxrTest extends DatasetContract {
    private static final MimicCxr READER = new MimicCxr();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        MimicFixture.files(dir, ".dcm");
        MimicFixture.zipped(
                dir.resolve("cxr-record-list.csv.gz"), """
                subject_id,study_id,dicom_id,path
                10000032,50414267,%2$s,%1$s%2$s.dcm
                10000032,50414267,%3$s,%1$s%3$s.dcm
                10000032,53189527,gone,files/p10/p10000032/s53189527/gone.dcm
                """.formatted(MimicFixture.P1, MimicFixture.A, MimicFixture.B));
    }

    @Test
    void filmsAndReportsAreReadWithoutTheOtherTables() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals(2, first.images().size());
        assertEquals(View.UNKNOWN, first.images().getFirst().view());
        assertNull(first.split());
        assertEquals("Made up.", read.studies().getLast().report().text(org.vesalius.report.Section.IMPRESSION));
    }

    @Test
    void theTablesOfTheOtherFormAreJoined() throws IOException {
        fixture();
        Path tables = Files.createDirectories(dir.resolve("jpg"));
        MimicFixture.tables(tables);
        List<Study> studies = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("tables", tables.toString()), studies::add, _ -> {});
        Study first = studies.getFirst();
        assertEquals(Split.TRAIN, first.split());
        assertEquals(View.LATERAL, first.images().getLast().view());
        assertEquals(LabelState.POSITIVE, first.labels().get("Cardiomegaly"));
    }
}
