package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

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
        assertEquals("Made up.", read.studies().getLast().report().text(Section.IMPRESSION));
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

    @Test
    void theArchiveOfReportsAloneIsASetOfTexts() throws IOException {
        fixture();
        try (var zip = new ZipOutputStream(Files.newOutputStream(dir.resolve("mimic-cxr-reports.zip")))) {
            String name = "files/p10/p10000032/s50414267.txt";
            zip.putNextEntry(new ZipEntry(name));
            zip.write(Files.readAllBytes(dir.resolve(name)));
        }
        Files.move(dir.resolve("files"), dir.resolve("elsewhere"));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.SKIPPED, Problem.Kind.UNMATCHED), read.kinds());
        assertEquals(1, read.studies().size());
        assertEquals(
                "The made-up lungs are clear.",
                read.studies().getFirst().report().text(Section.FINDINGS));
    }
}
