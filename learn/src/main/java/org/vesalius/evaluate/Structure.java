package org.vesalius.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.StudyImage;
import org.vesalius.io.InputException;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/** What is looked for by a mask or a box: one label, or several that count as one. */
record Structure(String name, List<String> labels) {
    private static final String ANY = "any";

    Structure {
        labels = List.copyOf(labels);
    }

    /** Whether one of the labels is marked on a picture. */
    boolean marked(StudyImage image, MarkedSet.From from) {
        return marks(image, from).anyMatch(labels::contains);
    }

    private static Stream<String> marks(StudyImage image, MarkedSet.From from) {
        Stream<String> masks = image.masks().stream().map(mask -> mask.label());
        Stream<String> boxes = image.boxes().stream().map(box -> box.label());
        return switch (from) {
            case MASKS -> masks;
            case BOXES -> boxes;
            case EITHER -> Stream.concat(masks, boxes);
        };
    }

    /** The labels of the options, else those that are marked on at least {@code least} training pictures, each as one structure or all as one. */
    static List<Structure> of(
            PreparedData data, EvaluationOptions options, MarkedSet.From from, int least, boolean together)
            throws IOException {
        Map<String, Integer> counts = counts(data, Split.TRAIN, from);
        List<String> labels = options.labels().isEmpty()
                ? counts.keySet().stream()
                        .filter(label -> counts.getOrDefault(label, 0) >= least)
                        .toList()
                : options.labels();
        return together && !labels.isEmpty()
                ? List.of(new Structure(ANY, labels))
                : labels.stream()
                        .map(label -> new Structure(label, List.of(label)))
                        .toList();
    }

    /**
     * Refuses structures that nothing can be learnt of.
     *
     * @throws InputException when there are none, or a label is marked on no training picture
     */
    static void check(List<Structure> structures, PreparedData data, MarkedSet.From from) throws IOException {
        Map<String, Integer> counts = counts(data, Split.TRAIN, from);
        for (Structure structure : structures) {
            for (String label : structure.labels) {
                if (!counts.containsKey(label)) {
                    throw InputException.unknown("label that is marked on training pictures", label, counts.keySet());
                }
            }
        }
        if (structures.isEmpty()) {
            throw InputException.of(
                    "data set",
                    "training pictures with " + from.words() + ", enough of a label",
                    counts.isEmpty() ? "none" : counts.toString(),
                    "choose other data, or a lower --set min-marks");
        }
    }

    /** On how many pictures of a split each label is marked. */
    static Map<String, Integer> counts(PreparedData data, Split split, MarkedSet.From from) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (Entry entry : data.entries(split)) {
            var study = data.study(entry);
            int picture = StudySet.picture(study);
            if (picture >= 0) {
                marks(study.images().get(picture), from)
                        .distinct()
                        .forEach(label -> counts.merge(label, 1, Integer::sum));
            }
        }
        return counts;
    }
}
