package org.vesalius.evaluate.transfer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.vesalius.objective.YoloLoss.Anchor;

/**
 * A box that a detector reports; place and size are shares of the picture's sides.
 *
 * @param x of the left edge
 * @param y of the upper edge
 * @param kind the likeliest
 * @param confidence of an object being there, 0 to 1
 */
public record Found(double x, double y, double width, double height, int kind, double confidence) {
    /** What a grid's output says of one picture, where it is at least so sure. Shape of {@code out}: A·(5 + K) x H x W. */
    static List<Found> decode(float[] out, List<Anchor> anchors, int kinds, int height, int width, double least) {
        List<Found> found = new ArrayList<>();
        int cells = height * width;
        for (int a = 0; a < anchors.size(); a++) {
            int from = a * (5 + kinds) * cells;
            for (int cell = 0; cell < cells; cell++) {
                double confidence = sigmoid(out[from + 4 * cells + cell]);
                if (confidence < least) {
                    continue;
                }
                double x = (cell % width + sigmoid(out[from + cell])) / width;
                double y = (Math.floorDiv(cell, width) + sigmoid(out[from + cells + cell])) / height;
                double w =
                        Math.exp(out[from + 2 * cells + cell]) * anchors.get(a).width();
                double h =
                        Math.exp(out[from + 3 * cells + cell]) * anchors.get(a).height();
                int kind = 0;
                for (int k = 1; k < kinds; k++) {
                    kind = out[from + (5 + k) * cells + cell] > out[from + (5 + kind) * cells + cell] ? k : kind;
                }
                found.add(new Found(x - w / 2, y - h / 2, w, h, kind, confidence));
            }
        }
        return found;
    }

    /** Non-maximum suppression: the surest first, each removes those of its kind that overlap it by {@code overlap} or more; the surest {@code most} of them. */
    static List<Found> suppressed(List<Found> found, double overlap, int most) {
        List<Found> kept = new ArrayList<>();
        List<Found> surestFirst = found.stream()
                .sorted(Comparator.comparingDouble(Found::confidence).reversed())
                .toList();
        for (Found next : surestFirst) {
            if (kept.size() < most
                    && kept.stream().noneMatch(one -> one.kind == next.kind && one.iou(next) >= overlap)) {
                kept.add(next);
            }
        }
        return kept;
    }

    private double iou(Found other) {
        double w = Math.min(x + width, other.x + other.width) - Math.max(x, other.x);
        double h = Math.min(y + height, other.y + other.height) - Math.max(y, other.y);
        double both = w > 0 && h > 0 ? w * h : 0;
        double either = width * height + other.width * other.height - both;
        return either > 0 ? both / either : 0;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
