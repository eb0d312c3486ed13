package org.vesalius.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vesalius.metric.Calibration;
import org.vesalius.metric.Interval;

/** Small drawings for a page; colours are the page's variables, so that they follow light and dark. */
final class Svg {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 190;
    private static final int LEFT = 44;
    private static final int BOTTOM = 24;
    private static final int TOP = 8;
    private static final int RIGHT = 8;
    private static final int BAR = 92;
    private static final int SIDE = 100;
    private static final int INSET = 18;
    private static final int INSET_TOP = 4;
    private static final double SEEN = 0.2;
    private static final String DASHED =
            "' fill='none' stroke='var(--chance)' stroke-dasharray='2 2' stroke-width='.8'/>";
    private static final Pattern PAIR = Pattern.compile("([0-9.]+) ([0-9.]+)");

    private Svg() {}

    /**
     * A square of 0 to 1 on both axes.
     *
     * @param alt what it shows
     * @param guess the dashed path of guessing, in units
     * @param points of the curve, in units
     */
    static String unit(String alt, String across, String up, String guess, List<double[]> points) {
        StringBuilder svg = square(alt, across, up);
        String line = path(points);
        svg.append("<path d='").append(inPixels(guess)).append(DASHED);
        if (!line.isEmpty()) {
            double[] first = points.getFirst();
            double[] last = points.getLast();
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d='%s L%.1f %d L%.1f %d Z' fill='var(--model-soft)'/>",
                    line,
                    unitX(last[0]),
                    SIDE + INSET_TOP,
                    unitX(first[0]),
                    SIDE + INSET_TOP));
            svg.append("<path d='")
                    .append(line)
                    .append("' fill='none' stroke='var(--model)' stroke-width='1.6' stroke-linejoin='round'/>");
        }
        return svg.append("</svg>").toString();
    }

    /** A reliability diagram: a dot for each bin that is not empty, its area by the number of rows. */
    static String reliability(String alt, List<Calibration.Bin> bins) {
        StringBuilder svg = square(alt, "probability", "share positive");
        svg.append("<path d='").append(inPixels("M0 0 L1 1")).append(DASHED);
        int most = bins.stream().mapToInt(Calibration.Bin::count).max().orElse(1);
        List<double[]> dots = bins.stream()
                .filter(bin -> bin.count() > 0)
                .map(bin -> new double[] {bin.meanProbability(), bin.positiveShare(), bin.count()})
                .toList();
        svg.append("<path d='").append(path(dots)).append("' fill='none' stroke='var(--model)' stroke-width='1'/>");
        for (double[] dot : dots) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx='%.1f' cy='%.1f' r='%.1f' fill='var(--model)'/>",
                    unitX(dot[0]),
                    unitY(dot[1]),
                    1.2 + 3.8 * Math.sqrt(dot[2] / most)));
        }
        return svg.append("</svg>").toString();
    }

    private static StringBuilder square(String alt, String across, String up) {
        StringBuilder svg = new StringBuilder("<svg viewBox='0 0 122 122' role='img' aria-label='")
                .append(Html.escape(alt))
                .append("' font-size='8' fill='var(--soft)'>");
        svg.append(String.format(
                "<rect x='%d' y='%d' width='%d' height='%d' fill='none' stroke='var(--line)'/>",
                INSET, INSET_TOP, SIDE, SIDE));
        svg.append("<text x='18' y='111'>0</text><text x='118' y='111' text-anchor='end'>1</text>")
                .append("<text x='14' y='12' text-anchor='end'>1</text>");
        svg.append("<text x='68' y='113' text-anchor='middle'>").append(across).append("</text>");
        return svg.append("<text transform='translate(12 53) rotate(-90)' text-anchor='middle'>")
                .append(up)
                .append("</text>");
    }

    private static double unitX(double x) {
        return INSET + SIDE * x;
    }

    private static double unitY(double y) {
        return INSET_TOP + SIDE * (1 - y);
    }

    private static String inPixels(String units) {
        Matcher numbers = PAIR.matcher(units);
        return numbers.replaceAll(pair -> String.format(
                Locale.ROOT,
                "%.1f %.1f",
                unitX(Double.parseDouble(pair.group(1))),
                unitY(Double.parseDouble(pair.group(2)))));
    }

    /** A path through the points; what would not be seen to move is left out, so that a curve of many studies stays small. */
    private static String path(List<double[]> points) {
        StringBuilder path = new StringBuilder();
        double lastX = Double.NEGATIVE_INFINITY;
        double lastY = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < points.size(); i++) {
            double x = unitX(points.get(i)[0]);
            double y = unitY(points.get(i)[1]);
            boolean seen = Math.abs(x - lastX) >= SEEN || Math.abs(y - lastY) >= SEEN;
            if (seen || i == points.size() - 1) {
                path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : " L", x, y));
                lastX = x;
                lastY = y;
            }
        }
        return path.toString();
    }

    /** A value with its range between {@code from} and {@code to}, and a tick where chance is. */
    static String interval(Interval interval, double chance, double from, double to) {
        if (Double.isNaN(interval.value())) {
            return "";
        }
        double low = Double.isNaN(interval.low()) ? interval.value() : interval.low();
        double high = Double.isNaN(interval.high()) ? interval.value() : interval.high();
        String tick = Double.isNaN(chance)
                ? ""
                : String.format(
                        Locale.ROOT,
                        "<path d='M%1$.1f 1 V15' stroke='var(--chance)' stroke-dasharray='2 1.5'/>",
                        x(chance, from, to));
        return String.format(
                        Locale.ROOT, "<svg width='%d' height='16' viewBox='0 0 %d 16' aria-hidden='true'>", BAR, BAR)
                + String.format(Locale.ROOT, "<path d='M0 8 H%d' stroke='var(--line)'/>", BAR)
                + tick
                + String.format(
                        Locale.ROOT,
                        "<rect x='%.1f' y='5' width='%.1f' height='6' rx='3' fill='var(--model)' opacity='.35'/>",
                        x(low, from, to),
                        Math.max(1, x(high, from, to) - x(low, from, to)))
                + String.format(
                        Locale.ROOT,
                        "<circle cx='%.1f' cy='8' r='3.6' fill='var(--model)'/></svg>",
                        x(interval.value(), from, to));
    }

    private static double x(double value, double from, double to) {
        return 4 + (BAR - 8) * Math.clamp((value - from) / (to - from), 0, 1);
    }

    /** Curves over steps, one colour a kind; {@code alt} says what they show. */
    static String curves(Map<String, List<TrainingLog.Point>> kinds, String alt) {
        double most = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (List<TrainingLog.Point> points : kinds.values()) {
            for (TrainingLog.Point point : points) {
                most = Math.max(most, point.step());
                low = Math.min(low, point.value());
                high = Math.max(high, point.value());
            }
        }
        double margin = high > low ? 0.04 * (high - low) : 1e-6;
        Frame frame = new Frame(Math.max(most, 1), low - margin, high + margin);
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox='0 0 %d %d' role='img' aria-label='%s' font-size='11' fill='var(--soft)'>",
                WIDTH,
                HEIGHT,
                Html.escape(alt)));
        frame.axes(svg);
        kinds.forEach((kind, points) -> {
            String colour = kind.equals("validate") ? "var(--base)" : "var(--model)";
            StringBuilder path = new StringBuilder();
            for (TrainingLog.Point point : points) {
                path.append(String.format(
                        Locale.ROOT,
                        "%s%.1f %.1f",
                        path.isEmpty() ? "M" : " L",
                        frame.x(point.step()),
                        frame.y(point.value())));
            }
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d='%s' fill='none' stroke='%s' stroke-width='1.8' stroke-linejoin='round'/>",
                    path,
                    colour));
        });
        return svg.append("</svg>").toString();
    }

    /** Where values lie on a chart. */
    private record Frame(double steps, double low, double high) {
        private static final int TICKS = 4;

        private double x(double step) {
            return LEFT + (WIDTH - LEFT - RIGHT) * step / steps;
        }

        /** Three digits; what is nothing on this scale is 0. */
        private String tick(double value) {
            return Math.abs(value) < 1e-2 * (high - low) ? "0" : String.format(Locale.ROOT, "%.3g", value);
        }

        private double y(double value) {
            return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
        }

        private void axes(StringBuilder svg) {
            for (int i = 0; i <= TICKS; i++) {
                double value = low + (high - low) * i / TICKS;
                svg.append(String.format(
                        Locale.ROOT, "<path d='M%d %.1f H%d' stroke='var(--line)'/>", LEFT, y(value), WIDTH - RIGHT));
                svg.append(String.format(
                        Locale.ROOT,
                        "<text x='%d' y='%.1f' text-anchor='end'>%s</text>",
                        LEFT - 5,
                        y(value) + 4,
                        tick(value)));
            }
            svg.append(String.format(Locale.ROOT, "<text x='%d' y='%d'>0</text>", LEFT, HEIGHT - 7));
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x='%d' y='%d' text-anchor='end'>step %.0f</text>",
                    WIDTH - RIGHT,
                    HEIGHT - 7,
                    steps));
        }
    }
}
