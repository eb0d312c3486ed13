package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Problem;

class PadChestTest extends DatasetContract {
    private static final PadChest READER = new PadChest();

    @Override
    Dataset reader() {
        return READER;
    }

    @Override
    void fixture() throws IOException {
        MimicFixture.zipped(dir.resolve("PADCHEST_chest_x_ray_images_labels_160K_01.02.19.csv.gz"), """
                ,ImageID,ImageDir,StudyDate_DICOM,StudyID,PatientID,PatientBirth,PatientSex_DICOM,ViewPosition_DICOM,Projection,MethodProjection,Pediatric,Report,MethodLabel,Labels,Localizations,LabelsLocalizationsBySentence
                0,100_a.png,0,20140915,S100,P1,1930.0,F,POSTEROANTERIOR,PA,Manual,No,radiografia inventada . sin cambios .,Physician,"['pulmonary fibrosis', 'chronic changes', nan]","['loc basal', 'loc basal bilateral']","[['pulmonary fibrosis', 'loc basal'], ['normal']]"
                1,101_b.png,54,20140915,S101,P2,2093.0,M,,AP_horizontal,Manual,No,otra inventada .,RNN_model,['normal'],[],[['normal']]
                2,100_c.png,0.0,20140915,S100,P1,1930.0,F,LATERAL,L,Manual,No,radiografia inventada . sin cambios .,Physician,"['pulmonary fibrosis']",[],
                3,102_d.png,0,20140915,S102,P3,1930.0,F,,EXCLUDE,Manual,No,,RNN_model,"['exclude']",[],
                4,100_e.png,0,20140915,S100,P9,1930.0,F,,PA,Manual,No,,RNN_model,['normal'],[],
                """);
        TinyPictures.write(dir.resolve("0/100_a.png"), 12, 10, 1);
        TinyPictures.write(dir.resolve("images/54/101_b.png"), 12, 10, 2);
        TinyPictures.write(dir.resolve("100_c.png"), 12, 10, 3);
    }

    @Test
    void filmsOfAStudyAreJoinedAndListsAreUnpacked() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(List.of(Problem.Kind.INCONSISTENT, Problem.Kind.MISSING), read.kinds());
        Study first = read.studies().getFirst();
        assertEquals("P1", first.patientId());
        assertEquals(
                List.of(View.PA, View.LATERAL),
                first.images().stream().map(StudyImage::view).toList());
        assertEquals(
                Set.of("pulmonary fibrosis", "chronic changes"), first.labels().keySet());
        assertEquals("84", first.meta().get("age"));
        assertEquals("loc basal; loc basal bilateral", first.meta().get("localizations"));
        assertEquals("radiografia inventada . sin cambios .", first.report().text());
        Study second = read.studies().getLast();
        assertEquals(View.AP_SUPINE, second.images().getFirst().view());
        assertEquals(null, second.meta().get("age"));
    }

    @Test
    void printedListsHoldQuotesCommasAndBareWords() {
        assertEquals(
                List.of("a, b", "it's", "c'd", "1.5", "x y"),
                PythonList.strings("['a, b', \"it's\", 'c\\'d', [1.5, nan], None, x y, '']"));
        assertEquals(List.of(), PythonList.strings("[]"));
        assertEquals(List.of(1.0, -2.5e3), PythonList.numbers("[1, -2.5e3, 'word']"));
    }
}
