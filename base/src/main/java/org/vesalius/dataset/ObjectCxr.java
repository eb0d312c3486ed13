package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.image.Box;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;

/** The Object-CXR challenge (JF Healthcare, MIDL 2020): foreign objects on chest films, one study per film. */
public final class ObjectCxr implements Dataset {
    /** The one label. */
    public static final String LABEL = "Foreign object";

    private static final DatasetCard CARD = new DatasetCard(
                    "object_cxr",
                    1,
                    "Object-CXR: foreign objects",
                    "JF Healthcare, Object-CXR: automatic detection of foreign objects on chest X-rays, MIDL 2020",
                    "CC BY-NC 4.0",
                    false,
                    DatasetCard.Access.OPEN,
                    List.of("detection", "segmentation", "grounding"),
                    "chest radiographs",
                    "train.csv, dev.csv with image_name, annotation; train/, dev/ with the films",
                    List.of(
                            "An annotation is a list behind ';' of '0 x1 y1 x2 y2' (rectangle), '1 x1 y1 x2 y2' (ellipse) and '2 x1 y1 … xn yn' (polygon), in pixels of the film; an empty one means no object. This grammar was not seen on a real copy here.",
                            "Corners come in any order.",
                            "Every object has a box; ellipses and polygons also a mask, for which the film's header is read.",
                            "Each film counts as a patient of its own. The test films have no public annotations; papers use dev as test and split train 6,400/1,600."),
                    Map.of("images.train", 8_000, "images.val", 1_000))
            .withSize("14 GB");

    @Override
    public DatasetCard card() {
        return CARD;
    }

    @Override
    public boolean recognises(Path dir) {
        return Table.looksLike(dir.resolve("train.csv"), "image_name", "annotation")
                || Table.looksLike(dir.resolve("dev.csv"), "image_name", "annotation");
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!recognises(dir)) {
            throw InputException.of("Object-CXR", "train.csv or dev.csv", "neither", "name their folder");
        }
        part(dir, "train", Split.TRAIN, studies, problems);
        part(dir, "dev", Split.VAL, studies, problems);
    }

    private static void part(Path dir, String part, Split split, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        Path file = Table.find(dir, part + ".csv");
        if (file == null) {
            problems.accept(new Problem(Problem.Kind.MISSING, part + ".csv", "this part is not there"));
            return;
        }
        try (Table table = Table.open(file).require("image_name", "annotation")) {
            for (Table.Row row : table) {
                Path film = Inside.file(dir.resolve(part), row.get("image_name"));
                if (film == null) {
                    problems.accept(new Problem(Problem.Kind.MISSING, row.where(), "its film is not there"));
                    continue;
                }
                try {
                    studies.accept(study(row, film).withSplit(split));
                } catch (InputException e) {
                    problems.accept(new Problem(Problem.Kind.BROKEN, row.where(), Pixels.reason(e)));
                }
            }
        }
    }

    private static Study study(Table.Row row, Path film) throws IOException {
        String id = Inside.stem(row.get("image_name"));
        List<Shape> shapes = new ArrayList<>();
        for (String item : row.get("annotation").split(";")) {
            if (!item.isBlank()) {
                shapes.add(Shape.of(item.strip()));
            }
        }
        List<Box> boxes = shapes.stream().map(Shape::box).toList();
        ImageFiles.Size size = shapes.stream().anyMatch(shape -> shape.kind != 0) ? ImageFiles.size(film) : null;
        List<StudyMask> masks = new ArrayList<>();
        for (Shape shape : shapes) {
            if (size != null && shape.kind != 0) {
                masks.add(new StudyMask(LABEL, null, shape.mask(size)));
            }
        }
        return Study.of(id, id)
                .withImages(List.of(StudyImage.of(id, film, View.UNKNOWN)
                        .withBoxes(size == null ? 0 : size.width(), size == null ? 0 : size.height(), boxes)
                        .withMasks(masks)))
                .withLabels(Map.of(LABEL, shapes.isEmpty() ? LabelState.NEGATIVE : LabelState.POSITIVE));
    }

    /** One object: kind 0, 1 or 2 and its points. */
    private record Shape(int kind, List<MaskSource.Point> points) {
        static Shape of(String item) {
            String[] cells = item.split("\\s+");
            List<MaskSource.Point> points = new ArrayList<>();
            try {
                int kind = Integer.parseInt(cells[0]);
                for (int i = 1; i + 1 < cells.length; i += 2) {
                    points.add(new MaskSource.Point(Double.parseDouble(cells[i]), Double.parseDouble(cells[i + 1])));
                }
                int least = kind == 2 ? 3 : 2;
                if (kind >= 0 && kind <= 2 && points.size() >= least && cells.length % 2 == 1) {
                    return new Shape(kind, points);
                }
            } catch (NumberFormatException e) {
                throw new InputException(
                        "annotation: expected numbers, got a word; check the table against the film", e);
            }
            throw InputException.of(
                    "annotation", "0, 1 or 2 and the points of such a shape", "another form", "check the table");
        }

        Box box() {
            double left = points.stream().mapToDouble(MaskSource.Point::x).min().orElse(0);
            double top = points.stream().mapToDouble(MaskSource.Point::y).min().orElse(0);
            double right =
                    points.stream().mapToDouble(MaskSource.Point::x).max().orElse(0);
            double bottom =
                    points.stream().mapToDouble(MaskSource.Point::y).max().orElse(0);
            return new Box(left, top, right - left, bottom - top, LABEL);
        }

        MaskSource mask(ImageFiles.Size size) {
            return kind == 1
                    ? new MaskSource.Ellipse(size.width(), size.height(), box())
                    : new MaskSource.Polygons(size.width(), size.height(), List.of(points));
        }
    }
}
