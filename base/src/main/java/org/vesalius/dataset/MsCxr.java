package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

/** Boecking et al., "Making the Most of Text Semantics to Improve Biomedical Vision-Language Processing", ECCV 2022: phrases with boxes over films of MIMIC-CXR; one study per film. */
public final class MsCxr implements Dataset {
    private static final String NAME = "MS_CXR_Local_Alignment_v\\d+\\.\\d+\\.\\d+\\.";
    private static final List<String> BOX = List.of("x", "y", "w", "h");

    private static final DatasetCard CARD = new DatasetCard(
                    "ms_cxr",
                    1,
                    "MS-CXR: phrase grounding",
                    "B. Boecking, N. Usuyama, S. Bannur et al., Making the Most of Text Semantics to Improve Biomedical Vision-Language Processing, ECCV 2022, arXiv 2204.09817",
                    "PhysioNet Credentialed Health Data License 1.5.0 with its data use agreement",
                    false,
                    DatasetCard.Access.CREDENTIALED,
                    List.of("grounding"),
                    "phrases and boxes over chest radiographs of MIMIC-CXR",
                    "MS_CXR_Local_Alignment_v0.1/1.0.0/1.1.0 as .csv or .json (COCO); films of MIMIC-CXR-JPG under files/ in the same folder or that of the setting 'mimic'",
                    List.of(
                            "One phrase may have several boxes: they carry the same text and label, and their union counts as its region.",
                            "Boxes are in pixels of the original film, whose size the row states; a resized copy needs them scaled.",
                            "Only 1.1.0 has a split (by patient); it is not MIMIC-CXR's.",
                            "Many of the films are in MIMIC-CXR's training part: hold them out of pretraining before this set is used as a test.",
                            "The table and the COCO file hold the same; the table is read where both are there."),
                    Map.of("phrases", 1162))
            .withSize("a few MB, and the films of MIMIC-CXR-JPG");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(MimicTree.SETTING, MimicTree.HELP);
    }

    @Override
    public boolean recognises(Path dir) {
        return file(dir, "csv") != null || file(dir, "json") != null;
    }

    /** The newest release of a type. */
    private static @Nullable Path file(Path dir, String type) {
        if (!Files.isDirectory(dir)) {
            return null;
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> String.valueOf(file.getFileName()).matches(NAME + type))
                    .max(Path::compareTo)
                    .orElse(null);
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path table = file(dir, "csv");
        Path json = file(dir, "json");
        try (MimicTree tree = MimicTree.of(dir, options).required("MS-CXR")) {
            Films films = new Films(tree, studies, problems);
            if (table != null) {
                try (Groups rows = Groups.open(
                        table, row -> row.get("dicom_id"), "category_name", "label_text", "path", "x", "y", "w", "h")) {
                    for (Groups.Group film = rows.next(); film != null; film = rows.next()) {
                        films.table(film);
                    }
                }
            } else if (json != null) {
                Coco coco = Coco.read(json, problems);
                for (Coco.Picture picture : coco.pictures()) {
                    films.coco(coco, picture);
                }
            } else {
                throw InputException.of(
                        "MS-CXR", "MS_CXR_Local_Alignment_*.csv or .json", "neither", "name its folder");
            }
        }
    }

    private record Films(MimicTree tree, Consumer<Study> studies, Consumer<Problem> problems) {
        void table(Groups.Group film) throws IOException {
            Table.Row first = film.rows().getFirst();
            List<Box> boxes = new ArrayList<>();
            for (Table.Row row : film.rows()) {
                Box box = Corners.sized(row, BOX, row.get("category_name"), row.get("label_text"), problems);
                if (box != null) {
                    boxes.add(box);
                }
            }
            Double width = first.number("image_width");
            Double height = first.number("image_height");
            film(
                    first.where(),
                    first.get("path"),
                    first.get("split"),
                    boxes,
                    width == null ? 0 : width.intValue(),
                    height == null ? 0 : height.intValue());
        }

        void coco(Coco coco, Coco.Picture picture) throws IOException {
            String path = JsonRows.text(picture.about(), "path");
            film(
                    "image " + JsonRows.text(picture.about(), "id"),
                    path.isEmpty() ? JsonRows.text(picture.about(), "file_name") : path,
                    JsonRows.text(picture.about(), "split"),
                    coco.boxes(picture, "label_text", problems),
                    picture.width(),
                    picture.height());
        }

        private void film(String where, String path, String split, List<Box> boxes, int width, int height)
                throws IOException {
            MimicTree.Place place = MimicTree.place(path);
            if (place == null || place.dicom().isEmpty()) {
                problems.accept(new Problem(
                        Problem.Kind.INCONSISTENT, where, "a path not of the form files/pNN/pSUBJECT/sSTUDY/FILM.jpg"));
                return;
            }
            Path file = tree.film(place.subject(), place.study(), place.dicom());
            if (file == null) {
                problems.accept(new Problem(
                        Problem.Kind.UNMATCHED,
                        where,
                        "its film is not there; its " + boxes.size() + " boxes are left out"));
                return;
            }
            Map<String, String> meta = new TreeMap<>();
            meta.put("study_id", place.study());
            studies.accept(Study.of(place.subject(), place.dicom())
                    .withSplit(Rows.split(split))
                    .withImages(List.of(
                            StudyImage.of(place.dicom(), file, View.UNKNOWN).withBoxes(width, height, boxes)))
                    .withReport(tree.cut(place.subject(), place.study()))
                    .withMeta(meta));
        }
    }
}
