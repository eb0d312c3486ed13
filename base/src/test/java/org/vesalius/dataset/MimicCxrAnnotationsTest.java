package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Box;
import org.vesalius.io.Problem;

class MimicCxrAnnotationsTest extends DatasetContract {
    private static final MimicCxrAnnotations READER = new MimicCxrAnnotations();

    @Override
    Dataset reader() {
        return READER;
    }

    /** The set with a record list of its films beside it, so that it is not taken for MIMIC-CXR-JPG. */
    @Override
    void fixture() throws IOException {
        MimicFixture.files(dir, ".jpg");
        Files.writeString(
                dir.resolve("mimic-cxr-2.0.0-split.csv"),
                "dicom_id,study_id,subject_id,split\n%s,50414267,10000032,train\n%s,53189527,10000032,train\n"
                        .formatted(MimicFixture.A, MimicFixture.C));
        Path folder = Files.createDirectories(dir.resolve("annotations"));
        Files.writeString(folder.resolve("221v2hiqualnihsplit.json"), """
                {"images": [{"id": 1, "file_name": "%1$s.jpg", "width": 2544, "height": 3056},
                            {"id": 2, "file_name": "x_%2$s.jpg", "width": 3056, "height": 2544},
                            {"id": 3, "file_name": "%3$s.jpg", "width": 9, "height": 9},
                            {"id": 4, "file_name": "nothing.jpg", "width": 9, "height": 9}],
                 "categories": [{"id": 5, "name": "Pneumonia"}],
                 "annotations": [{"id": 1, "image_id": 1, "category_id": 5, "bbox": [1, 2, 3, 4], "metadata": {"phrase": "made up"}},
                                 {"id": 2, "image_id": 2, "category_id": 5, "bbox": [5, 6, 7, 8], "metadata": {}},
                                 {"id": 3, "image_id": 3, "category_id": 5, "bbox": [5, 6, 7, 8], "metadata": {}},
                                 {"id": 4, "image_id": 4, "category_id": 5, "bbox": [5, 6, 7, 8], "metadata": {}}]}
                """.formatted(
                        MimicFixture.A, MimicFixture.C, MimicFixture.D));
    }

    @Test
    void filmsAreFoundByTheTableOfTheBaseSet() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT, Problem.Kind.UNMATCHED), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals("10000032", first.patientId());
        assertEquals(
                List.of(new Box(1, 2, 3, 4, "Pneumonia", "made up", null)),
                first.images().getFirst().boxes());
        assertEquals(2544, first.images().getFirst().width());
    }

    @Test
    void theFlattenedTableIsReadToo() throws IOException {
        fixture();
        Files.delete(dir.resolve("annotations/221v2hiqualnihsplit.json"));
        Files.writeString(dir.resolve("mimic-cxr-annotation.csv"), """
                dicom_id,report,label_text_start,label_text_end,label_text,name,width_x,height_x,area,bbox
                %1$s,"A made-up
                report.",2,9,made-up,Pneumonia,2544,3056,12,"[1.0, 2.0, 3.0, 4.0]"
                %1$s,,,,,Pneumonia,,,,"[1.0, 2.0]"
                """.formatted(MimicFixture.A));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT), read.kinds());
        assertEquals(
                List.of(new Box(1, 2, 3, 4, "Pneumonia", "made-up", null)),
                read.studies().getFirst().images().getFirst().boxes());
    }
}
