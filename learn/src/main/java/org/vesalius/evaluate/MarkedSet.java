package org.vesalius.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.evaluate.transfer.Square;
import org.vesalius.image.Box;
import org.vesalius.image.Geometry;
import org.vesalius.image.Image;
import org.vesalius.image.Transform;
import org.vesalius.io.Digests;
import org.vesalius.objective.YoloLoss;
import org.vesalius.report.LabelState;
import org.vesalius.shard.Entry;
import org.vesalius.shard.Masks;
import org.vesalius.shard.Sample;

/**
 * The pictures of a split on which somebody marked structures or looked for them, as a model sees them. One picture a study ({@link StudySet#UNIT}). What was decoded is kept as long as there is room.
 */
final class MarkedSet {
    private static final double VISIBLE = 0.25;

    private final Trial trial;
    private final Rules rules;
    private final Transform transform;
    private final List<StudySet.Row> rows;
    private final Map<Integer, Square> kept = new HashMap<>();
    private final Map<Integer, float[]> texts = new HashMap<>();
    private long room = Runtime.getRuntime().maxMemory() / 5;

    private MarkedSet(Trial trial, Rules rules, List<StudySet.Row> rows) {
        this.trial = trial;
        this.rules = rules;
        this.rows = List.copyOf(rows);
        transform = sized(trial.scorer().inference().spec().transform(), rules.side);
    }

    /** What counts as a mark. */
    enum From {
        MASKS("masks"),
        BOXES("boxes"),
        /** Masks, and where a structure has none its boxes, filled. */
        EITHER("masks or boxes");

        private final String words;

        From(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /** When a picture without a mark of a structure is one that does not show it; else nobody knows. */
    enum Negatives {
        /** When the study's labels deny it. */
        LABELLED,
        /** Always. */
        ALL,
        /** Never. */
        NONE
    }

    /** What is told of a picture beside it. */
    enum Told {
        NOTHING,
        REPORT,
        /** The wordings of its marks, or the report where they have none. */
        PHRASES
    }

    /**
     * What is looked for, and how.
     *
     * @param side of the pictures, 0 for that of the model
     * @param pixels whether masks are wanted
     */
    record Rules(List<Structure> structures, From from, Negatives negatives, Told told, int side, boolean pixels) {
        Rules {
            structures = List.copyOf(structures);
        }
    }

    private static Transform sized(Transform own, int side) {
        return side == 0 || side == own.size()
                ? own
                : new Transform(side, own.fit(), own.filter(), own.channels(), own.mean(), own.std());
    }

    /** Those of a split; with {@code share}, of the patients that a fraction of the training takes. */
    static MarkedSet read(Trial trial, Split split, Rules rules, boolean share) throws IOException {
        List<StudySet.Row> rows = new ArrayList<>();
        for (Entry entry : trial.data().entries(split)) {
            Study study = trial.data().study(entry);
            int picture = StudySet.picture(study);
            if (picture >= 0 && rules.structures.stream().anyMatch(s -> known(rules, s, study, picture))) {
                rows.add(new StudySet.Row(rows.size(), entry, study));
            }
        }
        return new MarkedSet(trial, rules, share ? LinearProbeProtocol.fraction(rows, trial.options()) : rows);
    }

    private static boolean known(Rules rules, Structure structure, Study study, int picture) {
        return structure.marked(study.images().get(picture), rules.from)
                || switch (rules.negatives) {
                    case ALL -> true;
                    case NONE -> false;
                    case LABELLED ->
                        structure.labels().stream()
                                .allMatch(label -> study.labels().get(label) == LabelState.NEGATIVE);
                };
    }

    int size() {
        return rows.size();
    }

    List<StudySet.Row> rows() {
        return rows;
    }

    /** Pixels of a side of what the model sees. */
    int side() {
        return transform.size();
    }

    boolean known(int row, int structure) {
        Study study = rows.get(row).study();
        return known(rules, rules.structures.get(structure), study, StudySet.picture(study));
    }

    /** The picture as the model sees it. */
    Square square(int row) {
        Square known = kept.get(row);
        if (known != null) {
            return known;
        }
        Square square = square(sample(row), row);
        long bytes = (long) transform.size()
                * transform.size()
                * (transform.channels() * (long) Float.BYTES + rules.structures.size());
        if (bytes < room) {
            room -= bytes;
            kept.put(row, square);
        }
        return square;
    }

    private Square square(Sample sample, int row) {
        int picture = StudySet.picture(sample.study());
        Image image = sample.images().get(picture);
        var seen = transform.apply(image);
        boolean[][] masks = new boolean[rules.structures.size()][];
        List<YoloLoss.Truth> boxes = new ArrayList<>();
        for (int k = 0; k < masks.length; k++) {
            masks[k] = !rules.pixels || !known(row, k)
                    ? new boolean[0]
                    : onSquare(mask(sample, k), image, seen.geometry());
            for (Box box : boxes(sample, k)) {
                onSquare(box, k, seen.geometry()).ifPresent(boxes::add);
            }
        }
        int id = rows.get(row).entry().row();
        return new Square(id, seen.chw(), masks, boxes, texts.getOrDefault(row, new float[0]));
    }

    private static boolean[] onSquare(boolean[] mask, Image image, Geometry geometry) {
        int side = geometry.targetWidth();
        boolean[] square = new boolean[side * side];
        for (int y = 0; y < side; y++) {
            int sourceY = (int) Math.floor(geometry.toSourceY(y + 0.5));
            for (int x = 0; x < side; x++) {
                int sourceX = (int) Math.floor(geometry.toSourceX(x + 0.5));
                boolean inside = sourceX >= 0 && sourceX < image.width() && sourceY >= 0 && sourceY < image.height();
                square[y * side + x] = inside && mask[sourceY * image.width() + sourceX];
            }
        }
        return square;
    }

    /** Empty where the model sees less than a quarter of the box. */
    private static Optional<YoloLoss.Truth> onSquare(Box box, int kind, Geometry geometry) {
        Box target = geometry.toTarget(box);
        double side = geometry.targetWidth();
        Box seen = target.clip(side, side);
        return seen.area() > 0 && seen.area() >= VISIBLE * target.area()
                ? Optional.of(new YoloLoss.Truth(
                        (seen.x() + seen.width() / 2) / side,
                        (seen.y() + seen.height() / 2) / side,
                        seen.width() / side,
                        seen.height() / side,
                        kind))
                : Optional.empty();
    }

    /** The study with its pictures, read again. */
    Sample sample(int row) {
        try {
            return trial.data().read(rows.get(row).entry());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How the stored picture lies on what the model sees. */
    Geometry geometry(Image stored) {
        return transform.geometry(stored.width(), stored.height());
    }

    /** Where structure {@code k} is on the stored picture. */
    boolean[] mask(Sample sample, int k) {
        int picture = StudySet.picture(sample.study());
        Image image = sample.images().get(picture);
        Masks masks = sample.masks();
        boolean[] inside = new boolean[image.width() * image.height()];
        boolean drawn = false;
        for (int n = 0; n < masks.count(picture) && rules.from != From.BOXES; n++) {
            String label = sample.study().images().get(picture).masks().get(n).label();
            if (rules.structures.get(k).labels().contains(label)) {
                drawn = true;
                Image mask = masks.get(picture, n);
                for (int i = 0; i < inside.length; i++) {
                    inside[i] |= 2 * mask.samples()[i] >= mask.peak();
                }
            }
        }
        boolean fill = !drawn && rules.from != From.MASKS;
        return fill ? GroundingProtocol.mask(boxes(sample, k), image.width(), image.height()) : inside;
    }

    /** The boxes of structure {@code k} on the stored picture. */
    List<Box> boxes(Sample sample, int k) {
        int picture = StudySet.picture(sample.study());
        StudyImage image = sample.study().images().get(picture);
        return image.boxes().stream()
                .filter(box -> rules.structures.get(k).labels().contains(box.label()))
                .map(sample.geometries().get(picture)::toTarget)
                .toList();
    }

    /** Tells what the rules say of every picture; what nobody wrote is told as a vector of zeros. */
    void tell() {
        if (rules.told == Told.NOTHING) {
            return;
        }
        List<String> said = rows.stream().map(this::text).toList();
        String[] written = said.stream().filter(text -> !text.isBlank()).toArray(String[]::new);
        float[][] vectors =
                written.length == 0 ? new float[0][] : trial.scorer().embedTexts(Arrays.asList(written));
        int size = trial.scorer().inference().spec().jointSize();
        int next = 0;
        for (int row = 0; row < rows.size(); row++) {
            texts.put(row, said.get(row).isBlank() ? new float[size] : vectors[next++]);
        }
    }

    private String text(StudySet.Row row) {
        StudyImage image = row.study().images().get(StudySet.picture(row.study()));
        String phrases = Stream.concat(
                        image.masks().stream().map(mask -> mask.text()),
                        image.boxes().stream().map(Box::text))
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(" "));
        return rules.told == Told.PHRASES && !phrases.isBlank()
                ? phrases
                : row.text(trial.options().sections());
    }

    /** For each picture the text of another one: each is told the next one's, in an order by SHA-256. */
    float[][] shuffled() {
        List<Integer> order = new ArrayList<>(texts.keySet());
        order.sort(Comparator.comparing(
                row -> Digests.sha256("shuffled " + rows.get(row).entry().key())));
        float[][] others = new float[rows.size()][];
        for (int i = 0; i < order.size(); i++) {
            others[order.get(i)] = texts.getOrDefault(order.get((i + 1) % order.size()), new float[0]);
        }
        return others;
    }
}
