package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Runs;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/** The SIIM-ACR Pneumothorax Segmentation challenge (Kaggle 2019): one study per film. */
public final class SiimPneumothorax implements Dataset {
    /** The one label. */
    public static final String LABEL = "Pneumothorax";

    private static final int SPACE = 1024;
    private static final String NONE = "-1";
    private static final List<String> TABLES = List.of("train-rle.csv", "stage_2_train.csv");
    private static final List<String> TRAIN = List.of("dicom-images-train", "train");
    private static final List<String> TEST = List.of("dicom-images-test", "dicom-images-stage2", "test");
    private static final String PICTURE = "(?i).*\\.(dcm|png|jpg)";

    private static final DatasetCard CARD = new DatasetCard(
                    "siim_pneumothorax",
                    1,
                    "SIIM-ACR Pneumothorax (relative, column-major runs)",
                    "Society for Imaging Informatics in Medicine, SIIM-ACR Pneumothorax Segmentation challenge, Kaggle 2019; films of NIH ChestX-ray14",
                    "terms of the competition: research and education, not commercial",
                    false,
                    DatasetCard.Access.REGISTERED,
                    List.of("segmentation", "zero-shot", "linear-probe", "grounding"),
                    "chest radiographs",
                    "train-rle.csv (or stage_2_train.csv), dicom-images-train/STUDY/SERIES/<ImageId>.dcm; optional dicom-images-test/",
                    List.of(
                            "The heading is ' EncodedPixels' with a leading blank, and so are its cells; ' -1' means no pneumothorax.",
                            "Runs are relative: a gap since the end of the run before, then a length, down the columns of 1024 x 1024. Read as Kaggle's usual absolute runs they give noise.",
                            "Several rows of one film are parts of one mask: they are united.",
                            "Some films in the folders are in no row, and some rows have no film: both are reported.",
                            "The films are a part of NIH ChestX-ray14 under other names: never pretrain on one and test on the other.",
                            "The challenge's test films have no masks here; LoVT splits the labelled 12,047 into 7,229/2,409/2,409, GLoRIA 70/15/15."),
                    Map.of("images.train", 12_047))
            .withSize("4 GB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return TABLES.stream().anyMatch(name -> Table.looksLike(dir.resolve(name), "ImageId", "EncodedPixels"));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path table = Table.find(dir, TABLES.toArray(String[]::new));
        if (table == null) {
            throw InputException.of("SIIM folder", "train-rle.csv", "no such file", "name the folder that holds it");
        }
        Map<String, Path> films = films(dir, TRAIN);
        Set<String> unread = new TreeSet<>(films.keySet());
        try (Groups rows = Groups.open(table, row -> row.get("ImageId"), "ImageId", "EncodedPixels")) {
            for (Groups.Group group = rows.next(); group != null; group = rows.next()) {
                unread.remove(group.key());
                Study study = study(group, films.get(group.key()), problems);
                if (study != null) {
                    studies.accept(study);
                }
            }
        }
        if (!unread.isEmpty()) {
            problems.accept(new Problem(
                    Problem.Kind.UNMATCHED, "films of the training part", unread.size() + " are in no row"));
        }
        films(dir, TEST)
                .forEach((id, file) -> studies.accept(Study.of(id, id)
                        .withSplit(Split.TEST)
                        .withImages(
                                List.of(StudyImage.of(id, file, View.UNKNOWN).withBoxes(SPACE, SPACE, List.of())))));
    }

    /** By their names, which are unique: the folders of study and series tell nothing more. */
    private static Map<String, Path> films(Path dir, List<String> folders) throws IOException {
        Map<String, Path> films = new TreeMap<>();
        for (String folder : folders) {
            Path place = dir.resolve(folder);
            if (Files.isDirectory(place)) {
                try (Stream<Path> files = Files.walk(place)) {
                    files.filter(file -> String.valueOf(file.getFileName()).matches(PICTURE))
                            .forEach(file -> films.put(Inside.stem(String.valueOf(file.getFileName())), file));
                }
            }
        }
        return films;
    }

    private static @Nullable Study study(Groups.Group group, @Nullable Path film, Consumer<Problem> problems) {
        Table.Row first = group.rows().getFirst();
        if (film == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, first.where(), "its film is not there"));
            return null;
        }
        Runs mask = new Runs(SPACE, SPACE, List.of());
        for (Table.Row row : group.rows()) {
            String cell = row.get("EncodedPixels");
            if (!cell.equals(NONE)) {
                try {
                    mask = mask.union(Runs.relative(cell, SPACE, SPACE));
                } catch (InputException e) {
                    problems.accept(new Problem(Problem.Kind.BROKEN, row.where(), Pixels.reason(e)));
                    return null;
                }
            }
        }
        boolean positive = !mask.runs().isEmpty();
        StudyMask drawn = new StudyMask(LABEL, null, new MaskSource.Runs(SPACE, SPACE, mask.byRows()));
        return Study.of(group.key(), group.key())
                .withSplit(Split.TRAIN)
                .withImages(List.of(StudyImage.of(group.key(), film, View.UNKNOWN)
                        .withBoxes(SPACE, SPACE, List.of())
                        .withMasks(List.of(drawn))))
                .withLabels(Map.of(LABEL, positive ? LabelState.POSITIVE : LabelState.NEGATIVE));
    }
}
