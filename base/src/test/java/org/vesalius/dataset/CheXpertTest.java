package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class CheXpertTest extends DatasetContract {
    private static final CheXpert READER = new CheXpert();
    private static final String HEADER =
            "Path,Sex,Age,Frontal/Lateral,AP/PA,No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Opacity,Lung Lesion,Edema,Consolidation,Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture,Support Devices\n";

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        Files.writeString(dir.resolve("train.csv"), HEADER + """
                CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg,Female,68,Frontal,AP,1.0,,,,,,,,,0.0,,,,1.0
                CheXpert-v1.0-small/train/patient00002/study2/view1_frontal.jpg,Unknown,0,Frontal,PA,,,,-1.0,,,,,,,1.0,,,
                CheXpert-v1.0-small/train/patient00002/study2/view2_lateral.jpg,Unknown,0,Lateral,,,,,-1.0,,,,,,,1.0,,,
                CheXpert-v1.0-small/train/patient00002/study10/view1_frontal.jpg,Female,87,Frontal,AP,,,0.0,,,1.0,,,,,,,,
                CheXpert-v1.0-small/train/patient00003/study1/view1_frontal.jpg,Male,41,Frontal,AP,,,,,,1.0,,,,,,,,
                """);
        Files.writeString(dir.resolve("valid.csv"), HEADER + """
                CheXpert-v1.0-small/valid/patient64541/study1/view1_frontal.jpg,Male,73,Frontal,AP,0.0,1.0,1.0,1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0
                """);
        for (String film : List.of(
                "train/patient00001/study1/view1_frontal",
                "train/patient00002/study2/view1_frontal",
                "train/patient00002/study2/view2_lateral",
                "train/patient00002/study10/view1_frontal",
                "valid/patient64541/study1/view1_frontal")) {
            TinyPictures.write(dir.resolve(film + ".jpg"), 12, 10, film.hashCode());
        }
    }

    private List<Study> read(String subset) throws IOException {
        List<Study> studies = new ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("subset", subset), studies::add, _ -> {});
        return studies;
    }

    @Test
    void visitsHaveTheirViewsAndLabels() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
        assertEquals("train.csv, row 5", read.problems().getFirst().where());
        assertEquals(
                List.of("patient00001_study1", "patient00002_study2", "patient00002_study10", "patient64541_study1"),
                read.studies().stream().map(Study::studyId).toList());
        Study second = read.studies().get(1);
        assertEquals(
                List.of(View.PA, View.LATERAL),
                second.images().stream().map(StudyImage::view).toList());
        assertEquals(LabelState.UNCERTAIN, second.labels().get("Lung Opacity"));
        assertEquals(LabelState.BLANK, second.labels().get("Lung Lesion"));
        assertNull(second.meta().get("age"));
        assertNull(second.meta().get("sex"));
        assertEquals(Split.VAL, read.studies().getLast().split());
    }

    @Test
    void labelsAreFoundByNameInAnyOrder() throws IOException {
        fixture();
        String swapped = Files.readString(dir.resolve("train.csv"))
                .replace("Lung Opacity,Lung Lesion", "Lung Lesion,Lung Opacity");
        Files.writeString(dir.resolve("train.csv"), swapped);
        Study second = ReadAll.of(READER, dir).studies().get(1);
        assertEquals(LabelState.UNCERTAIN, second.labels().get("Lung Lesion"));
    }

    @Test
    void theFolderAboveIsRecognisedToo() throws IOException {
        fixture();
        java.nio.file.Path small = Files.createDirectories(dir.resolve("above")).resolve("CheXpert-v1.0-small");
        Files.createDirectories(small);
        for (String part : List.of("train", "valid", "train.csv", "valid.csv")) {
            Files.move(dir.resolve(part), small.resolve(part));
        }
        assertTrue(READER.recognises(dir.resolve("above")));
        assertEquals(4, ReadAll.of(READER, dir.resolve("above")).studies().size());
    }

    @Test
    void patientsOfListedFilmsAreHeldOutAndTheFilmsReadAloneAsTest() throws IOException {
        fixture();
        Files.writeString(
                dir.resolve("chexpert_5x200.csv"),
                "Path\nCheXpert-v1.0-small/train/patient00002/study10/view1_frontal.jpg\n");
        ReadAll rest = ReadAll.of(READER, dir);
        assertEquals(
                List.of("patient00001_study1", "patient64541_study1"),
                rest.studies().stream().map(Study::studyId).toList());
        assertTrue(rest.kinds().contains(Problem.Kind.SKIPPED));
        List<Study> alone = read("5x200");
        assertEquals(
                List.of("patient00002_study10"),
                alone.stream().map(Study::studyId).toList());
        assertEquals(Split.TEST, alone.getFirst().split());
        assertThrows(InputException.class, () -> read("8x200"));
        assertThrows(InputException.class, () -> read("6x200"));
    }

    @Test
    void convirtsListHasCandidatesImageQueriesAndTextQueries() throws IOException {
        fixture();
        java.nio.file.Path lists = Files.createDirectories(dir.resolve("convirt/image-retrieval"));
        Files.writeString(
                lists.resolve("candidate.csv"),
                HEADER
                        + "CheXpert-v1.0-small/train/patient00001/study1/view1_frontal.jpg,Female,68,Frontal,AP,1.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0\n");
        Files.writeString(
                lists.resolve("query.csv"),
                "Variable,Path\nEdema,CheXpert-v1.0-small/train/patient00002/study10/view1_frontal.jpg\n");
        Files.writeString(
                Files.createDirectories(dir.resolve("convirt/text-retrieval")).resolve("query.csv"),
                "Variable,Text\nEdema,A made-up edema is present.\n");
        List<Study> studies = read("8x200");
        assertEquals(
                List.of("candidate", "image query", "text query"),
                studies.stream()
                        .map(study -> study.meta().get("retrieval_role"))
                        .toList());
        assertEquals("Edema", studies.get(1).meta().get("retrieval_class"));
        assertEquals(Map.of("Edema", LabelState.POSITIVE), studies.getLast().labels());
        assertEquals("A made-up edema is present.", studies.getLast().report().text());
        assertEquals(1, ReadAll.of(READER, dir).studies().size());
    }

    @Test
    void oneOfFiveAloneMakesAFilmEligible() throws IOException {
        fixture();
        // an uncertain label excludes the second study, 'Support Devices' beside 'No Finding' the first
        assertEquals(
                List.of("patient00002_study10"),
                read("5x200-eligible").stream().map(Study::studyId).toList());
    }
}
