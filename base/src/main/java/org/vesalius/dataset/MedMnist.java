package org.vesalius.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.archive.Npy;
import org.vesalius.archive.StoredTensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/** Yang et al., "MedMNIST v2: A large-scale lightweight benchmark for 2D and 3D biomedical image classification", Scientific Data 2023: one study per picture of every file. */
public final class MedMnist implements Dataset {
    private static final Pattern FILE = Pattern.compile("([a-z]+mnist(?:3d)?)(?:_(\\d+))?\\.npz");
    private static final Map<String, Kind> KINDS = kinds();

    private static final DatasetCard CARD = new DatasetCard(
            "medmnist",
            1,
            "MedMNIST npz files",
            "J. Yang, R. Shi, D. Wei, Z. Liu, L. Zhao, B. Ke, H. Pfister, B. Ni, MedMNIST v2: A large-scale lightweight benchmark for 2D and 3D biomedical image classification, Scientific Data 2023",
            "CC BY 4.0, DermaMNIST CC BY-NC 4.0",
            false,
            DatasetCard.Access.OPEN,
            List.of("classification", "zero-shot"),
            "twelve kinds of pictures and six of volumes, 28 to 224 pixels wide",
            "one or more <name>mnist.npz, <name>mnist_64.npz …, each with train_images, train_labels, val_images, val_labels, test_images and test_labels",
            List.of(
                    "Pictures are rows of an array of bytes and are unpacked when they are asked for: at most 2 GiB a file, so the largest files of 224 pixels are refused; take a smaller size.",
                    "Labels are class numbers with a dimension of their own, or 14 findings each (ChestMNIST); their meaning is not in the file but here, from the publisher's table.",
                    "Nothing says which pictures are of the same patient; the published split counts.",
                    "The same picture in two sizes is two studies.",
                    "Not checked on a complete copy: counts and class names are those of the publisher's list of version 2."),
            Map.of("pictures", 708_069, "cubes", 9998));

    /**
     * What a file's labels mean.
     *
     * @param several whether a picture has several labels
     * @param counts of the complete parts
     */
    private record Kind(boolean several, Map<Split, Integer> counts, List<String> classes) {}

    private static Map<String, Kind> kinds() {
        Map<String, Kind> kinds = new TreeMap<>();
        try (InputStream in = MedMnist.class.getResourceAsStream("medmnist.tsv")) {
            if (in == null) {
                throw new IllegalStateException("medmnist.tsv is not in the jar");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .skip(1)
                    .forEach(line -> {
                        String[] cells = line.split("\t", -1);
                        kinds.put(
                                cells[0],
                                new Kind(
                                        cells[1].equals("labels"),
                                        Map.of(
                                                Split.TRAIN, Integer.valueOf(cells[2]),
                                                Split.VAL, Integer.valueOf(cells[3]),
                                                Split.TEST, Integer.valueOf(cells[4])),
                                        List.of(cells[5].split("\\|"))));
                    });
            return kinds;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        try {
            return !files(dir).isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable Kind kind(Path file) {
        Matcher name = FILE.matcher(String.valueOf(file.getFileName()));
        return name.matches() ? KINDS.get(name.group(1)) : null;
    }

    private static List<Path> files(Path dir) throws IOException {
        if (!Files.isDirectory(dir)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(dir)) {
            return files.filter(file -> kind(file) != null).sorted().toList();
        }
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        List<Path> files = files(dir);
        if (files.isEmpty()) {
            throw InputException.of("MedMNIST folder", "files such as pathmnist.npz", "none", "check the folder");
        }
        for (Path file : files) {
            Kind kind = kind(file);
            if (kind != null) {
                one(file, Inside.stem(String.valueOf(file.getFileName())), kind, studies, problems);
            }
        }
    }

    private static void one(Path file, String name, Kind kind, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        List<Part> parts = new ArrayList<>();
        try (TensorFile arrays = Npy.read(file)) {
            for (Split split : Split.values()) {
                StoredTensor images = arrays.tensors().get(split.lower() + "_images");
                StoredTensor labels = arrays.tensors().get(split.lower() + "_labels");
                if (images == null || labels == null) {
                    problems.accept(new Problem(
                            Problem.Kind.MISSING, name + ", " + split.lower(), "no images or no labels of this part"));
                } else {
                    parts.add(new Part(name, kind, split, images.shape(), labels.shape(), labels.longs()));
                }
            }
        }
        for (Part part : parts) {
            part.check(problems);
            for (int row = 0; row < part.size(); row++) {
                studies.accept(part.study(file, row));
            }
        }
    }

    /** The arrays of one part; labels in C order. */
    @SuppressWarnings("ArrayRecordComponent") // local to one pass, never compared
    private record Part(String name, Kind kind, Split split, List<Long> images, List<Long> labels, long[] values) {

        int size() {
            return images.isEmpty() || labels.isEmpty() ? 0 : (int) Math.min(images.getFirst(), labels.getFirst());
        }

        void check(Consumer<Problem> problems) {
            int expected = kind.counts().getOrDefault(split, 0);
            boolean even =
                    !images.isEmpty() && !labels.isEmpty() && images.getFirst().equals(labels.getFirst());
            if (size() != expected || !even) {
                problems.accept(new Problem(
                        Problem.Kind.INCONSISTENT,
                        name + ", " + split.lower(),
                        "not the complete set, or another release of it: %d of %d%s"
                                .formatted(size(), expected, even ? "" : ", pictures and labels differ in number")));
            }
        }

        Study study(Path file, int row) {
            String member = split.lower() + "_images/" + row;
            String id = name + "/" + split.lower() + "/" + row;
            boolean volume = images.size() == 4 && images.get(3) != 3;
            Study study =
                    Study.of(id, id).withSplit(split).withLabels(states(row)).withMeta(Map.of("set", name));
            return volume
                    ? study.withVolumes(
                            List.of(new StudyVolume("0", new VolumeSource.Member(file, member), "", List.of())))
                    : study.withImages(
                            List.of(StudyImage.of("0", file, View.UNKNOWN).withMember(member)));
        }

        private Map<String, LabelState> states(int row) {
            int width = values.length / Math.max(1, Math.toIntExact(labels.getFirst()));
            if (!kind.several()) {
                long number = width < 1 ? -1 : values[row * width];
                boolean known = number >= 0 && number < kind.classes().size();
                return Rows.oneOf(kind.classes(), known ? kind.classes().get((int) number) : "");
            }
            Map<String, LabelState> states = new TreeMap<>();
            for (int i = 0; i < Math.min(width, kind.classes().size()); i++) {
                states.put(
                        kind.classes().get(i),
                        values[row * width + i] == 1 ? LabelState.POSITIVE : LabelState.NEGATIVE);
            }
            return states;
        }
    }
}
