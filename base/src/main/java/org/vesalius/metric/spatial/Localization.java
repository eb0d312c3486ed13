package org.vesalius.metric.spatial;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.vesalius.image.Box;

/** Boxes out of a map, and whether they hit, as NIH's eight findings and AGXNet are scored: what is hot is cut out, each connected piece gives a box, a box hits when enough of it lies on a true one. */
public final class Localization {
    private static final int[][] STEPS = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}, {1, 1}, {1, -1}, {-1, 1}, {-1, -1}};

    /** What a hit is measured by. */
    public enum Measure {
        /** Intersection over union. */
        IOU("iou"),
        /** Intersection over the found box: a small box inside the truth hits. */
        IOBB("iobb");

        private final String name;

        Measure(String name) {
            this.name = name;
        }
    }

    private Localization() {}

    /** Name, mode and version of the hits of {@link #hits}. */
    public static String name(Measure measure, double threshold) {
        return "localization[" + measure.name + ">" + threshold + "]@1";
    }

    /**
     * Boxes round the connected pieces (corners touch) of what lies strictly above the {@code percentile} (0 to 1, linear between order statistics, NaN left out), hottest first; the confidence of a box is
     * the highest value in it. At most {@code most} boxes.
     */
    public static List<Detection> boxes(float[] map, int width, double percentile, int most) {
        float cut = percentile(map, percentile);
        boolean[] open = new boolean[map.length];
        for (int i = 0; i < map.length; i++) {
            open[i] = map[i] > cut;
        }
        List<Detection> boxes = new ArrayList<>();
        for (int i = 0; i < map.length; i++) {
            if (open[i]) {
                boxes.add(piece(map, open, i, width));
            }
        }
        return boxes.stream()
                .sorted(Comparator.comparingDouble(box -> -box.confidence()))
                .limit(most)
                .toList();
    }

    private static float percentile(float[] map, double percentile) {
        double[] sorted = new double[map.length];
        int n = 0;
        for (float value : map) {
            if (!Float.isNaN(value)) {
                sorted[n++] = value;
            }
        }
        if (n == 0) {
            return Float.POSITIVE_INFINITY;
        }
        Arrays.sort(sorted, 0, n);
        double at = percentile * (n - 1);
        int below = (int) at;
        int above = Math.min(below + 1, n - 1);
        return (float) (sorted[below] + (at - below) * (sorted[above] - sorted[below]));
    }

    /** Takes a connected piece out of {@code open}. */
    private static Detection piece(float[] map, boolean[] open, int first, int width) {
        int left = width;
        int right = 0;
        int top = map.length / width;
        int bottom = 0;
        float hottest = Float.NEGATIVE_INFINITY;
        Deque<Integer> border = new ArrayDeque<>();
        border.add(first);
        open[first] = false;
        while (!border.isEmpty()) {
            int i = border.remove();
            int x = i % width;
            int y = i / width;
            left = Math.min(left, x);
            right = Math.max(right, x);
            top = Math.min(top, y);
            bottom = Math.max(bottom, y);
            hottest = Math.max(hottest, map[i]);
            for (int[] step : STEPS) {
                int nx = x + step[0];
                int ny = y + step[1];
                boolean inside = nx >= 0 && nx < width && ny >= 0 && ny < map.length / width;
                if (inside && open[ny * width + nx]) {
                    open[ny * width + nx] = false;
                    border.add(ny * width + nx);
                }
            }
        }
        return new Detection(new Box(left, top, right - left + 1, bottom - top + 1, "found"), hottest);
    }

    /** How found boxes and true ones meet. Recall is {@code boxesHit / boxes}, precision {@code reportsHit / reports}. */
    public record Hits(int boxes, int boxesHit, int reports, int reportsHit) {
        /** Share of the true boxes that some found box hits; NaN without any. */
        public double recall() {
            return (double) boxesHit / boxes;
        }

        /** Share of the found boxes that hit some true box; NaN without any. */
        public double precision() {
            return (double) reportsHit / reports;
        }

        /** Both together. */
        public Hits plus(Hits other) {
            return new Hits(
                    boxes + other.boxes,
                    boxesHit + other.boxesHit,
                    reports + other.reports,
                    reportsHit + other.reportsHit);
        }
    }

    /** Hits of one image and finding: a found and a true box meet where their measure is strictly above {@code threshold}. */
    public static Hits hits(List<Detection> found, List<Box> truth, Measure measure, double threshold) {
        int boxesHit = 0;
        for (Box box : truth) {
            boxesHit += found.stream().anyMatch(report -> of(report.box(), box, measure) > threshold) ? 1 : 0;
        }
        int reportsHit = 0;
        for (Detection report : found) {
            reportsHit += truth.stream().anyMatch(box -> of(report.box(), box, measure) > threshold) ? 1 : 0;
        }
        return new Hits(truth.size(), boxesHit, found.size(), reportsHit);
    }

    /** The measure of a found box on a true one, in [0, 1]; 0 where the found box is empty. */
    public static double of(Box found, Box truth, Measure measure) {
        return switch (measure) {
            case IOU -> found.iou(truth);
            case IOBB -> {
                double w = Math.min(found.right(), truth.right()) - Math.max(found.x(), truth.x());
                double h = Math.min(found.bottom(), truth.bottom()) - Math.max(found.y(), truth.y());
                yield w > 0 && h > 0 ? w * h / found.area() : 0;
            }
        };
    }
}
