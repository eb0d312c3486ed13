package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** The layout of LViT (Li et al., IEEE TMI 2023): {@code {Train,Val,Test}_Folder/{img,labelcol}/} and a sheet of sentences, {@code <Part>_text.xlsx}, with the columns Image (a mask's name) and Description. */
final class LvitFolder {
    private static final Map<Split, String> FOLDERS =
            Map.of(Split.TRAIN, "Train_Folder", Split.VAL, "Val_Folder", Split.TEST, "Test_Folder");
    private static final String MASKS = "labelcol";

    private LvitFolder() {}

    /**
     * What differs between the sets of this layout.
     *
     * @param label of the structure that the masks mark
     * @param picture a picture's name without ending, from its mask's name without ending
     * @param patient the patient, from the picture's name without ending
     * @param view of the pictures
     */
    record Style(String label, UnaryOperator<String> picture, UnaryOperator<String> patient, View view) {}

    /** Whether the folder is of this layout and the first mask has such a name. */
    static boolean recognises(Path dir, Predicate<String> maskName) {
        Path masks = dir.resolve(FOLDERS.get(Split.TRAIN)).resolve(MASKS);
        if (!Files.isDirectory(masks)) {
            return false;
        }
        try (Stream<Path> files = Files.list(masks)) {
            return files.limit(1)
                    .map(file -> String.valueOf(file.getFileName()))
                    .anyMatch(maskName);
        } catch (IOException e) {
            return false;
        }
    }

    static void read(Path dir, Style style, Consumer<Study> studies, Consumer<Problem> problems) throws IOException {
        boolean any = false;
        for (Split split : Split.values()) {
            Path folder = dir.resolve(FOLDERS.get(split));
            if (Files.isDirectory(folder)) {
                any = true;
                part(folder, split, style, studies, problems);
            } else {
                problems.accept(new Problem(
                        Problem.Kind.MISSING, String.valueOf(FOLDERS.get(split)), "this part of the set is not there"));
            }
        }
        if (!any) {
            throw InputException.of("folder", "Train_Folder/, Val_Folder/ or Test_Folder/", "none", "check the folder");
        }
    }

    private static void part(Path folder, Split split, Style style, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Map<String, Path> pictures = byStem(folder.resolve("img"));
        Map<String, Path> masks = byStem(folder.resolve(MASKS));
        Set<String> told = new HashSet<>();
        Path sentences = sentences(folder);
        if (sentences == null) {
            problems.accept(new Problem(
                    Problem.Kind.MISSING, split.lower() + " sentences", "no _text.xlsx in the part's folder"));
        } else {
            String name = String.valueOf(sentences.getFileName());
            try (Sheet sheet = Sheet.open(sentences, name).require("Image", "Description")) {
                for (Sheet.Row row : sheet) {
                    String mask = Inside.stem(row.get("Image"));
                    String picture = style.picture().apply(mask);
                    if (!told.add(picture)) {
                        problems.accept(new Problem(
                                Problem.Kind.INCONSISTENT, row.where(), "a row before it names the same image"));
                    } else if (!pictures.containsKey(picture)) {
                        problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its picture is not there"));
                    } else {
                        Study study = study(picture, pictures, masks.get(mask), split, style, row.where(), problems);
                        studies.accept(study.withReport(Report.of(Section.TEXT, row.get("Description"))));
                    }
                }
            }
        }
        List<String> silent = new ArrayList<>(pictures.keySet());
        silent.removeAll(told);
        silent.sort(null);
        Map<String, Path> maskOfPicture = new HashMap<>();
        masks.forEach((mask, file) -> maskOfPicture.put(style.picture().apply(mask), file));
        for (int i = 0; i < silent.size(); i++) {
            String where = split.lower() + ", picture " + (i + 1) + " without a sentence";
            problems.accept(new Problem(Problem.Kind.UNMATCHED, where, "kept without one"));
            String picture = silent.get(i);
            studies.accept(study(picture, pictures, maskOfPicture.get(picture), split, style, where, problems));
        }
    }

    private static Study study(
            String picture,
            Map<String, Path> pictures,
            @Nullable Path mask,
            Split split,
            Style style,
            String where,
            Consumer<Problem> problems) {
        Path file = pictures.get(picture);
        if (file == null) {
            throw new IllegalStateException("asked for a picture that is not there");
        }
        StudyImage image = StudyImage.of(picture, file, style.view());
        if (mask == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "its mask is not there; kept without one"));
        } else {
            image = image.withMasks(List.of(StudyMask.file(style.label(), mask)));
        }
        return Study.of(style.patient().apply(picture), picture)
                .withSplit(split)
                .withImages(List.of(image));
    }

    private static Map<String, Path> byStem(Path folder) throws IOException {
        Map<String, Path> files = new HashMap<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(Files::isRegularFile)
                        .sorted()
                        .forEach(file -> files.putIfAbsent(Inside.stem(String.valueOf(file.getFileName())), file));
            }
        }
        return files;
    }

    private static @Nullable Path sentences(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> {
                        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
                        return name.endsWith(".xlsx") && name.contains("_text") && !name.startsWith("~");
                    })
                    .sorted()
                    .findFirst()
                    .orElse(null);
        }
    }
}
