package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;

/** How often a study's own partner is preferred to those of others. Chance is a half. Shapes: B studies. */
final class Shares {
    private Shares() {}

    /** A row a study: the share of the other columns that score less than the own one, on the diagonal; equal ones count a half. */
    static List<Measure.Row> ofOthers(Tensor scoresBB, Batch batch, String what) {
        float[][] scores = Tensors.rows(scoresBB.contiguous());
        List<Measure.Row> rows = new ArrayList<>();
        for (int own = 0; own < scores.length; own++) {
            double less = 0;
            for (int other = 0; other < scores.length; other++) {
                less += other == own ? 0 : less(scores[own][other], scores[own][own]);
            }
            rows.add(new Measure.Row(batch.examples().get(own).row(), what, less / Math.max(1, scores.length - 1)));
        }
        return rows;
    }

    /** 1 where {@code a} is less than {@code b}, a half where they are equal, else 0. */
    static double less(double a, double b) {
        return a < b ? 1 : a == b ? 0.5 : 0;
    }
}
