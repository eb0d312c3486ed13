package org.vesalius.evaluate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vesalius.metric.Interval;
import org.vesalius.metric.Ranking.RocPoint;

/** Small drawings for a page; colours are the page's variables, so that they follow light and dark. */
final class Svg {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 190;
    private static final int LEFT = 44;
    private static final int BOTTOM = 24;
    private static final int TOP = 8;
    private static final int RIGHT = 8;
    private static final int BAR = 92;

    private Svg() {}

    /** A ROC curve with the diagonal, as a square. */
    static String roc(List<RocPoint> curve, String alt) {
        StringBuilder path = new StringBuilder();
        for (RocPoint point : curve) {
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    path.isEmpty() ? "M" : " L",
                    4 + 92 * point.falsePositiveRate(),
                    96 - 92 * point.truePositiveRate()));
        }
        return "<svg viewBox='0 0 100 100' role='img' aria-label='" + Html.escape(alt) + "'>"
                + "<rect x='4' y='4' width='92' height='92' fill='none' stroke='var(--line)'/>"
                + "<path d='M4 96 L96 4' stroke='var(--chance)' stroke-dasharray='2 2' stroke-width='.8'/>"
                + "<path d='" + path + " L96 96 L4 96 Z' fill='var(--model-soft)'/>"
                + "<path d='" + path
                + "' fill='none' stroke='var(--model)' stroke-width='1.6' stroke-linejoin='round'/></svg>";
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
                        "<text x='%d' y='%.1f' text-anchor='end'>%.3g</text>",
                        LEFT - 5,
                        y(value) + 4,
                        value));
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
