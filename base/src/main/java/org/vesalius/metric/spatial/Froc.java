package org.vesalius.metric.spatial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.vesalius.image.Box;
import org.vesalius.metric.Bootstrap;

/**
 * Free-response ROC as Object-CXR scores it: a report hits the boxes in which its centre lies (edges included), each box once; a report inside a box that is hit already is neither hit nor false alarm; the
 * sensitivity is read where false alarms an image first reach 1/8, 1/4, 1/2, 1, 2, 4, 8, and the score is the mean of the seven.
 */
public final class Froc {
    private static final double[] ALARMS = {.125, .25, .5, 1, 2, 4, 8};

    /** How the operating points are read. */
    public enum Reading {
        /** A false alarm passes every point that it reaches, and points beyond the last alarm have the final sensitivity. */
        TEXTBOOK("textbook"),
        /** Quirk Q16, the published script: a report passes one point at most, and points never reached repeat the last one read; without any, the final sensitivity; 1 without boxes. */
        FAITHFUL("object-cxr");

        private final String name;

        Reading(String name) {
            this.name = name;
        }
    }

    private Froc() {}

    /** Name, mode and version. */
    public static String name(Reading reading) {
        return "froc[" + reading.name + ",centre-inside,.125-8]@1";
    }

    /** The score as a function of how often each image was drawn; list i of each argument belongs to image i. NaN without boxes, but 1 by the faithful reading where no point is reached. */
    public static Bootstrap.Statistic of(List<List<Detection>> found, List<List<Box>> truth, Reading reading) {
        List<Outcome> outcomes = outcomes(found, truth);
        int[] boxes = truth.stream().mapToInt(List::size).toArray();
        return times -> {
            double sum = 0;
            for (double sensitivity : sensitivities(outcomes, boxes, times, reading)) {
                sum += sensitivity;
            }
            return sum / ALARMS.length;
        };
    }

    /** The seven sensitivities that the score is the mean of. */
    public static double[] sensitivities(List<List<Detection>> found, List<List<Box>> truth, Reading reading) {
        int[] boxes = truth.stream().mapToInt(List::size).toArray();
        int[] once = new int[boxes.length];
        Arrays.fill(once, 1);
        return sensitivities(outcomes(found, truth), boxes, once, reading);
    }

    /** One report: how many boxes it is the first to hit, and whether it lies outside of all. */
    private record Outcome(int image, double confidence, int hits, boolean alarm) {}

    private static List<Outcome> outcomes(List<List<Detection>> found, List<List<Box>> truth) {
        if (found.size() != truth.size()) {
            throw new IllegalArgumentException(
                    "truth: expected " + found.size() + " images as found has, got " + truth.size());
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (int image = 0; image < found.size(); image++) {
            boolean[] hit = new boolean[truth.get(image).size()];
            for (Detection detection : AveragePrecision.surestFirst(found.get(image))) {
                int hits = 0;
                boolean alarm = true;
                for (int i = 0; i < hit.length; i++) {
                    if (centreInside(detection.box(), truth.get(image).get(i))) {
                        alarm = false;
                        hits += hit[i] ? 0 : 1;
                        hit[i] = true;
                    }
                }
                outcomes.add(new Outcome(image, detection.confidence(), hits, alarm));
            }
        }
        outcomes.sort(Comparator.comparingDouble(outcome -> -outcome.confidence));
        return outcomes;
    }

    private static boolean centreInside(Box report, Box truth) {
        double x = report.x() + report.width() / 2;
        double y = report.y() + report.height() / 2;
        return x >= truth.x() && x <= truth.right() && y >= truth.y() && y <= truth.bottom();
    }

    private static double[] sensitivities(List<Outcome> outcomes, int[] boxes, int[] times, Reading reading) {
        double images = 0;
        double positives = 0;
        for (int i = 0; i < boxes.length; i++) {
            images += times[i];
            positives += (double) times[i] * boxes[i];
        }
        double[] read = new double[ALARMS.length];
        int at = 0;
        double hits = 0;
        double alarms = 0;
        for (Outcome outcome : outcomes) {
            // an image drawn twice is two images, with each report twice
            for (int copy = 0; copy < times[outcome.image] && at < read.length; copy++) {
                hits += outcome.hits;
                alarms += outcome.alarm ? 1 : 0;
                boolean more = true;
                while (more && at < read.length && alarms / images >= ALARMS[at]) {
                    read[at++] = hits / positives;
                    more = reading == Reading.TEXTBOOK;
                }
            }
        }
        double last = hits / positives;
        if (reading == Reading.FAITHFUL) {
            last = at > 0 ? read[at - 1] : positives == 0 ? 1 : last;
        }
        Arrays.fill(read, at, read.length, last);
        return read;
    }
}
