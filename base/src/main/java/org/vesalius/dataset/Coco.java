package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.image.Runs;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import tools.jackson.databind.JsonNode;

/** A file in COCO's format: pictures, categories, and annotations that name both. Boxes are left, top, width, height in pixels of a picture of its declared size. */
final class Coco {
    /** A picture with what is annotated on it; {@code about} is its entry. */
    record Picture(JsonNode about, List<JsonNode> annotations) {
        int width() {
            return about.path("width").asInt(0);
        }

        int height() {
            return about.path("height").asInt(0);
        }
    }

    private final Map<String, String> categories = new HashMap<>();
    private final Map<String, Picture> pictures = new TreeMap<>();
    private final String name;

    private Coco(String name) {
        this.name = name;
    }

    /** Reads a file; annotations of a picture that is not listed are reported. */
    static Coco read(Path file, Consumer<Problem> problems) throws IOException {
        Coco coco = new Coco(String.valueOf(file.getFileName()));
        List<JsonNode> annotations = new ArrayList<>();
        JsonRows.entries(file, (part, entry) -> {
            switch (part) {
                case "images" -> coco.pictures.put(JsonRows.text(entry, "id"), new Picture(entry, new ArrayList<>()));
                case "categories" -> coco.categories.put(JsonRows.text(entry, "id"), JsonRows.text(entry, "name"));
                case "annotations" -> annotations.add(entry);
                default -> {}
            }
        });
        long lost = 0;
        for (JsonNode annotation : annotations) {
            Picture picture = coco.pictures.get(JsonRows.text(annotation, "image_id"));
            if (picture == null) {
                lost++;
            } else {
                picture.annotations.add(annotation);
            }
        }
        if (lost > 0) {
            problems.accept(new Problem(
                    Problem.Kind.UNMATCHED, coco.name, lost + " annotations of pictures that are not listed"));
        }
        return coco;
    }

    /** By their ids. */
    List<Picture> pictures() {
        return List.copyOf(pictures.values());
    }

    /** The category of an annotation; empty when it has none. */
    String category(JsonNode annotation) {
        return categories.getOrDefault(JsonRows.text(annotation, "category_id"), "");
    }

    /** The boxes of a picture; {@code phrase} names the member of an annotation that holds its text, or null. */
    List<Box> boxes(Picture picture, @Nullable String phrase, Consumer<Problem> problems) {
        List<Box> boxes = new ArrayList<>();
        for (JsonNode annotation : picture.annotations) {
            JsonNode box = annotation.path("bbox");
            String text = phrase == null ? "" : JsonRows.text(annotation, phrase);
            try {
                boxes.add(new Box(
                        box.path(0).asDouble(Double.NaN),
                        box.path(1).asDouble(Double.NaN),
                        box.path(2).asDouble(Double.NaN),
                        box.path(3).asDouble(Double.NaN),
                        category(annotation),
                        text.isEmpty() ? null : text,
                        null));
            } catch (InputException e) {
                problems.accept(
                        new Problem(Problem.Kind.INCONSISTENT, where(annotation), "no box of four numbers; left out"));
            }
        }
        return boxes;
    }

    /** The masks of a picture, from polygons and from both forms of run lengths; its size must be declared. */
    List<StudyMask> masks(Picture picture, Consumer<Problem> problems) {
        List<StudyMask> masks = new ArrayList<>();
        for (JsonNode annotation : picture.annotations) {
            JsonNode drawn = annotation.path("segmentation");
            if (!drawn.isMissingNode() && !drawn.isEmpty()) {
                try {
                    masks.add(new StudyMask(category(annotation), null, source(drawn, picture)));
                } catch (InputException e) {
                    problems.accept(new Problem(Problem.Kind.BROKEN, where(annotation), Pixels.reason(e)));
                }
            }
        }
        return masks;
    }

    private String where(JsonNode annotation) {
        return name + ", annotation " + JsonRows.text(annotation, "id");
    }

    private static MaskSource source(JsonNode drawn, Picture picture) {
        if (drawn.isArray()) {
            List<List<MaskSource.Point>> lines = new ArrayList<>();
            for (JsonNode line : drawn) {
                List<MaskSource.Point> points = new ArrayList<>();
                for (int i = 0; i + 1 < line.size(); i += 2) {
                    points.add(new MaskSource.Point(
                            line.path(i).asDouble(0), line.path(i + 1).asDouble(0)));
                }
                lines.add(points);
            }
            return new MaskSource.Polygons(picture.width(), picture.height(), lines);
        }
        JsonNode counts = drawn.path("counts");
        int height = drawn.path("size").path(0).asInt(picture.height());
        int width = drawn.path("size").path(1).asInt(picture.width());
        Runs runs;
        if (counts.isArray()) {
            List<Integer> lengths = new ArrayList<>();
            counts.forEach(count -> lengths.add(count.asInt(-1)));
            runs = Runs.ofCounts(lengths, width, height);
        } else {
            runs = Runs.ofCompressed(counts.asString(""), width, height);
        }
        return new MaskSource.Runs(width, height, runs.byRows());
    }
}
