package org.vesalius.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/** Rajpurkar et al., "MURA: Large Dataset for Abnormality Detection in Musculoskeletal Radiographs", MIDL 2018 (arXiv 1712.06957): one study per patient, part of the arm and visit. */
public final class Mura implements Dataset {
    /** The one label. */
    public static final String LABEL = "Abnormal";

    private static final Pattern PLACE =
            Pattern.compile("(?:.*/)?((train|valid)/XR_([A-Z]+)/(patient\\d+)/(study\\d+)_(positive|negative))/?");

    private static final DatasetCard CARD = new DatasetCard(
                    "mura",
                    1,
                    "MURA: musculoskeletal radiographs",
                    "P. Rajpurkar, J. Irvin, A. Bagul et al., MURA: Large Dataset for Abnormality Detection in Musculoskeletal Radiographs, MIDL 2018, arXiv 1712.06957",
                    "Stanford University Dataset Research Use Agreement, not commercial",
                    false,
                    DatasetCard.Access.REGISTERED,
                    List.of("zero-shot", "linear-probe"),
                    "radiographs of the arm",
                    "train_labeled_studies.csv, valid_labeled_studies.csv (no heading: path of a study, label), MURA-v1.1/train/XR_PART/patientN/studyN_LABEL/imageN.png; the folder itself or the one above",
                    List.of(
                            "The tables have no heading, their first line is data; paths begin with MURA-v1.1/ and end in a slash.",
                            "The label is of the study, and stands in the name of its folder too: where the two differ the study is reported and left out.",
                            "One patient may have studies of several parts. Patients of train and valid differ.",
                            "Some folders hold files that begin with '._' and are no pictures: they are passed over.",
                            "The test part is not public."),
                    Map.of(
                            "studies.train", 13_457,
                            "images.train", 36_808,
                            "studies.val", 1_199,
                            "images.val", 3_197))
            .withSize("3.3 GB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    private static Path folder(Path dir) {
        Path below = dir.resolve("MURA-v1.1");
        return Files.isRegularFile(below.resolve("train_labeled_studies.csv")) ? below : dir;
    }

    @Override
    public boolean recognises(Path dir) {
        return Files.isRegularFile(folder(dir).resolve("train_labeled_studies.csv"))
                || Files.isRegularFile(folder(dir).resolve("valid_labeled_studies.csv"));
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of("MURA", "train_labeled_studies.csv", "no such table", "name its folder");
        }
        part(folder(dir), "train", Split.TRAIN, studies, problems);
        part(folder(dir), "valid", Split.VAL, studies, problems);
    }

    private static void part(Path folder, String part, Split split, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        String name = part + "_labeled_studies.csv";
        if (!Files.isRegularFile(folder.resolve(name))) {
            problems.accept(new Problem(Problem.Kind.MISSING, name, "this part is not there"));
            return;
        }
        try (BufferedReader in = Files.newBufferedReader(folder.resolve(name), StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                String[] cells = line.split(",", -1);
                Matcher place = PLACE.matcher(cells[0].strip());
                String where = name + ", line " + number;
                if (cells.length != 2 || !place.matches()) {
                    problems.accept(
                            new Problem(Problem.Kind.INCONSISTENT, where, "not the path of a study and a label"));
                } else if (cells[1].strip().equals("1") != place.group(6).equals("positive")) {
                    problems.accept(new Problem(
                            Problem.Kind.INCONSISTENT,
                            where,
                            "its label and the name of its folder contradict each other"));
                } else {
                    study(folder, place, split, where, studies, problems);
                }
            }
        }
    }

    private static void study(
            Path folder, Matcher place, Split split, String where, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path visit = folder.resolve(place.group(1)).normalize();
        List<StudyImage> images = new ArrayList<>();
        if (visit.startsWith(folder.normalize()) && Files.isDirectory(visit)) {
            try (Stream<Path> files = Files.list(visit)) {
                for (Path file : files.sorted().toList()) {
                    String name = String.valueOf(file.getFileName());
                    if (name.matches("image\\d+\\.png")) {
                        images.add(StudyImage.of(Inside.stem(name), file, View.UNKNOWN));
                    }
                }
            }
        }
        if (images.isEmpty()) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "it has no pictures"));
            return;
        }
        String body = place.group(3).toLowerCase(Locale.ROOT);
        studies.accept(Study.of(place.group(4), place.group(4) + "_" + body + "_" + place.group(5))
                .withSplit(split)
                .withImages(images)
                .withLabels(
                        Map.of(LABEL, place.group(6).equals("positive") ? LabelState.POSITIVE : LabelState.NEGATIVE))
                .withMeta(Map.of("body_part", body)));
    }
}
