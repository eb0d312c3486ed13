package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Box;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class VinDrCxrTest extends DatasetContract {
    private static final VinDrCxr READER = new VinDrCxr();
    private static final String ONE = "50a418190bc3fb1ef1633bf9678929b3";
    private static final String TWO = "21a10246a5ec7af151081d0cd6d65dc9";
    private static final String THREE = "9a5094b2563a1ef3ff50dc5c7ff71345";

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Path tables = Files.createDirectories(dir.resolve("annotations"));
        Files.writeString(tables.resolve("image_labels_train.csv"), """
                image_id,rad_id,Aortic enlargement,Nodule/Mass,Pneumonia,Other diseases,No finding
                %1$s,R11,0,0,0,0,1
                %2$s,R8,1,1,0,0,0
                %1$s,R7,0,0,0,0,1
                %2$s,R9,1,0,0,0,0
                %1$s,R10,0,0,0,0,1
                %2$s,R10,1,1,1,0,0
                """.formatted(ONE, TWO));
        Files.writeString(tables.resolve("annotations_train.csv"), """
                image_id,rad_id,class_name,x_min,y_min,x_max,y_max
                %2$s,R8,Nodule/Mass,100.5,200,300.5,500
                %1$s,R11,No finding,,,,
                %2$s,R8,Aortic enlargement,50,60,40,80
                %3$s,R8,Nodule/Mass,1,2,3,4
                """.formatted(ONE, TWO, "not-listed"));
        Files.writeString(tables.resolve("image_labels_test.csv"), """
                image_id,Aortic enlargement,Nodule/Mass,Pneumonia,Other diseases,No finding
                %1$s,0,1,0,0,0
                gone,0,0,0,0,1
                """.formatted(THREE));
        Files.writeString(tables.resolve("annotations_test.csv"), """
                image_id,class_name,x_min,y_min,x_max,y_max
                %1$s,Nodule/Mass,1,2,3,4
                """.formatted(THREE));
        TinyPictures.write(dir.resolve("train/" + ONE + ".dicom"), 12, 10, 1);
        TinyPictures.write(dir.resolve("train/" + TWO + ".dicom"), 12, 10, 2);
        TinyPictures.write(dir.resolve("test/" + THREE + ".dicom"), 12, 10, 3);
    }

    @Test
    void votesOfThreeReadersBecomeLabelsAndFacts() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT, Problem.Kind.UNMATCHED, Problem.Kind.MISSING), read.kinds());
        Study two = read.studies().stream()
                .filter(study -> study.studyId().equals(TWO))
                .findFirst()
                .orElseThrow();
        assertEquals(
                Map.of(
                        "Aortic enlargement", LabelState.POSITIVE,
                        "Nodule/Mass", LabelState.UNCERTAIN,
                        "Pneumonia", LabelState.UNCERTAIN,
                        "Other diseases", LabelState.NEGATIVE,
                        "No finding", LabelState.NEGATIVE),
                two.labels());
        assertEquals(Map.of("votes:Nodule/Mass", "2/3", "votes:Pneumonia", "1/3"), two.meta());
        assertEquals(
                List.of(new Box(100.5, 200, 200, 300, "Nodule/Mass", null, "R8")),
                two.images().getFirst().boxes());
        Study test = read.studies().getLast();
        assertEquals(Split.TEST, test.split());
        assertEquals(LabelState.POSITIVE, test.labels().get("Nodule/Mass"));
    }

    @Test
    void kagglesFormIsOneTable() throws IOException {
        Files.writeString(dir.resolve("train.csv"), """
                image_id,class_name,class_id,rad_id,x_min,y_min,x_max,y_max
                %1$s,No finding,14,R11,,,,
                %2$s,Nodule/Mass,8,R8,100,200,300,500
                %2$s,Nodule/Mass,8,R9,110,210,290,480
                %2$s,No finding,14,R10,,,,
                """.formatted(ONE, TWO));
        Files.writeString(dir.resolve("train_meta.csv"), "image_id,dim0,dim1\n%s,2580,2332\n".formatted(TWO));
        TinyPictures.write(dir.resolve("train/" + ONE + ".png"), 12, 10, 1);
        TinyPictures.write(dir.resolve("train/" + TWO + ".png"), 12, 10, 2);
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(), read.problems());
        Study two = read.studies().stream()
                .filter(study -> study.studyId().equals(TWO))
                .findFirst()
                .orElseThrow();
        assertEquals("2/3", two.meta().get("votes:Nodule/Mass"));
        assertEquals(2, two.images().getFirst().boxes().size());
        assertEquals("R9", two.images().getFirst().boxes().getLast().annotator());
        assertEquals(2332, two.images().getFirst().width());
        assertEquals(2580, two.images().getFirst().height());
        assertEquals(Split.TRAIN, two.split());
        assertEquals(Map.of("images.train", 15_000), READER.expected(dir, ReadOptions.defaults()));
    }
}
