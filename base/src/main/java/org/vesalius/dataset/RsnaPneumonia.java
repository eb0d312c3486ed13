package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/** Shih et al., "Augmenting the National Institutes of Health Chest Radiograph Dataset with Expert Annotations of Possible Pneumonia", Radiology: AI 2019: the films of RSNA's challenge of 2018, one study per film. */
public final class RsnaPneumonia implements Dataset {
    /** The one label. */
    public static final String LABEL = "Pneumonia";

    private static final int SPACE = 1024;
    private static final String TABLE = "stage_2_train_labels.csv";
    private static final String CLASSES = "stage_2_detailed_class_info.csv";
    private static final String TRAIN = "stage_2_train_images";
    private static final String TEST = "stage_2_test_images";
    private static final List<String> TYPES = List.of(".dcm", ".png", ".jpg");

    private static final DatasetCard CARD = new DatasetCard(
                    "rsna_pneumonia",
                    1,
                    "RSNA Pneumonia Detection Challenge",
                    "G. Shih, C. C. Wu, S. S. Halabi et al., Augmenting the National Institutes of Health Chest Radiograph Dataset with Expert Annotations of Possible Pneumonia, Radiology: Artificial Intelligence 2019",
                    "terms of the competition: research and education, not commercial; films of NIH",
                    false,
                    DatasetCard.Access.REGISTERED,
                    List.of("grounding", "detection", "zero-shot", "linear-probe"),
                    "chest radiographs",
                    TABLE + ", " + CLASSES + ", " + TRAIN + "/<patientId>.dcm; optional " + TEST + "/",
                    List.of(
                            "Several rows are one film's boxes; without pneumonia the cells of the box are empty. The table of classes repeats a film as often as it has boxes.",
                            "Target 1 is 'Lung Opacity'; the two other classes, 'Normal' and 'No Lung Opacity / Not Normal', are both Target 0: the fact rsna_class tells them apart.",
                            "The films are a part of NIH ChestX-ray14 under other names, at 1024 x 1024 and 8 bits: never pretrain on one and test on the other.",
                            "patientId is a name for the film; films of one patient cannot be told.",
                            "The challenge's own test films have no labels here; papers split the labelled ones 70/15/15."),
                    Map.of("images.train", 26_684, "boxes", 9_555, "images.test", 3_000))
            .withSize("3.7 GB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return Table.looksLike(Table.find(dir, TABLE), "patientId", "x", "Target");
    }

    private static String film(Table.Row row) {
        return row.get("patientId");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = Table.find(dir, TABLE);
        if (file == null) {
            throw InputException.of("RSNA folder", TABLE, "no such file", "name the folder that holds it");
        }
        try (Groups films = Groups.open(file, RsnaPneumonia::film, "patientId", "x", "y", "width", "height", "Target");
                Groups classes = films.beside(Table.find(dir, CLASSES), RsnaPneumonia::film, "patientId", "class")) {
            for (Groups.Group film = films.next(); film != null; film = films.next()) {
                Study study = study(dir, film, classes.take(film.key()), problems);
                if (study != null) {
                    studies.accept(study);
                }
            }
            classes.unmatched("film", problems);
        }
        unlabelled(dir.resolve(TEST), studies);
    }

    private static @Nullable Path picture(Path folder, String name) {
        for (String type : TYPES) {
            Path file = Inside.file(folder, name + type);
            if (file != null) {
                return file;
            }
        }
        return null;
    }

    private static @Nullable Study study(
            Path dir, Groups.Group film, List<Table.Row> classes, Consumer<Problem> problems) {
        Table.Row first = film.rows().getFirst();
        Path file = picture(dir.resolve(TRAIN), film.key());
        if (file == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, first.where(), "its film is not there"));
            return null;
        }
        List<Box> boxes = new ArrayList<>();
        boolean positive = false;
        for (Table.Row row : film.rows()) {
            positive |= row.get("Target").startsWith("1");
            if (!row.get("x").isEmpty()) {
                Box box = Corners.sized(row, List.of("x", "y", "width", "height"), LABEL, null, problems);
                if (box != null) {
                    boxes.add(box);
                }
            }
        }
        if (positive == boxes.isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, first.where(), "boxes and Target of this film contradict each other"));
        }
        Set<String> said = new LinkedHashSet<>();
        classes.forEach(row -> said.add(row.get("class")));
        Map<String, String> meta = new TreeMap<>();
        if (!said.isEmpty()) {
            meta.put("rsna_class", String.join("; ", said));
        }
        return Study.of(film.key(), film.key())
                .withSplit(Split.TRAIN)
                .withImages(
                        List.of(StudyImage.of(film.key(), file, View.UNKNOWN).withBoxes(SPACE, SPACE, boxes)))
                .withLabels(Map.of(LABEL, positive ? LabelState.POSITIVE : LabelState.NEGATIVE))
                .withMeta(meta);
    }

    private static void unlabelled(Path folder, Consumer<Study> studies) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> TYPES.stream().anyMatch(type -> file.toString().endsWith(type)))
                    .sorted()
                    .forEach(file -> {
                        String id = Inside.stem(String.valueOf(file.getFileName()));
                        studies.accept(Study.of(id, id)
                                .withSplit(Split.TEST)
                                .withImages(List.of(
                                        StudyImage.of(id, file, View.UNKNOWN).withBoxes(SPACE, SPACE, List.of()))));
                    });
        }
    }
}
