package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.vesalius.io.Problem;

/** "Brain Tumor Classification (MRI)" (S. Bhuvaji et al., Kaggle 2020): one study per slice, its class by folder. */
public final class BrainTumorMri implements Dataset {
    /** The classes, as the folders are called without {@code _tumor}. */
    static final List<String> CLASSES = List.of("glioma", "meningioma", "no", "pituitary");

    private static final String ENDING = "_tumor";
    private static final Map<Split, String> PARTS =
            new TreeMap<>(Map.of(Split.TRAIN, "Training", Split.TEST, "Testing"));
    private static final String PICTURE = ".*\\.(png|jpe?g)";

    private static final DatasetCard CARD = new DatasetCard(
            "brain_tumor_mri",
            1,
            "Brain Tumor Classification (MRI)",
            "S. Bhuvaji, A. Kadam, P. Bhumkar, S. Dedge, S. Kanchan, Brain Tumor Classification (MRI), Kaggle 2020, 10.34740/KAGGLE/DSV/1183165",
            "MIT, as stated on Kaggle; the pictures are of other sets",
            false,
            DatasetCard.Access.OPEN,
            List.of("classification", "zero-shot", "domain shift"),
            "MR slices of the head",
            "Training/ and Testing/, each with glioma_tumor/, meningioma_tumor/, no_tumor/ and pituitary_tumor/",
            List.of(
                    "Nothing says which slices are of the same patient; each counts as its own, so an own split would leak: keep the published one.",
                    "File names hold blanks and brackets, and repeat in other folders.",
                    "Planes and sequences are mixed and not named; tumours were chosen from other collections than the slices without one."),
            Map.of("images.train", 2870, "images.test", 394));

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return PARTS.values().stream()
                .anyMatch(part -> CLASSES.stream()
                        .allMatch(name -> Files.isDirectory(dir.resolve(part).resolve(name + ENDING))));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        for (Map.Entry<Split, String> part : PARTS.entrySet()) {
            for (String name : CLASSES) {
                String where = part.getValue() + "/" + name + ENDING;
                if (Files.isDirectory(dir.resolve(where))) {
                    slices(dir.resolve(where), where, name, part.getKey(), studies);
                } else {
                    problems.accept(new Problem(Problem.Kind.MISSING, where, "this folder is not there"));
                }
            }
        }
    }

    private static void slices(Path folder, String where, String name, Split split, Consumer<Study> studies)
            throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> String.valueOf(file.getFileName())
                            .toLowerCase(Locale.ROOT)
                            .matches(PICTURE))
                    .sorted()
                    .forEach(file -> {
                        String id = where + "/" + file.getFileName();
                        studies.accept(Study.of(id, id)
                                .withSplit(split)
                                .withImages(
                                        List.of(StudyImage.of(String.valueOf(file.getFileName()), file, View.UNKNOWN)))
                                .withLabels(Rows.oneOf(CLASSES, name)));
                    });
        }
    }
}
