package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

class CtReportsTest extends DatasetContract {
    private static final CtReports READER = new CtReports();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.createDirectories(dir.resolve("train/train_1/train_1_a"));
        Files.createDirectories(dir.resolve("valid"));
        Files.createFile(dir.resolve("train/train_1/train_1_a/train_1_a_1.nii.gz"));
        Files.createFile(dir.resolve("train/train_1/train_1_a/train_1_a_2.nii.gz"));
        Files.createFile(dir.resolve("valid/valid_7_b_1.nii.gz"));
        Path texts = Files.createDirectories(dir.resolve("radiology_text_reports"));
        String head = "VolumeName,ClinicalInformation_EN,Technique_EN,Findings_EN,Impressions_EN\n";
        Files.writeString(
                texts.resolve("train_reports.csv"),
                head + "train_1_a_1.nii.gz,Not given.,Plain.,Findings made up.,Nothing.\n"
                        + "train_1_a_2.nii.gz,Not given.,Plain.,Findings made up.,Nothing.\ntrain_9_a_1.nii.gz,,,x,y\n");
        Files.writeString(
                texts.resolve("validation_reports.csv"), head + "valid_7_b_1.nii.gz,Cough.,,Findings made up.,\n");
        Files.createDirectories(dir.resolve("multi_abnormality_labels"));
        Files.writeString(
                dir.resolve("multi_abnormality_labels/train_predicted_labels.csv"),
                "VolumeName,Lung nodule,Emphysema\ntrain_1_a_1.nii.gz,1,0\n");
    }

    @Test
    void reconstructionsOfOneExaminationAreVolumesOfOneStudy() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        Study first = read.studies().getFirst();
        assertEquals("train_1", first.patientId());
        assertEquals("train_1_a", first.studyId());
        assertEquals(2, first.volumes().size());
        assertEquals("Nothing.", first.report().text(Section.IMPRESSION));
        assertTrue(!first.report().has(Section.INDICATION));
        assertEquals(Map.of("Lung nodule", LabelState.POSITIVE, "Emphysema", LabelState.NEGATIVE), first.labels());
        assertEquals(Split.VAL, read.studies().getLast().split());
        assertEquals("Cough.", read.studies().getLast().report().text(Section.INDICATION));
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
    }

    @Test
    void ownVolumesHaveATextOfTheirNameBesideThem() throws IOException {
        Files.createDirectories(dir.resolve("p1"));
        Files.createFile(dir.resolve("p1/a.nii.gz"));
        Files.write(dir.resolve("p1/a.txt"), "IMPRESSION: Made up \u00e9.".getBytes(StandardCharsets.ISO_8859_1));
        Files.createFile(dir.resolve("b.nii"));
        assertTrue(READER.recognises(dir));
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals("p1", read.studies().getFirst().patientId());
        assertTrue(read.studies().getFirst().report().text(Section.IMPRESSION).startsWith("Made up"));
        assertEquals(List.of(Problem.Kind.UNMATCHED), read.kinds());
    }
}
