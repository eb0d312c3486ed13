package org.vesalius.identity;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Pieces of the same tone, height and base line side by side: lines of text. Single letters, such as side markers, are none. */
final class TextLines {
    /** Where a line runs, and what it takes to be text there. */
    enum Direction {
        /** Along rows: a word whose letters touch is one piece. */
        ACROSS(1, 0.6),
        /** Along columns, where markers and ribs stand above each other. */
        UPWARDS(4, 0.65);

        private final int fewest;
        private final double sharpness;

        Direction(int fewest, double sharpness) {
            this.fewest = fewest;
            this.sharpness = sharpness;
        }
    }

    private static final double MAX_GAP = 1.3;
    private static final double SAME_TONE = 12;

    private TextLines() {}

    /**
     * A line of text.
     *
     * @param height of its letters
     * @param contrast of its letters over what is around them
     */
    record Line(Region box, double height, double contrast) {
        private static Line of(List<Glyph> glyphs) {
            return new Line(
                    glyphs.stream().map(Glyph::box).reduce(Region::with).orElseThrow(),
                    median(values(glyphs, glyph -> glyph.box().height())),
                    mean(glyphs, Glyph::contrast));
        }
    }

    private static double[] values(List<Glyph> line, ToDoubleFunction<Glyph> of) {
        return line.stream().mapToDouble(of).sorted().toArray();
    }

    private static double median(double... sorted) {
        return sorted[sorted.length / 2];
    }

    private static double mean(List<Glyph> line, ToDoubleFunction<Glyph> of) {
        return line.stream().mapToDouble(of).average().orElse(0);
    }

    /** The mean distance from the middle value. */
    private static double spread(List<Glyph> line, ToDoubleFunction<Glyph> of) {
        double middle = median(values(line, of));
        return mean(line, glyph -> Math.abs(of.applyAsDouble(glyph) - middle));
    }

    /** The lines along rows; of a picture that was turned, those that run along columns. */
    static List<Line> along(List<Glyph> all, Direction direction) {
        List<Glyph> glyphs = all.stream()
                .filter(glyph ->
                        glyph.box().height() >= Glyph.MIN_HEIGHT && glyph.box().height() <= Glyph.MAX_HEIGHT)
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
                if (b.box().x() - a.box().right() > MAX_GAP * Glyph.MAX_HEIGHT) {
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
        return lines.values().stream()
                .filter(line -> line.size() >= direction.fewest
                        && mean(line, Glyph::sharpness) >= direction.sharpness
                        && isText(line))
                .map(Line::of)
                .toList();
    }

    private static boolean neighbours(Glyph a, Glyph b) {
        double ha = a.box().height();
        double hb = b.box().height();
        double high = Math.max(ha, hb);
        double gap = b.box().x() - a.box().right();
        double bottoms = Math.abs(a.box().bottom() - b.box().bottom());
        double centres = Math.abs(a.box().y() + ha / 2 - b.box().y() - hb / 2);
        double weak = Math.min(a.contrast(), b.contrast());
        // of one tone, or before a background that is the same on both
        boolean alike =
                Math.abs(a.tone() - b.tone()) <= SAME_TONE || weak >= 0.5 * Math.max(a.contrast(), b.contrast());
        return gap <= MAX_GAP * high
                && gap > -0.5 * high
                && Math.min(ha, hb) >= 0.45 * high
                && (bottoms <= 0.3 * high || centres <= 0.25 * high)
                && alike;
    }

    /**
     * What a console writes has one tone, one height and one base line, stands close together and is sharp; ribs, vessels and noise are like that by chance, the more rarely the more pieces there are. The bounds were set on
     * real films with and without text burned in by a test ({@code RealFilmsTest}).
     */
    private static boolean isText(List<Glyph> line) {
        double height = median(values(line, glyph -> glyph.box().height()));
        Region box = line.stream().map(Glyph::box).reduce(Region::with).orElseThrow();
        boolean even = spread(line, Glyph::tone) <= 0.3 * mean(line, Glyph::contrast)
                && spread(line, glyph -> glyph.box().bottom()) <= 0.2 * height
                && spread(line, glyph -> glyph.box().height()) <= 0.25 * height;
        double width = line.stream().mapToDouble(glyph -> glyph.box().width()).sum();
        boolean close = width >= 0.4 * box.width() && mean(line, Glyph::fill) > 0.35;
        return even && close && box.width() >= 1.6 * height && box.height() <= 2.6 * height && isClear(line);
    }

    private static boolean isClear(List<Glyph> line) {
        double sharpness = mean(line, Glyph::sharpness);
        double contrast = mean(line, Glyph::contrast);
        return switch (line.size()) {
            case 0 -> false;
            // a word whose letters touch, and no bar
            case 1 -> letters(line) >= 5 && sharpness >= 0.8 && contrast >= 80 && mean(line, Glyph::fill) < 0.85;
            case 2 -> letters(line) >= 4 && sharpness >= 0.8 && contrast >= 60;
            case 3 -> sharpness >= 0.7 && contrast >= 40;
            case 4, 5 -> contrast >= 30;
            default -> true;
        };
    }

    private static int letters(List<Glyph> line) {
        return line.stream().mapToInt(Glyph::letters).sum();
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
