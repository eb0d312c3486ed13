package org.vesalius.identity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vesalius.image.Image;

/**
 * Finds text that is part of the picture, without knowing letters: narrow strokes that stand out sharply from what is around them (top-hat filter, bright and dark), in pieces of the size of letters, three or more of
 * them in a line along rows or columns. Every size is searched by halving the picture.
 */
final class BurnedInText {
    private static final float MIN_CONTRAST = 26;
    private static final float FAINT_CONTRAST = 16;
    private static final float WEAK = 9;
    private static final int MIN_SIDE = 40;
    private static final double LARGEST = 0.16;
    private static final double REACH = 2.2;
    private static final double SHARP = 0.45;
    private static final double STANDING_OUT = 0.2;
    private static final int LONGEST = 3;
    private static final int SAMPLE = 7;
    private static final int NEAR = 3;
    private static final double MERGED = 1.1;

    private BurnedInText() {}

    /** Rectangles that hold text, with a margin; of colour pictures the brightness and the strength of colour are searched. */
    static List<Region> find(Image image) {
        Image scaled = image.peak() == 255 ? image : image.withPeak(255);
        Image grey = scaled.toGrey();
        List<Region> found = find(grey, grey.samples());
        if (scaled.channels() > 1) {
            float[] colour = colourfulness(scaled);
            search(new Plane(grey.width(), grey.height(), colour, colour), found);
        }
        return merged(found, image.width(), image.height());
    }

    /**
     * The same of a grey picture of peak 255 that a window has cut.
     *
     * @param tones what its samples would be without the ends of the window: bones are all white in it, but not of one tone
     */
    static List<Region> findUncut(Image grey, float[] tones) {
        return merged(find(grey, tones), grey.width(), grey.height());
    }

    private static List<Region> find(Image grey, float[] tones) {
        List<Region> found = new ArrayList<>();
        search(new Plane(grey.width(), grey.height(), grey.samples(), tones), found);
        return found;
    }

    private static float[] colourfulness(Image image) {
        float[] in = image.samples();
        float[] out = new float[in.length / 3];
        for (int i = 0; i < out.length; i++) {
            float r = in[3 * i];
            float g = in[3 * i + 1];
            float b = in[3 * i + 2];
            out[i] = Math.max(r, Math.max(g, b)) - Math.min(r, Math.min(g, b));
        }
        return out;
    }

    private static void search(Plane full, List<Region> found) {
        List<Region> clear = new ArrayList<>();
        search(full, MIN_CONTRAST, clear);
        found.addAll(clear);
        if (clear.isEmpty()) {
            return;
        }
        // where there is some text there is often more beside it, less visible
        List<Region> faint = new ArrayList<>();
        search(full, FAINT_CONTRAST, faint);
        faint.stream()
                .filter(line -> clear.stream()
                        .map(seen -> seen.grown(NEAR * Math.min(seen.width(), seen.height()), full.width, full.height))
                        .anyMatch(line::meets))
                .forEach(found::add);
    }

    private static void search(Plane full, float least, List<Region> found) {
        double largest = Math.min(full.width, full.height) * LARGEST;
        Plane plane = full;
        for (int scale = 1; Math.min(plane.width, plane.height) >= MIN_SIDE; scale *= 2) {
            for (Ink ink : List.of(plane.bright(), plane.dark())) {
                for (Found line : lines(ink, least, TextLines.Direction.ACROSS)) {
                    add(full, line.scaled(scale), largest, found);
                }
                for (Found line : lines(ink.turned(), least, TextLines.Direction.UPWARDS)) {
                    add(full, line.turned().scaled(scale), largest, found);
                }
            }
            plane = plane.halved();
        }
    }

    /**
     * A line with what follows it beyond its ends.
     *
     * @param height of its letters
     */
    private record Found(Region box, double height, double contrast) {
        Found turned() {
            return new Found(box.turned(), height, contrast);
        }

        Found scaled(int by) {
            return new Found(
                    new Region(box.x() * by, box.y() * by, box.width() * by, box.height() * by), height * by, contrast);
        }
    }

    private static void add(Plane full, Found line, double largest, List<Region> found) {
        if (line.height() <= largest && isSharp(full, line.box(), line.contrast())) {
            found.add(line.box());
        }
    }

    private static List<Found> lines(Ink ink, float least, TextLines.Direction direction) {
        float noise = median(ink.over);
        float weak = Math.max(WEAK, 3 + 3 * noise);
        return TextLines.along(Glyphs.in(ink, Math.max(least, 8 + 4 * noise)), direction).stream()
                .map(line -> new Found(
                        extended(line, ink, Math.max(weak, (float) (STANDING_OUT * line.contrast()))),
                        line.height(),
                        line.contrast()))
                .toList();
    }

    /** Follows a line beyond its ends, as long as something weaker goes on: letters before a background of nearly their own tone. */
    private static Region extended(TextLines.Line line, Ink ink, float threshold) {
        Region box = line.box();
        int reach = (int) Math.ceil(REACH * line.height());
        int left = box.x();
        int right = box.right();
        int least = Math.max(0, left - LONGEST * reach);
        int most = Math.min(ink.width, right + LONGEST * reach);
        for (int x = left - 1; x >= Math.max(least, left - reach); x--) {
            left = marks(ink, box, x, threshold) ? x : left;
        }
        for (int x = right; x < Math.min(most, right + reach); x++) {
            right = marks(ink, box, x, threshold) ? x + 1 : right;
        }
        return new Region(left, box.y(), right - left, box.height());
    }

    private static boolean marks(Ink ink, Region box, int x, float threshold) {
        for (int y = box.y(); y < box.bottom(); y++) {
            if (ink.over[y * ink.width + x] > threshold) {
                return true;
            }
        }
        return false;
    }

    /** Whether the picture in full size has edges as sharp as those of text, which anatomy has only in small pictures of it. */
    private static boolean isSharp(Plane full, Region region, double contrast) {
        int strong = 0;
        int right = Math.min(region.right(), full.width - 1);
        int bottom = Math.min(region.bottom(), full.height - 1);
        for (int y = Math.max(1, region.y()); y < bottom; y++) {
            for (int x = Math.max(1, region.x()); x < right; x++) {
                int at = y * full.width + x;
                double across = Math.abs(full.values[at + 1] - full.values[at - 1]);
                double down = Math.abs(full.values[at + full.width] - full.values[at - full.width]);
                strong += Math.max(across, down) > SHARP * contrast ? 1 : 0;
            }
        }
        return strong >= region.width() + region.height();
    }

    /** Of every seventh value: how far noise rises above the filter's background. */
    private static float median(float[] values) {
        float[] some = new float[(values.length + SAMPLE - 1) / SAMPLE];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[i * SAMPLE];
        }
        Arrays.sort(some);
        return some[some.length / 2];
    }

    /** With a margin that covers half-dark edges and letters cut off at the ends; as one where that hides little else. */
    private static List<Region> merged(List<Region> found, int width, int height) {
        List<Region> out = new ArrayList<>();
        for (Region line : found) {
            Region region = line.grown(2 + Math.min(line.width(), line.height()) * 2 / 5, width, height);
            for (int i = out.size() - 1; i >= 0; i--) {
                Region both = region.with(out.get(i));
                if (region.meets(out.get(i))
                        && both.area() <= MERGED * (region.area() + out.get(i).area())) {
                    region = both;
                    out.remove(i);
                    i = out.size();
                }
            }
            out.add(region);
        }
        return out;
    }
}
