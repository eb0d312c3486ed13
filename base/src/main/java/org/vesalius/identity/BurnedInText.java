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
    private static final int SAMPLE = 7;

    private BurnedInText() {}

    /** Rectangles that hold text, with a margin; of colour pictures the brightness and the strength of colour are searched. */
    static List<Region> find(Image image) {
        List<Region> found = new ArrayList<>();
        Image scaled = image.peak() == 255 ? image : image.withPeak(255);
        Image grey = scaled.toGrey();
        search(new Plane(grey.width(), grey.height(), grey.samples()), found);
        if (scaled.channels() > 1) {
            search(new Plane(grey.width(), grey.height(), colourfulness(scaled)), found);
        }
        return merged(found, image.width(), image.height());
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
        int before = found.size();
        search(full, MIN_CONTRAST, found);
        if (found.size() > before) {
            // where there is some text there is often more, less visible
            search(full, FAINT_CONTRAST, found);
        }
    }

    private static void search(Plane full, float least, List<Region> found) {
        double largest = Math.min(full.width, full.height) * LARGEST;
        Plane plane = full;
        for (int scale = 1; Math.min(plane.width, plane.height) >= MIN_SIDE; scale *= 2) {
            for (float[] over : List.of(plane.bright(), plane.dark())) {
                lines(full, plane.width, plane.height, over, false, scale, largest, least, found);
                float[] turned = Plane.turned(over, plane.width, plane.height);
                lines(full, plane.height, plane.width, turned, true, scale, largest, least, found);
            }
            plane = plane.halved();
        }
    }

    private static void lines(
            Plane full,
            int width,
            int height,
            float[] over,
            boolean turned,
            int scale,
            double largest,
            float least,
            List<Region> found) {
        float noise = median(over);
        List<Glyph> glyphs = Glyph.in(over, width, height, Math.max(least, 8 + 4 * noise));
        for (TextLines.Line line : TextLines.along(glyphs)) {
            if (line.height() * scale > largest) {
                continue;
            }
            Region whole = extended(line, over, width, Math.max(WEAK, 3 + 3 * noise));
            Region here = scaled(turned ? whole.turned() : whole, scale);
            if (isSharp(full, here, line.contrast())) {
                found.add(here);
            }
        }
    }

    /** Follows a line beyond its ends as long as something weaker goes on: letters before a background of nearly their own tone. */
    private static Region extended(TextLines.Line line, float[] over, int width, float threshold) {
        Region box = line.box();
        int reach = (int) Math.ceil(REACH * line.height());
        int left = box.x();
        int right = box.right();
        for (int x = left - 1; x >= Math.max(0, left - reach); x--) {
            left = marks(over, width, box, x, threshold) ? x : left;
        }
        for (int x = right; x < Math.min(width, right + reach); x++) {
            right = marks(over, width, box, x, threshold) ? x + 1 : right;
        }
        return new Region(left, box.y(), right - left, box.height());
    }

    private static boolean marks(float[] over, int width, Region box, int x, float threshold) {
        for (int y = box.y(); y < box.bottom(); y++) {
            if (over[y * width + x] > threshold) {
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

    private static Region scaled(Region line, int scale) {
        return new Region(line.x() * scale, line.y() * scale, line.width() * scale, line.height() * scale);
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

    /** With a margin that covers half-dark edges and letters cut off at the ends, and as one where they meet. */
    private static List<Region> merged(List<Region> found, int width, int height) {
        List<Region> rest = new ArrayList<>(found.stream()
                .map(region -> region.grown(2 + Math.min(region.width(), region.height()) * 2 / 5, width, height))
                .toList());
        List<Region> out = new ArrayList<>();
        while (!rest.isEmpty()) {
            Region region = rest.removeLast();
            int before;
            do {
                before = rest.size();
                for (int i = rest.size() - 1; i >= 0; i--) {
                    if (region.meets(rest.get(i))) {
                        region = region.with(rest.remove(i));
                    }
                }
            } while (rest.size() < before);
            out.add(region);
        }
        return out;
    }
}
