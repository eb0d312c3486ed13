package org.vesalius.objective;

import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * Contrast between the positions of one sample: each token or patch against its partner from the other side, the sample's other positions being negatives. Used by MGCA (Wang et al., NeurIPS 2022, arXiv
 * 2210.06044), LoVT (Müller et al., ECCV 2022, arXiv 2112.02889), LIMITR and PRIOR.
 *
 * <p>Shapes: B samples, N positions, M positions of the other side, D size. Features are taken as given: normalise before.
 */
public final class TokenContrast {
    private static final double CLIPPED_TAIL = 0.1;
    private static final double NEVER = -1e30; // finite, so that no positive there makes 0 · ∞

    private TokenContrast() {}

    /** Each position's partner: the other side's features averaged by softmax(x·y/tau); positions where {@code maskBM} is 0 are not looked at. [B, N, D]. */
    public static Tensor attended(Tensor xBND, Tensor yBMD, @Nullable Tensor maskBM, double tau) {
        return Scope.returning(() -> {
            Tensor scoreBNM = xBND.matmul(yBMD.transpose(1, 2)).div(new Scalar(tau));
            if (maskBM != null) {
                Tensor hiddenB1M = maskBM.eq(new Scalar(0)).unsqueeze(1);
                scoreBNM = scoreBNM.masked_fill(hiddenB1M, new Scalar(Double.NEGATIVE_INFINITY));
            }
            return scoreBNM.softmax(2).matmul(yBMD);
        });
    }

    /** Half of each direction, every position's partner being the one at its own place; a position counts by its weight. */
    public static Tensor paired(Tensor xBND, Tensor partnersBND, Tensor weightsBN, double tau) {
        return Scope.returning(() -> {
            Tensor ownNN = Tensors.eye(xBND.size(1)).to(xBND.device(), xBND.scalar_type());
            return directed(xBND, partnersBND, weightsBN, ownNN, tau)
                    .add(directed(partnersBND, xBND, weightsBN, ownNN, tau))
                    .mul(new Scalar(0.5));
        });
    }

    /** One direction with soft positives: mean over samples of Σ_k weight_k (lse_l s_kl − Σ_l p_kl s_kl), s = x·y/tau. */
    public static Tensor directed(Tensor xBND, Tensor yBND, Tensor weightsBN, Tensor positivesNN, double tau) {
        return directed(xBND, yBND, weightsBN, positivesNN, tau, null);
    }

    /** As above, where positions whose {@code maskBN} is 0 (padding) are no negatives either; their weights must be 0. */
    public static Tensor directed(
            Tensor xBND, Tensor yBND, Tensor weightsBN, Tensor positivesNN, double tau, @Nullable Tensor maskBN) {
        Shapes.check("yBND", yBND, Shapes.of(xBND));
        Shapes.check("weightsBN", weightsBN, xBND.size(0), xBND.size(1));
        return Scope.returning(() -> {
            Tensor scoreBNN = xBND.matmul(yBND.transpose(1, 2)).div(new Scalar(tau));
            if (maskBN != null) {
                scoreBNN = scoreBNN.masked_fill(maskBN.eq(new Scalar(0)).unsqueeze(1), new Scalar(NEVER));
            }
            Tensor lossBN = scoreBNN.logsumexp(2).sub(positivesNN.mul(scoreBNN).sum(2));
            return weightsBN.mul(lossBN).sum(1).mean();
        });
    }

    /** MGCA's weights of positions: those above zero brought into the range of their own 10 % and 90 % quantiles (interpolated), the rest left at zero; rows then sum to one. No gradient. */
    public static Tensor clipped(Tensor weightsBN) {
        float[][] rows = Tensors.rows(weightsBN);
        for (float[] row : rows) {
            float[] sorted = positive(row);
            if (sorted.length > 0) {
                double low = quantile(sorted, CLIPPED_TAIL);
                double high = quantile(sorted, 1 - CLIPPED_TAIL);
                double sum = 0;
                for (int i = 0; i < row.length; i++) {
                    row[i] = row[i] > 0 ? (float) Math.clamp(row[i], low, high) : 0;
                    sum += row[i];
                }
                for (int i = 0; i < row.length; i++) {
                    row[i] /= (float) sum;
                }
            }
        }
        return Scope.returning(() -> joined(rows).to(weightsBN.device(), weightsBN.scalar_type()));
    }

    private static float[] positive(float[] row) {
        float[] found = new float[row.length];
        int n = 0;
        for (float value : row) {
            if (value > 0) {
                found[n++] = value;
            }
        }
        float[] sorted = Arrays.copyOf(found, n);
        Arrays.sort(sorted);
        return sorted;
    }

    private static double quantile(float[] sorted, double q) {
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private static Tensor joined(float[][] rows) {
        int width = rows[0].length;
        float[] all = new float[rows.length * width];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * width, width);
        }
        return Tensors.of(all, rows.length, width);
    }

    /**
     * LoVT's soft positives of a grid, float64 [H·W, H·W] with rows that sum to one: e^(−decay·d) up to the distance {@code threshold}, nothing beyond, with d in grid diagonals √(H²+W²).
     */
    public static Tensor gridPositives(int height, int width, double threshold, double decay) {
        int cells = height * width;
        double[] weights = new double[cells * cells];
        for (int from = 0; from < cells; from++) {
            double sum = 0;
            for (int to = 0; to < cells; to++) {
                double distance =
                        Math.hypot(from / width - to / width, from % width - to % width) / Math.hypot(height, width);
                double weight = distance <= threshold ? Math.exp(-decay * distance) : 0;
                weights[from * cells + to] = weight;
                sum += weight;
            }
            for (int to = 0; to < cells; to++) {
                weights[from * cells + to] /= sum;
            }
        }
        return Tensors.of(weights, cells, cells);
    }
}
