package org.vesalius.objective;

import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * Predictions without an order against targets: each target gets the prediction of the cheapest one-to-one assignment (Kuhn, "The Hungarian method for the assignment problem", 1955; DETR; PRIOR's sentences). Shapes: B samples, Q predictions and as many
 * targets, D size.
 */
public final class SetMatching {
    private SetMatching() {}

    /** The predictions in the order of the targets that they are assigned to, by the L1 distance; gradients flow to them. [B, Q, D]. */
    public static Tensor ordered(Tensor predictedBQD, Tensor targetsBQD) {
        Shapes.check("targetsBQD", targetsBQD, Shapes.of(predictedBQD));
        int batch = Shapes.size(predictedBQD, 0);
        int count = Shapes.size(predictedBQD, 1);
        return Scope.returning(() -> {
            long[] rows = new long[batch * count];
            double[] distances = distances(predictedBQD, targetsBQD);
            for (int b = 0; b < batch; b++) {
                int[] prediction = assigned(square(distances, b * count * count, count));
                for (int t = 0; t < count; t++) {
                    rows[b * count + t] = (long) b * count + prediction[t];
                }
            }
            Tensor rowsR = Tensors.ofLongs(rows, rows.length).to(predictedBQD.device(), ScalarType.Long);
            return predictedBQD.flatten(0, 1).index_select(0, rowsR).view_as(predictedBQD);
        });
    }

    /** Mean absolute difference of each target and its prediction. */
    public static Tensor l1(Tensor predictedBQD, Tensor targetsBQD) {
        return Scope.returning(
                () -> ordered(predictedBQD, targetsBQD).sub(targetsBQD).abs().mean());
    }

    /** Of each target (row) and each prediction (column). */
    private static double[] distances(Tensor predictedBQD, Tensor targetsBQD) {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            return Tensors.doubles(targetsBQD
                    .detach()
                    .unsqueeze(2)
                    .sub(predictedBQD.detach().unsqueeze(1))
                    .abs()
                    .mean(3));
        }
    }

    private static double[][] square(double[] values, int from, int count) {
        double[][] square = new double[count][];
        for (int i = 0; i < count; i++) {
            square[i] = Arrays.copyOfRange(values, from + i * count, from + (i + 1) * count);
        }
        return square;
    }

    /**
     * The column of each row in the assignment of least total cost, by shortest augmenting paths with potentials.
     *
     * @throws InputException when the costs are not a square of finite numbers
     */
    public static int[] assigned(double[][] costs) {
        int n = costs.length;
        for (double[] row : costs) {
            if (row.length != n || !Arrays.stream(row).allMatch(Double::isFinite)) {
                throw InputException.of(
                        "costs of an assignment", "a square of finite numbers", "others", "look for NaN in the model");
            }
        }
        // rows and columns count from 1; column 0 holds the row that is being placed
        double[] ofRow = new double[n + 1];
        double[] ofColumn = new double[n + 1];
        int[] rowAt = new int[n + 1];
        for (int row = 1; row <= n; row++) {
            rowAt[0] = row;
            place(costs, ofRow, ofColumn, rowAt);
        }
        int[] columns = new int[n];
        for (int column = 1; column <= n; column++) {
            columns[rowAt[column] - 1] = column - 1;
        }
        return columns;
    }

    private static void place(double[][] costs, double[] ofRow, double[] ofColumn, int[] rowAt) {
        int n = costs.length;
        double[] least = new double[n + 1];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        boolean[] seen = new boolean[n + 1];
        int[] before = new int[n + 1];
        int column = 0;
        while (rowAt[column] != 0) {
            seen[column] = true;
            int row = rowAt[column];
            int next = 0;
            double step = Double.POSITIVE_INFINITY;
            for (int c = 1; c <= n; c++) {
                if (!seen[c]) {
                    double reduced = costs[row - 1][c - 1] - ofRow[row] - ofColumn[c];
                    if (reduced < least[c]) {
                        least[c] = reduced;
                        before[c] = column;
                    }
                    if (least[c] < step) {
                        step = least[c];
                        next = c;
                    }
                }
            }
            for (int c = 0; c <= n; c++) {
                if (seen[c]) {
                    ofRow[rowAt[c]] += step;
                    ofColumn[c] -= step;
                } else {
                    least[c] -= step;
                }
            }
            column = next;
        }
        while (column != 0) {
            rowAt[column] = rowAt[before[column]];
            column = before[column];
        }
    }
}
