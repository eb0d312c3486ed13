package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/** Nguyen et al., "VinDr-CXR: An open dataset of chest X-rays with radiologist's annotations", Scientific Data 2022 (arXiv 2012.15029): one study per film, of PhysioNet's form or Kaggle's. */
public final class VinDrCxr implements Dataset {
    private static final String NO_FINDING = "No finding";
    private static final String KAGGLE = "train.csv";
    private static final String SIZES = "train_meta.csv";
    private static final List<String> TYPES = List.of(".dicom", ".dcm", ".png", ".jpg");
    private static final Set<String> NO_LABELS = Set.of("image_id", "rad_id", "rad_ID", "Unnamed: 0", "");

    private static final DatasetCard CARD = new DatasetCard(
                    "vindr_cxr",
                    1,
                    "VinDr-CXR (PhysioNet and Kaggle forms)",
                    "H. Q. Nguyen, K. Lam, L. T. Le et al., VinDr-CXR: An open dataset of chest X-rays with radiologist's annotations, Scientific Data 2022, arXiv 2012.15029",
                    "PhysioNet Credentialed Health Data License 1.5.0; Kaggle: the terms of its competition",
                    false,
                    DatasetCard.Access.CREDENTIALED,
                    List.of("grounding", "detection", "zero-shot", "linear-probe"),
                    "chest radiographs",
                    "PhysioNet: annotations/annotations_train.csv, annotations_test.csv, image_labels_train.csv, image_labels_test.csv, train/ and test/ with <image_id>.dicom. Kaggle: train.csv with class_id, train/<image_id>.dicom or .png, optional train_meta.csv",
                    List.of(
                            "Each training film was read by three of 17 radiologists, each test film by five who agreed on one reading. Where readers differ the label is uncertain and the votes are a fact (votes:LABEL 2/3); boxes carry their reader.",
                            "Rows of 'No finding' have empty coordinates.",
                            "22 local labels have boxes, 6 are of the whole film; Kaggle's form has 14 local ones and 'No finding', and no public test labels.",
                            "Boxes are in pixels of the DICOM film. Resized copies of Kaggle's form that keep its shape need train_meta.csv (image_id, dim0 the height, dim1 the width), which comes with them.",
                            "Films need their value-of-interest table and MONOCHROME1 turned over; Kaggle copies as PNG differ in how that was done.",
                            "No patient is named: each film counts as a patient of its own.",
                            "The reader's column is rad_id or rad_ID, the sixth global label 'Other diseases' or 'Other disease': names are kept as they are."),
                    Map.of("images", 18_000, "images.train", 15_000, "images.test", 3_000))
            .withSize("192 GB as DICOM");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    /** Kaggle's form has no labels of its test films. */
    @Override
    public Map<String, Integer> expected(Path dir, ReadOptions options) {
        return physioNet(dir, "train") || physioNet(dir, "test") ? CARD.counts() : Map.of("images.train", 15_000);
    }

    private static boolean physioNet(Path dir, String part) {
        return Files.isRegularFile(labels(dir, part));
    }

    private static Path labels(Path dir, String part) {
        return dir.resolve("annotations").resolve("image_labels_" + part + ".csv");
    }

    @Override
    public boolean recognises(Path dir) {
        return Table.looksLike(labels(dir, "train"), "image_id", NO_FINDING)
                || Table.looksLike(labels(dir, "test"), "image_id", NO_FINDING)
                || Table.looksLike(dir.resolve(KAGGLE), "image_id", "class_id", "rad_id", "x_min");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of(
                    "VinDr-CXR",
                    "annotations/image_labels_train.csv, or Kaggle's train.csv",
                    "neither",
                    "check the folder");
        }
        Form form = new Form(dir, studies, problems);
        for (Split split : List.of(Split.TRAIN, Split.TEST)) {
            if (physioNet(dir, split.lower())) {
                form.physioNet(split);
            }
        }
        if (!physioNet(dir, "train") && !physioNet(dir, "test")) {
            form.kaggle();
        }
    }

    private static String image(Table.Row row) {
        return row.get("image_id");
    }

    private static @Nullable String reader(Table.Row row) {
        String reader = row.get("rad_id") + row.get("rad_ID");
        return reader.isEmpty() ? null : reader;
    }

    private record Form(Path dir, Consumer<Study> studies, Consumer<Problem> problems) {
        void physioNet(Split split) throws IOException {
            Path file = labels(dir, split.lower());
            Path drawn = file.resolveSibling("annotations_" + split.lower() + ".csv");
            List<String> names;
            try (Table table = Table.open(file)) {
                names = table.header().stream()
                        .map(String::strip)
                        .filter(name -> !NO_LABELS.contains(name))
                        .toList();
            }
            try (Groups films = Groups.open(file, VinDrCxr::image, "image_id");
                    Groups boxes = films.beside(
                            Files.isRegularFile(drawn) ? drawn : null,
                            VinDrCxr::image,
                            "image_id",
                            "class_name",
                            "x_min")) {
                for (Groups.Group film = films.next(); film != null; film = films.next()) {
                    Votes votes = new Votes();
                    for (Table.Row row : film.rows()) {
                        names.forEach(name -> votes.add(name, positive(row.get(name))));
                    }
                    film(film, split, votes, boxes(boxes.take(film.key())), List.of());
                }
                boxes.unmatched("film", problems);
            }
        }

        private static boolean positive(String cell) {
            return cell.equals("1") || cell.equals("1.0");
        }

        void kaggle() throws IOException {
            Path file = dir.resolve(KAGGLE);
            Set<String> names = new HashSet<>();
            try (Table table = Table.open(file)) {
                table.forEach(row -> names.add(row.get("class_name")));
            }
            try (Groups films = Groups.open(file, VinDrCxr::image, "image_id", "class_name", "rad_id", "x_min");
                    Groups sizes = Groups.held(Table.find(dir, SIZES), VinDrCxr::image, "image_id", "dim0", "dim1")) {
                for (Groups.Group film = films.next(); film != null; film = films.next()) {
                    Votes votes = new Votes();
                    List<Table.Row> rows = film.rows();
                    for (String reader : rows.stream()
                            .map(row -> row.get("rad_id"))
                            .distinct()
                            .toList()) {
                        names.forEach(name -> votes.add(
                                name,
                                rows.stream()
                                        .anyMatch(row -> row.get("rad_id").equals(reader)
                                                && row.get("class_name").equals(name))));
                    }
                    film(film, Split.TRAIN, votes, boxes(rows), sizes.take(film.key()));
                }
            }
        }

        private void film(Groups.Group film, Split split, Votes votes, List<Box> boxes, List<Table.Row> sizes) {
            String where = film.rows().getFirst().where();
            Path file = null;
            for (String type : TYPES) {
                file = file == null ? Inside.file(dir.resolve(split.lower()), film.key() + type) : file;
            }
            if (file == null) {
                problems.accept(new Problem(Problem.Kind.MISSING, where, "its film is not there"));
                return;
            }
            Map<String, LabelState> labels = votes.labels();
            studies.accept(Study.of(film.key(), film.key())
                    .withSplit(split)
                    .withImages(List.of(StudyImage.of(film.key(), file, View.PA)
                            .withBoxes(side(sizes, "dim1"), side(sizes, "dim0"), boxes)))
                    .withLabels(labels)
                    .withMeta(votes.facts()));
        }

        private static int side(List<Table.Row> sizes, String column) {
            Double side = sizes.isEmpty() ? null : sizes.getFirst().number(column);
            return side == null ? 0 : side.intValue();
        }

        private List<Box> boxes(List<Table.Row> rows) {
            List<Box> boxes = new ArrayList<>();
            for (Table.Row row : rows) {
                if (!row.get("x_min").isEmpty()) {
                    Box box = Corners.box(
                            row,
                            List.of("x_min", "y_min", "x_max", "y_max"),
                            row.get("class_name"),
                            reader(row),
                            problems);
                    if (box != null) {
                        boxes.add(box);
                    }
                }
            }
            return boxes;
        }
    }
}
