package org.vesalius.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pieces of similar height and contrast side by side: lines of text. Single letters, such as side markers, are none. */
final class TextLines {
    private static final int MIN_LETTERS = 3;
    private static final int MIN_HEIGHT = 5;
    private static final int MAX_HEIGHT = 40;
    private static final double MAX_GAP = 1.3;

    private TextLines() {}

    /**
     * A line of text.
     *
     * @param height of its letters
     * @param contrast of its letters over what is around them
     */
    record Line(Region box, double height, double contrast) {
        private static Line of(List<Glyph> glyphs) {
            double[] heights = heights(glyphs);
            return new Line(
                    glyphs.stream().map(Glyph::box).reduce(Region::with).orElseThrow(),
                    heights[heights.length / 2],
                    glyphs.stream().mapToDouble(Glyph::contrast).average().orElse(0));
        }
    }

    private static double[] heights(List<Glyph> line) {
        return line.stream().mapToDouble(g -> g.box().height()).sorted().toArray();
    }

    /** The lines along rows. */
    static List<Line> along(List<Glyph> all) {
        List<Glyph> glyphs = all.stream()
                .filter(glyph ->
                        glyph.box().height() >= MIN_HEIGHT && glyph.box().height() <= MAX_HEIGHT)
                .sorted(Comparator.comparingInt(glyph -> glyph.box().x()))
                .toList();
        int[] group = new int[glyphs.size()];
        for (int i = 0; i < group.length; i++) {
            group[i] = i;
        }
        for (int i = 0; i < group.length; i++) {
            Glyph a = glyphs.get(i);
            for (int j = i + 1; j < group.length; j++) {
                Glyph b = glyphs.get(j);
                if (b.box().x() - a.box().right() > MAX_GAP * MAX_HEIGHT) {
                    break;
                }
                if (neighbours(a, b)) {
                    union(group, i, j);
                }
            }
        }
        Map<Integer, List<Glyph>> lines = new LinkedHashMap<>();
        for (int i = 0; i < group.length; i++) {
            lines.computeIfAbsent(root(group, i), _ -> new ArrayList<>()).add(glyphs.get(i));
        }
        return lines.values().stream().filter(TextLines::isText).map(Line::of).toList();
    }

    private static boolean neighbours(Glyph a, Glyph b) {
        double ha = a.box().height();
        double hb = b.box().height();
        double high = Math.max(ha, hb);
        double gap = b.box().x() - a.box().right();
        double bottoms = Math.abs(a.box().bottom() - b.box().bottom());
        double centres = Math.abs(a.box().y() + ha / 2 - b.box().y() - hb / 2);
        double weak = Math.min(a.contrast(), b.contrast());
        return gap <= MAX_GAP * high
                && gap > -0.5 * high
                && Math.min(ha, hb) >= 0.45 * high
                && (bottoms <= 0.3 * high || centres <= 0.25 * high)
                && weak >= 0.5 * Math.max(a.contrast(), b.contrast());
    }

    private static boolean isText(List<Glyph> line) {
        int letters = line.stream().mapToInt(Glyph::letters).sum();
        if (line.size() < 2 || letters < MIN_LETTERS) {
            return false;
        }
        Region box = line.stream().map(Glyph::box).reduce(Region::with).orElseThrow();
        double[] heights = heights(line);
        double median = heights[heights.length / 2];
        long alike = line.stream()
                .filter(g -> Math.abs(g.box().height() - median) <= Math.max(1.5, 0.35 * median))
                .count();
        double sharp = line.stream().mapToDouble(Glyph::sharpness).average().orElse(0);
        return box.width() >= 1.6 * median && box.height() <= 2.6 * median && alike * 2 >= line.size() && sharp >= 0.4;
    }

    private static int root(int[] group, int i) {
        int at = i;
        while (group[at] != at) {
            group[at] = group[group[at]];
            at = group[at];
        }
        return at;
    }

    private static void union(int[] group, int i, int j) {
        group[root(group, j)] = root(group, i);
    }
}
