package org.vesalius.shard;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.MaskSource;
import org.vesalius.dataset.Pixels;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.StudyMask;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.io.Problem;

/** The pictures of a study, decoded; what cannot be is a problem and leaves the study. */
final class Decoding {
    /** Sides of a declared and a real size may differ by this share in shape, since published resizes round. */
    private static final double SHAPE = 0.02;

    private Decoding() {}

    /** A picture and what is known of it, its size included, and its masks in their own size, as many as {@code about} names. */
    record Picture(StudyImage about, Image pixels, List<Image> masks) {}

    /** {@code name} is what problems call the study. */
    static List<Picture> pictures(Study study, String name, Consumer<Problem> problems) {
        List<Picture> pictures = new ArrayList<>();
        for (int i = 0; i < study.images().size(); i++) {
            StudyImage about = study.images().get(i);
            String where = name + ", image " + i;
            Image pixels = read(() -> Pixels.read(file(about.path()), about.member()), where, problems);
            if (pixels != null) {
                pictures.add(masked(sized(about, pixels, where, problems), pixels, where, problems));
            }
        }
        return pictures;
    }

    private static Picture masked(StudyImage about, Image pixels, String where, Consumer<Problem> problems) {
        List<StudyMask> kept = new ArrayList<>();
        List<Image> drawn = new ArrayList<>();
        for (StudyMask mask : about.masks()) {
            String which = where + ", mask '" + mask.label() + "'";
            Image inside = read(() -> Pixels.mask(source(mask)), which, problems);
            if (inside != null && otherShape(inside.width(), inside.height(), pixels)) {
                problems.accept(new Problem(
                        Problem.Kind.INCONSISTENT, which, "it has another shape than its picture; left out"));
            } else if (inside != null) {
                kept.add(mask);
                drawn.add(inside);
            }
        }
        return new Picture(about.withMasks(kept), pixels, drawn);
    }

    private static boolean otherShape(int width, int height, Image pixels) {
        return Math.abs((double) width * pixels.height() / height / pixels.width() - 1) > SHAPE;
    }

    private static Path file(@Nullable Path path) throws NoSuchFileException {
        if (path == null) {
            throw new NoSuchFileException("no file");
        }
        return path;
    }

    /** Where a mask comes from; none is a file that is not there. */
    static MaskSource source(StudyMask mask) throws NoSuchFileException {
        MaskSource source = mask.source();
        if (source == null) {
            throw new NoSuchFileException("no file");
        }
        return source;
    }

    /** What decodes a picture. */
    @FunctionalInterface
    private interface Decoder {
        Image decode() throws IOException;
    }

    private static @Nullable Image read(Decoder decoder, String where, Consumer<Problem> problems) {
        try {
            return decoder.decode();
        } catch (NoSuchFileException e) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "the file is not there"));
        } catch (IOException | RuntimeException e) {
            // whatever a decoder throws at a damaged file must not end the work on the others
            problems.accept(new Problem(Problem.Kind.BROKEN, where, Pixels.reason(e)));
        }
        return null;
    }

    private static StudyImage sized(StudyImage about, Image pixels, String where, Consumer<Problem> problems) {
        int width = about.width();
        int height = about.height();
        List<Box> boxes = about.boxes();
        boolean known = width >= 1 && height >= 1;
        boolean other = known && otherShape(width, height, pixels);
        if (!known || other) {
            width = pixels.width();
            height = pixels.height();
        }
        if (other && !boxes.isEmpty()) {
            boxes = List.of();
            problems.accept(new Problem(
                    Problem.Kind.INCONSISTENT,
                    where,
                    "the file has another shape than its boxes were drawn on; the boxes are left out"));
        }
        return about.withBoxes(width, height, inside(boxes, width, height, where, problems));
    }

    private static List<Box> inside(List<Box> boxes, int width, int height, String where, Consumer<Problem> problems) {
        List<Box> kept = new ArrayList<>();
        for (Box box : boxes) {
            Box clipped = box.clip(width, height);
            if (clipped.area() > 0) {
                kept.add(clipped);
            } else {
                problems.accept(
                        new Problem(Problem.Kind.INCONSISTENT, where, "a box lies outside of the picture; left out"));
            }
        }
        return kept;
    }
}
