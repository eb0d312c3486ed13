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
import org.vesalius.report.Section;

class EyeGazeTest extends DatasetContract {
    private static final EyeGaze READER = new EyeGaze();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        MimicFixture.files(dir, ".dcm");
        Files.writeString(dir.resolve("master_sheet.csv"), """
                dicom_id,path,study_id,patient_id,stay_id,gender,anchor_age,exam_indication,Normal,CHF,pneumonia
                %1$s,%4$s%1$s.dcm,50414267,10000032,1,F,52,made up,0,1,0
                %2$s,%5$s%2$s.dcm,53189527,10000032,1,F,52,,1,0,0
                %3$s,%6$s%3$s.dcm,55368167,19999987,1,M,30,,0,0,1
                """.formatted(
                        MimicFixture.A,
                        MimicFixture.C,
                        MimicFixture.D,
                        MimicFixture.P1,
                        MimicFixture.P1_LATER,
                        MimicFixture.P2));
        Files.writeString(dir.resolve("bounding_boxes.csv"), """
                dicom_id,bbox_name,x1,x2,y1,y2
                %1$s,cardiac silhouette,100,900,200,1200
                elsewhere,trachea,1,2,3,4
                """.formatted(MimicFixture.A));
        Files.writeString(dir.resolve("fixations.csv"), """
                DICOM_ID,SESSION_ID,FPOGX,FPOGY,FPOGD,FPOGID,X_ORIGINAL,Y_ORIGINAL
                %1$s,1,0.5,0.5,0.25,1,1000,1200
                %1$s,1,0.6,0.5,0.50,2,1100,1200
                """.formatted(MimicFixture.A));
        Path said = Files.createDirectories(dir.resolve("audio_segmentation_transcripts/" + MimicFixture.A));
        Files.writeString(
                said.resolve("transcript.json"),
                "{\"full_text\": \"made up and dictated\", \"time_stamped_text\": []}");
    }

    @Test
    void filmsHaveClassesBoxesGazeAndWhatWasSaid() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.UNMATCHED, Problem.Kind.UNMATCHED), read.kinds());
        Study first = read.studies().stream()
                .filter(study -> study.studyId().equals(MimicFixture.A))
                .findFirst()
                .orElseThrow();
        assertEquals(
                Map.of(
                        "Normal", LabelState.NEGATIVE,
                        "CHF", LabelState.POSITIVE,
                        "Pneumonia", LabelState.NEGATIVE),
                first.labels());
        assertEquals(
                List.of(new Box(100, 200, 800, 1000, "cardiac silhouette", null, null)),
                first.images().getFirst().boxes());
        assertEquals("2", first.meta().get("fixations"));
        assertEquals("0.75", first.meta().get("fixation_seconds"));
        assertEquals("made up and dictated", first.report().text());
    }

    @Test
    void withoutATranscriptTheReportIsThatOfMimicCxr() throws IOException {
        fixture();
        Study second = ReadAll.of(READER, dir).studies().stream()
                .filter(study -> study.studyId().equals(MimicFixture.C))
                .findFirst()
                .orElseThrow();
        assertEquals("Made-up edema.", second.report().text(Section.FINDINGS));
    }
}
