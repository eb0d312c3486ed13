package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Section;

class MsCxrTest extends DatasetContract {
    private static final MsCxr READER = new MsCxr();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        MimicFixture.files(dir, ".jpg");
        Files.writeString(dir.resolve("MS_CXR_Local_Alignment_v1.1.0.csv"), """
                category_name,label_text,path,x,y,w,h,dicom_id,image_width,image_height,split
                Pneumonia,"made-up phrase, with a comma",%4$s%1$s.jpg,100,200,300,400,%1$s,2544,3056,train
                Edema,another,%5$s%2$s.jpg,1,2,3,4,%2$s,3056,2544,test
                Pneumonia,"made-up phrase, with a comma",%4$s%1$s.jpg,1100,200,310,410,%1$s,2544,3056,train
                Pneumothorax,lost,%6$s%3$s.jpg,1,2,3,4,%3$s,100,100,test
                """.formatted(
                        MimicFixture.A,
                        MimicFixture.C,
                        MimicFixture.D,
                        MimicFixture.P1,
                        MimicFixture.P1_LATER,
                        MimicFixture.P2));
    }

    @Test
    void aPhraseMayHaveSeveralBoxes() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.UNMATCHED), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals("10000032", first.patientId());
        assertEquals(MimicFixture.A, first.studyId());
        assertEquals(Split.TRAIN, first.split());
        String phrase = "made-up phrase, with a comma";
        assertEquals(
                List.of(
                        new Box(100, 200, 300, 400, "Pneumonia", phrase, null),
                        new Box(1100, 200, 310, 410, "Pneumonia", phrase, null)),
                first.images().getFirst().boxes());
        assertEquals(2544, first.images().getFirst().width());
        assertEquals("The made-up lungs are clear.", first.report().text(Section.FINDINGS));
    }

    @Test
    void theCocoFileHoldsTheSame() throws IOException {
        fixture();
        List<Study> table = ReadAll.of(READER, dir).studies();
        Files.delete(dir.resolve("MS_CXR_Local_Alignment_v1.1.0.csv"));
        Files.writeString(dir.resolve("MS_CXR_Local_Alignment_v1.1.0.json"), """
                {"info": {"year": "2022"}, "licenses": [],
                 "categories": [{"id": 1, "name": "Pneumonia"}, {"id": 2, "name": "Edema"}],
                 "images": [{"id": 10, "file_name": "%1$s.jpg", "width": 2544, "height": 3056, "path": "%3$s%1$s.jpg", "split": "train"},
                            {"id": 11, "file_name": "%2$s.jpg", "width": 3056, "height": 2544, "path": "%4$s%2$s.jpg", "split": "test"}],
                 "annotations": [{"id": 1, "category_id": 1, "image_id": 10, "bbox": [100, 200, 300, 400], "label_text": "made-up phrase, with a comma"},
                                 {"id": 2, "category_id": 2, "image_id": 11, "bbox": [1, 2, 3, 4], "label_text": "another"},
                                 {"id": 3, "category_id": 1, "image_id": 10, "bbox": [1100, 200, 310, 410], "label_text": "made-up phrase, with a comma"},
                                 {"id": 4, "category_id": 1, "image_id": 99, "bbox": [1, 2, 3, 4]}]}
                """.formatted(
                        MimicFixture.A, MimicFixture.C, MimicFixture.P1, MimicFixture.P1_LATER));
        ReadAll json = ReadAll.of(READER, dir);
        assertEquals(table, json.studies());
        assertEquals(List.of(Problem.Kind.UNMATCHED), json.kinds());
    }

    @Test
    void theFilmsMayLieElsewhereAndAreAskedForWhenTheyDoNot() throws IOException {
        fixture();
        Path mimic = Files.createDirectories(dir.resolve("mimic"));
        Files.move(dir.resolve("files"), mimic.resolve("files"));
        assertThrows(InputException.class, () -> ReadAll.of(READER, dir));
        List<Study> studies = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("mimic", mimic.toString()), studies::add, _ -> {});
        assertEquals(2, studies.size());
    }
}
