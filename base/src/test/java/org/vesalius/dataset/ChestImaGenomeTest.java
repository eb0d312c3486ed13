package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Box;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

class ChestImaGenomeTest extends DatasetContract {
    private static final ChestImaGenome READER = new ChestImaGenome();

    @Override
    Dataset reader() {
        return READER;
    }

    private static String graph(String dicom, String study, String subject) {
        return """
                {"image_id": "%1$s", "viewpoint": "PA", "patient_id": %3$s, "study_id": %2$s, "gender": "F", "age_decile": "50-60",
                 "StudyOrder": 1,
                 "objects": [
                  {"object_id": "%1$s_right lung", "bbox_name": "right lung", "x1": 9, "y1": 9, "x2": 99, "y2": 99,
                   "original_x1": -20, "original_y1": 100, "original_x2": 900, "original_y2": 1500, "original_width": 2544, "original_height": 3056},
                  {"object_id": "%1$s_spine", "bbox_name": "spine", "original_x1": 500, "original_y1": 100, "original_x2": 500, "original_y2": 900, "original_width": 2544, "original_height": 3056},
                  {"object_id": "%1$s_abdomen", "bbox_name": "abdomen", "original_x1": 10, "original_y1": 4000, "original_x2": 500, "original_y2": 4900, "original_width": 2544, "original_height": 3056}],
                 "attributes": [
                  {"bbox_name": "right lung", "object_id": "%1$s_right lung", "phrases": ["Made-up opacity.", "No made-up air."],
                   "attributes": [["anatomicalfinding|yes|lung opacity", "nlp|yes|abnormal", "texture|yes|hazy"],
                                  ["anatomicalfinding|no|pneumothorax", "anatomicalfinding|no|lung opacity"]],
                   "comparison_cues": [["comparison|yes|improved"], []]},
                  {"bbox_name": "spine", "phrases": [], "attributes": [], "comparison_cues": [["comparison|yes|no change"]]}],
                 "relationships": [
                  {"relationship_id": "1|1", "predicate": "['Worsened']", "relationship_names": ["comparison|yes|worsened", "temporal|yes|new"],
                   "relationship_contexts": [1.0], "phrase": "Made-up opacity is worse.", "attributes": ["anatomicalfinding|yes|lung opacity"],
                   "bbox_name": "right lung", "subject_id": "%1$s_right lung", "object_id": "0a-before_right lung"}]}
                """.formatted(dicom, study, subject);
    }

    @Override
    void fixture() throws IOException {
        MimicFixture.files(dir, ".jpg");
        Path graphs = Files.createDirectories(dir.resolve("silver_dataset/scene_graph"));
        for (String[] film : List.of(
                new String[] {MimicFixture.A, "50414267", "10000032"},
                new String[] {MimicFixture.C, "53189527", "10000032"},
                new String[] {MimicFixture.D, "55368167", "19999987"})) {
            Files.writeString(graphs.resolve(film[0] + "_SceneGraph.json"), graph(film[0], film[1], film[2]));
        }
        Files.writeString(graphs.resolve("e_SceneGraph.json"), "{\"image_id\"");
        Path splits = Files.createDirectories(dir.resolve("silver_dataset/splits"));
        Files.writeString(
                splits.resolve("train.csv"),
                ",subject_id,study_id,dicom_id\n0,10000032,50414267,%s\n1,10000032,53189527,%s\n"
                        .formatted(MimicFixture.A, MimicFixture.C));
        Files.writeString(
                splits.resolve("images_to_avoid.csv"),
                ",subject_id,study_id,dicom_id\n0,10000032,53189527,%s\n".formatted(MimicFixture.C));
    }

    @Test
    void regionsHaveBoxesPhrasesAndLabels() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of(
                        Problem.Kind.INCONSISTENT,
                        Problem.Kind.INCONSISTENT,
                        Problem.Kind.UNMATCHED,
                        Problem.Kind.BROKEN),
                read.kinds());
        assertEquals(
                "2 boxes are empty or outside the film; left out",
                read.problems().getFirst().reason());
        Study first = read.studies().getFirst();
        StudyImage film = first.images().getFirst();
        assertEquals(View.PA, film.view());
        assertEquals(
                List.of(new Box(0, 100, 900, 1400, "right lung", "Made-up opacity.\nNo made-up air.", null)),
                film.boxes());
        assertEquals(
                Map.of(
                        "right lung: lung opacity", LabelState.UNCERTAIN,
                        "right lung: abnormal", LabelState.POSITIVE,
                        "right lung: pneumothorax", LabelState.NEGATIVE),
                first.labels());
        assertEquals(Split.TRAIN, first.split());
    }

    @Test
    void aFilmIsComparedWithTheOneBefore() throws IOException {
        fixture();
        Map<String, String> facts = ReadAll.of(READER, dir).studies().getFirst().meta();
        assertEquals(
                "[{\"region\":\"right lung\",\"change\":[\"worsened\"],\"attributes\":[\"anatomicalfinding|yes|lung opacity\"],\"prior\":\"0a-before\",\"phrase\":\"Made-up opacity is worse.\"}]",
                facts.get(ChestImaGenome.COMPARISONS));
        assertEquals("improved; worsened", facts.get("change:right lung"));
        assertEquals("no change", facts.get("change:spine"));
        assertEquals("0a-before", facts.get("prior"));
    }

    @Test
    void filmsOfTheGoldPatientsAreOfTest() throws IOException {
        fixture();
        assertEquals(Split.TEST, ReadAll.of(READER, dir).studies().getLast().split());
    }

    @Test
    void theGoldPartIsATableAndTest() throws IOException {
        fixture();
        Path gold = Files.createDirectories(dir.resolve("gold_dataset"));
        Files.writeString(gold.resolve("gold_object_attribute_with_coordinates.txt"), """
                patient_id,study_id,image_id,bbox,coord_original,relation,label_name,categoryID,sentence
                10000032,50414267,%1$s.dcm,right lung,[10, 20, 110, 220],1,lung opacity,anatomicalfinding,Made up.
                10000032,50414267,%1$s.dcm,right lung,[10, 20, 110, 220],0,pneumothorax,anatomicalfinding,Made up.
                10000032,50414267,%1$s.dcm,right lung,[10, 20, 110, 220],1,hazy,texture,Made up.
                10000032,50414267,%1$s.dcm,spine,[10],1,fracture,disease,Made up.
                """.replaceAll(",(?! )", "\t")
                .formatted(MimicFixture.A));
        Files.writeString(gold.resolve("gold_object_comparison_with_coordinates.txt"), """
                patient_id,current_image_id,previous_image_id,bbox,comparison,attribute,sentence,relationship_id
                10000032,%1$s.dcm,0a-before.dcm,right lung,no change;;improved,anatomicalfinding|yes|a,Made up.,1
                10000032,%1$s.dcm,0a-before.dcm,right lung,no change;;improved,anatomicalfinding|yes|b,Made up.,1
                """.replaceAll(",(?! )", "\t")
                .formatted(MimicFixture.A));
        List<Study> studies = new java.util.ArrayList<>();
        List<Problem> problems = new java.util.ArrayList<>();
        READER.read(dir, ReadOptions.defaults().with("part", "gold"), studies::add, problems::add);
        assertEquals(1, problems.size());
        assertEquals(
                Map.of(
                        "right lung: lung opacity",
                        LabelState.POSITIVE,
                        "right lung: pneumothorax",
                        LabelState.NEGATIVE),
                studies.getFirst().labels());
        assertEquals(
                List.of(new Box(10, 20, 100, 200, "right lung", "Made up.", null)),
                studies.getFirst().images().getFirst().boxes());
        assertEquals(Split.TEST, studies.getFirst().split());
        assertEquals("improved; no change", studies.getFirst().meta().get("change:right lung"));
        assertTrue(String.valueOf(studies.getFirst().meta().get(ChestImaGenome.COMPARISONS))
                .contains("[\"anatomicalfinding|yes|a\",\"anatomicalfinding|yes|b\"],\"prior\":\"0a-before\""));
    }
}
