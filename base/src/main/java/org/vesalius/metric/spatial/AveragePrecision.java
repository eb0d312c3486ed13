package org.vesalius.metric.spatial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.vesalius.image.Box;
import org.vesalius.metric.Bootstrap;

/**
 * Average precision of boxes of one class. The surest reports of all images come first; each takes a true box of its image that is free, or is a false alarm. Which box it takes does not depend on other
 * images, so a resampling of images needs no new matching. NaN without a true box (LoVT's library says 0 there).
 */
public final class AveragePrecision {
    /** The published ways of counting. */
    public enum Rule {
        /** LoVT by the mean_average_precision library: overlap strictly above, the best box that is still free, corner pixels included in the sides, 101 recalls. */
        LOVT(true, false, 1, 101),
        /** COCO: overlap at least, the best box that is still free, sides as they are, 101 recalls. */
        COCO(false, false, 0, 101),
        /** Pascal VOC from 2010 on: overlap strictly above, the best box only (taken already: a false alarm), corner pixels included, all recalls. */
        VOC(true, true, 1, 0);

        private final boolean strict;
        private final boolean bestOnly;
        private final int corner;
        private final int recalls;

        Rule(boolean strict, boolean bestOnly, int corner, int recalls) {
            this.strict = strict;
            this.bestOnly = bestOnly;
            this.corner = corner;
            this.recalls = recalls;
        }
    }

    private AveragePrecision() {}

    /** LoVT's overlaps, RSNA's convention: .40 to .75. */
    public static List<Double> lovtOverlaps() {
        return List.of(.40, .45, .50, .55, .60, .65, .70, .75);
    }

    /** COCO's overlaps: .50 to .95. */
    public static List<Double> cocoOverlaps() {
        return List.of(.50, .55, .60, .65, .70, .75, .80, .85, .90, .95);
    }

    /** Name, mode and version of {@link #of} at one overlap, and of the mean over several. */
    public static String name(Rule rule, List<Double> overlaps) {
        String range = overlaps.size() == 1 ? "" + overlaps.getFirst() : overlaps.getFirst() + "-" + overlaps.getLast();
        return "ap[" + rule.name().toLowerCase(Locale.ROOT) + ",iou=" + range + "]@1";
    }

    /** Mean over overlaps, as a function of how often each image was drawn; list i of each argument belongs to image i. */
    public static Bootstrap.Statistic of(
            List<List<Detection>> found, List<List<Box>> truth, List<Double> overlaps, Rule rule) {
        return Bootstrap.macroOf(overlaps.stream()
                .map(overlap -> of(found, truth, overlap, rule))
                .toList());
    }

    /** At one overlap (intersection over union), as a function of how often each image was drawn. */
    public static Bootstrap.Statistic of(
            List<List<Detection>> found, List<List<Box>> truth, double overlap, Rule rule) {
        List<Outcome> outcomes = outcomes(found, truth, overlap, rule);
        int[] boxes = truth.stream().mapToInt(List::size).toArray();
        return times -> value(outcomes, boxes, times, rule.recalls);
    }

    /** One report: its image, whether it found a box. */
    private record Outcome(int image, double confidence, boolean hit) {}

    private static List<Outcome> outcomes(
            List<List<Detection>> found, List<List<Box>> truth, double overlap, Rule rule) {
        if (found.size() != truth.size()) {
            throw new IllegalArgumentException(
                    "truth: expected " + found.size() + " images as found has, got " + truth.size());
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int image = 0; image < found.size(); image++) {
            boolean[] taken = new boolean[truth.get(image).size()];
            for (Detection detection : surestFirst(found.get(image))) {
                int box = match(detection.box(), truth.get(image), taken, overlap, rule);
                outcomes.add(new Outcome(image, detection.confidence(), box >= 0));
                if (box >= 0) {
                    taken[box] = true;
                }
            }
        }
        outcomes.sort(Comparator.comparingDouble(outcome -> -outcome.confidence));
        return outcomes;
    }

    static List<Detection> surestFirst(List<Detection> detections) {
        return detections.stream()
                .sorted(Comparator.comparingDouble(detection -> -detection.confidence()))
                .toList();
    }

    /** The box that a report finds, or -1. */
    private static int match(Box box, List<Box> truth, boolean[] taken, double overlap, Rule rule) {
        int best = -1;
        double most = -1;
        for (int i = 0; i < taken.length; i++) {
            double iou = iou(box, truth.get(i), rule.corner);
            if (iou > most && (rule.bestOnly || !taken[i])) {
                most = iou;
                best = i;
            }
        }
        boolean far = rule.strict ? !(most > overlap) : !(most >= overlap);
        return best < 0 || far || taken[best] ? -1 : best;
    }

    private static double iou(Box a, Box b, int corner) {
        double w = Math.min(a.right(), b.right()) - Math.max(a.x(), b.x()) + corner;
        double h = Math.min(a.bottom(), b.bottom()) - Math.max(a.y(), b.y()) + corner;
        double both = w > 0 && h > 0 ? w * h : 0;
        double either = (a.width() + corner) * (a.height() + corner) + (b.width() + corner) * (b.height() + corner);
        return both == 0 ? 0 : both / (either - both);
    }

    private static double value(List<Outcome> outcomes, int[] boxes, int[] times, int recalls) {
        long positives = 0;
        for (int i = 0; i < boxes.length; i++) {
            positives += (long) times[i] * boxes[i];
        }
        if (positives == 0) {
            return Double.NaN;
        }
        long[] hits = new long[outcomes.size()];
        double[] precision = new double[hits.length];
        long reports = 0;
        long sum = 0;
        for (int i = 0; i < hits.length; i++) {
            Outcome outcome = outcomes.get(i);
            reports += times[outcome.image];
            sum += outcome.hit ? times[outcome.image] : 0;
            hits[i] = sum;
            precision[i] = reports == 0 ? 0 : (double) sum / reports;
        }
        for (int i = hits.length - 2; i >= 0; i--) {
            precision[i] = Math.max(precision[i], precision[i + 1]);
        }
        return recalls == 0 ? area(hits, precision, positives) : atRecalls(hits, precision, positives, recalls);
    }

    private static double area(long[] hits, double[] precision, long positives) {
        double sum = 0;
        for (int i = 0; i < hits.length; i++) {
            sum += (hits[i] - (i == 0 ? 0 : hits[i - 1])) * precision[i];
        }
        return sum / positives;
    }

    /** Mean of the best precision at each of so many recalls from 0 to 1, 0 where the recall is not reached. */
    private static double atRecalls(long[] hits, double[] precision, long positives, int recalls) {
        double[] values = new double[recalls];
        int at = 0;
        for (int r = 0; r < recalls; r++) {
            // recall >= r / (recalls - 1), in whole numbers
            while (at < hits.length && hits[at] * (recalls - 1) < r * positives) {
                at++;
            }
            values[r] = at < hits.length ? precision[at] : 0;
        }
        return Arrays.stream(values).sum() / recalls;
    }
}
