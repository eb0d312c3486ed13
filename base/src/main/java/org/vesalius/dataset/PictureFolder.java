package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.section.Sectioning;

/** A folder of pictures with a text of the same name beside each: {@code a.png} and {@code a.txt}. */
public final class PictureFolder implements Dataset {
    private static final Set<String> PICTURES = Set.of("png", "jpg", "jpeg", "tif", "tiff", "dcm");

    private static final DatasetCard CARD = new DatasetCard(
            "folder",
            1,
            "Your own folder of pictures, each with a text of the same name",
            "none",
            "yours",
            false,
            DatasetCard.Access.OWN,
            List.of("pretraining", "retrieval", "zero-shot"),
            "any",
            "pictures (png, jpg, tif, dcm) at any depth, and for each NAME.png a NAME.txt beside it",
            List.of(
                    "Files directly in the folder count as one patient each; in subfolders, 'subfolder' says what these mean."),
            Map.of());

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public Map<String, String> settings() {
        return Map.of(
                Marks.SETTING,
                Marks.HELP,
                ReportRule.SETTING,
                ReportRule.help(Sectioning.VESALIUS),
                "subfolder",
                "what the first subfolder means: 'patient' (default), 'label' (its name is a positive label) or 'nothing'");
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return Files.isDirectory(dir)
                    && files(dir).stream()
                            .limit(1000)
                            .anyMatch(file -> isPicture(file) && Files.isRegularFile(text(file)));
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Path> files(Path dir) throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static boolean isPicture(Path file) {
        String name = String.valueOf(file.getFileName());
        return PICTURES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    private static Path text(Path picture) {
        return picture.resolveSibling(Inside.stem(String.valueOf(picture.getFileName())) + ".txt");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        String subfolder = options.get("subfolder", "patient");
        if (!Set.of("patient", "label", "nothing").contains(subfolder)) {
            throw InputException.unknown("meaning of a subfolder", subfolder, List.of("patient", "label", "nothing"));
        }
        Sectioning rule = ReportRule.of(options);
        Consumer<Study> marked = Marks.required(options, studies);
        Set<Path> used = new HashSet<>();
        List<Path> files = files(dir);
        int number = 0;
        for (Path file : files) {
            number++;
            if (isPicture(file)) {
                marked.accept(study(dir, file, "file " + number, subfolder, rule, used, problems));
            }
        }
        number = 0;
        for (Path file : files) {
            number++;
            if (file.toString().endsWith(".txt") && !used.contains(file)) {
                problems.accept(new Problem(
                        Problem.Kind.UNMATCHED,
                        "file " + number + " of the folder",
                        "a text without a picture of its name"));
            }
        }
    }

    private static Study study(
            Path dir,
            Path file,
            String where,
            String subfolder,
            Sectioning rule,
            Set<Path> used,
            Consumer<Problem> problems)
            throws IOException {
        Path inside = dir.relativize(file);
        String first = inside.getNameCount() > 1 ? inside.getName(0).toString() : "";
        Path text = text(file);
        Report report = Report.EMPTY;
        if (Files.isRegularFile(text)) {
            used.add(text);
            report = rule.report(new String(Files.readAllBytes(text), StandardCharsets.UTF_8));
        } else if (!subfolder.equals("label")) {
            problems.accept(new Problem(
                    Problem.Kind.UNMATCHED, where + " of the folder", "a picture without a text; kept without one"));
        }
        Map<String, LabelState> labels = new HashMap<>();
        if (subfolder.equals("label") && !first.isEmpty()) {
            labels.put(first, LabelState.POSITIVE);
        }
        String patient = subfolder.equals("patient") && !first.isEmpty() ? first : inside.toString();
        return Study.of(patient, inside.toString())
                .withImages(List.of(StudyImage.of(Inside.stem(String.valueOf(file.getFileName())), file, View.UNKNOWN)))
                .withReport(report)
                .withLabels(labels);
    }
}
