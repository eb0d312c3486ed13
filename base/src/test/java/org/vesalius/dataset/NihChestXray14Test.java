package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.image.Box;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class NihChestXray14Test extends DatasetContract {
    private static final NihChestXray14 READER = new NihChestXray14();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("Data_Entry_2017.csv"), """
                Image Index,Finding Labels,Follow-up #,Patient ID,Patient Age,Patient Gender,View Position,OriginalImage[Width,Height],OriginalImagePixelSpacing[x,y],
                00000061_012.png,Infiltration|Pneumonia,12,61,77,M,AP,3056,2544,0.139,0.139,
                00000061_015.png,No Finding,15,61,414,M,PA,3056,2544,0.139,0.139,
                00000062_000.png,No Finding,0,62,058Y,F,PA,3056,2544,0.139,0.139,
                00000063_000.png,No Finding,0,63,50,F,PA,3056,2544,0.139,0.139,
                """);
        Files.writeString(dir.resolve("BBox_List_2017.csv"), """
                Image Index,Finding Label,Bbox [x,y,w,h],,,
                00000061_012.png,Infiltrate,337.5,509.5,417.25,600.0,,,
                00009999_000.png,Mass,1,2,3,4,,,
                """);
        Files.writeString(dir.resolve("rsna_boxes_for_nih.csv"), """
                nih_image,x,y,w,h,rsna_target,rsna_class,match_mse
                00000061_012.png,667.0,125.0,255.0,749.0,1,Lung Opacity,0.898
                00000062_000.png,,,,,0,Normal,0.5
                """);
        Files.writeString(dir.resolve("test_list.txt"), "00000062_000.png\n");
        Files.writeString(dir.resolve("train_val_list.txt"), "00000061_012.png\n00000061_015.png\n");
        TinyPictures.write(dir.resolve("images_001/images/00000061_012.png"), 32, 32, 1);
        TinyPictures.write(dir.resolve("images_012/images/00000061_015.png"), 32, 32, 2);
        TinyPictures.write(dir.resolve("images/00000062_000.png"), 32, 32, 3);
    }

    @Test
    void labelsBoxesAndFactsComeFromAllTables() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT, Problem.Kind.MISSING, Problem.Kind.UNMATCHED), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals("00000061", first.patientId());
        assertEquals(Split.TRAIN, first.split());
        assertEquals(15, first.labels().size());
        assertEquals(LabelState.POSITIVE, first.labels().get("Pneumonia"));
        assertEquals(LabelState.NEGATIVE, first.labels().get("Hernia"));
        assertEquals(LabelState.NEGATIVE, first.labels().get("No Finding"));
        StudyImage film = first.images().getFirst();
        assertEquals(1024, film.width());
        assertEquals(
                List.of(
                        new Box(337.5, 509.5, 417.25, 514.5, "Infiltration", null, "NIH"),
                        new Box(667, 125, 255, 749, "Lung Opacity", null, "RSNA")),
                film.boxes());
        assertEquals("3056", first.meta().get("original_width"));
        assertNull(read.studies().get(1).meta().get("age"));
        Study third = read.studies().get(2);
        assertEquals("58", third.meta().get("age"));
        assertEquals("Normal", third.meta().get("rsna_class"));
        assertEquals(Split.TEST, third.split());
    }

    @Test
    void theRealCopyHasItsKnownCounts() throws IOException {
        ReadAll read = ReadAll.of(READER, RealData.folder("nih-cxr14"));
        assertEquals(List.of(), read.problems());
        assertEquals(1000, read.studies().size());
        assertEquals(
                682, read.studies().stream().map(Study::patientId).distinct().count());
        assertEquals(500, positives(read, "No Finding"));
        assertEquals(500, positives(read, "Pneumonia"));
        assertEquals(3, positives(read, "Hernia"));
        assertEquals(8, positives(read, "Fibrosis"));
        assertEquals(10, positives(read, "Emphysema"));
        assertEquals(12, positives(read, "Pneumothorax"));
        List<Box> boxes = read.studies().stream()
                .flatMap(study -> study.images().getFirst().boxes().stream())
                .toList();
        assertEquals(
                49, boxes.stream().filter(box -> "NIH".equals(box.annotator())).count());
        assertEquals(
                205,
                boxes.stream().filter(box -> "RSNA".equals(box.annotator())).count());
        assertTrue(boxes.stream().allMatch(box -> box.right() <= 1024 && box.bottom() <= 1024));
    }

    private static long positives(ReadAll read, String label) {
        return read.studies().stream()
                .filter(study -> study.labels().get(label) == LabelState.POSITIVE)
                .count();
    }
}
