package org.vesalius.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/** Wang, Lin, Wong, "COVID-Net: a tailored deep convolutional neural network design for detection of COVID-19 cases from chest X-ray images", Scientific Reports 2020 (arXiv 2003.09871), and its later releases: one study per film. */
public final class Covidx implements Dataset {
    private static final Set<String> CLASSES = Set.of("normal", "pneumonia", "covid-19", "positive", "negative");
    private static final Map<Split, List<String>> LISTS = Map.of(
            Split.TRAIN, List.of("train.txt", "train_COVIDx9A.txt", "train_COVIDx9B.txt", "train_split.txt"),
            Split.VAL, List.of("val.txt"),
            Split.TEST, List.of("test.txt", "test_COVIDx9A.txt", "test_COVIDx9B.txt", "test_split.txt"));

    private static final DatasetCard CARD = new DatasetCard(
                    "covidx",
                    1,
                    "COVIDx",
                    "L. Wang, Z. Q. Lin, A. Wong, COVID-Net: a tailored deep convolutional neural network design for detection of COVID-19 cases from chest X-ray images, Scientific Reports 2020, arXiv 2003.09871",
                    "that of its sources, film by film; not commercial among them",
                    false,
                    DatasetCard.Access.OPEN,
                    List.of("zero-shot", "linear-probe"),
                    "chest radiographs",
                    "train.txt, test.txt (CXR-2 to CXR-4; CXR-4 also val.txt), or train_COVIDx9A.txt and test_COVIDx9A.txt (three classes): 'patient file class source' a line; train/, test/, val/ with the files",
                    List.of(
                            "Releases differ in films, classes and parts: two classes (positive, negative) or three (normal, pneumonia, COVID-19). Which one it was belongs beside every number.",
                            "Sources overlap with other sets: RSNA (so NIH), COVID-19 Image Data Collection, SIRM, RICORD, BIMCV. The fact source names the film's.",
                            "A file name may hold blanks: the first word is the patient, the last two are class and source.",
                            "A patient of the test list who is in train too is reported, and the film is left out of train."),
                    Map.of())
            .withSize("12 to 31 GB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        Path train = list(dir, Split.TRAIN);
        Path test = list(dir, Split.TEST);
        return looksLike(train) && looksLike(test);
    }

    private static @Nullable Path list(Path dir, Split split) {
        for (String name : LISTS.getOrDefault(split, List.of())) {
            if (Files.isRegularFile(dir.resolve(name))) {
                return dir.resolve(name);
            }
        }
        return null;
    }

    private static boolean looksLike(@Nullable Path list) {
        if (list == null) {
            return false;
        }
        try (BufferedReader in = Files.newBufferedReader(list, StandardCharsets.ISO_8859_1)) {
            String line = in.readLine();
            return line != null && Entry.of(line) != null;
        } catch (IOException e) {
            return false;
        }
    }

    /** A line of a list. */
    private record Entry(String patient, String file, String type, String source) {
        static @Nullable Entry of(String line) {
            String[] words = line.strip().split("\\s+");
            if (words.length < 4 || !CLASSES.contains(words[words.length - 2].toLowerCase(Locale.ROOT))) {
                return null;
            }
            String text = line.strip();
            String file = text.substring(words[0].length(), text.length() - words[words.length - 1].length())
                    .strip();
            file = file.substring(0, file.length() - words[words.length - 2].length())
                    .strip();
            return new Entry(words[0], file, words[words.length - 2], words[words.length - 1]);
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of("COVIDx", "train.txt and test.txt", "not both", "name their folder");
        }
        Set<String> tested = new HashSet<>();
        each(dir, Split.TEST, problems, (entry, _) -> tested.add(entry.patient()));
        for (Split split : Split.values()) {
            each(
                    dir,
                    split,
                    split == Split.TEST ? _ -> {} : problems,
                    (entry, where) -> film(dir, split, entry, where, tested, studies, problems));
        }
    }

    /** What is done with an entry. */
    @FunctionalInterface
    private interface Use {
        void of(Entry entry, String where);
    }

    private static void each(Path dir, Split split, Consumer<Problem> problems, Use use) throws IOException {
        Path list = list(dir, split);
        if (list == null) {
            return;
        }
        try (BufferedReader in = Files.newBufferedReader(list, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                String where = list.getFileName() + ", line " + number;
                Entry entry = Entry.of(line);
                if (entry != null) {
                    use.of(entry, where);
                } else if (!line.isBlank()) {
                    problems.accept(new Problem(
                            Problem.Kind.INCONSISTENT, where, "not 'patient file class source' with a known class"));
                }
            }
        }
    }

    private static void film(
            Path dir,
            Split split,
            Entry entry,
            String where,
            Set<String> tested,
            Consumer<Study> studies,
            Consumer<Problem> problems) {
        if (split != Split.TEST && tested.contains(entry.patient())) {
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT, where, "its patient is of the test list; left out of " + split.lower()));
            return;
        }
        Path file = Inside.file(dir.resolve(split.lower()), entry.file());
        if (file == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "its film is not there"));
            return;
        }
        studies.accept(Study.of(entry.patient(), split.lower() + "_" + Inside.stem(entry.file()))
                .withSplit(split)
                .withImages(List.of(StudyImage.of(entry.file(), file, View.UNKNOWN)))
                .withLabels(labels(entry.type().toLowerCase(Locale.ROOT)))
                .withMeta(Map.of("source", entry.source())));
    }

    private static Map<String, LabelState> labels(String type) {
        Map<String, LabelState> labels = new TreeMap<>();
        boolean covid = type.equals("covid-19") || type.equals("positive");
        labels.put("COVID-19", covid ? LabelState.POSITIVE : LabelState.NEGATIVE);
        if (type.equals("normal") || type.equals("pneumonia") || type.equals("covid-19")) {
            labels.put("Normal", type.equals("normal") ? LabelState.POSITIVE : LabelState.NEGATIVE);
            labels.put("Other pneumonia", type.equals("pneumonia") ? LabelState.POSITIVE : LabelState.NEGATIVE);
        }
        return labels;
    }
}
