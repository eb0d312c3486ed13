package org.vesalius.metric;

/**
 * What a shared space looks like, apart from any task: how close pairs lie, how evenly vectors fill the sphere, and whether the features of two views say the same thing once (Barlow Twins). Shapes: N
 * pairs, D features.
 */
public final class Embeddings {
    /** Name, mode and version of {@link #alignment}. */
    public static final String ALIGNMENT = "alignment[squared-distance,unit-length]@1";

    /** Name, mode and version of {@link #uniformity}. */
    public static final String UNIFORMITY = "uniformity[t=2,unit-length]@1";

    /** Name, mode and version of {@link #crossCorrelation}. */
    public static final String CROSS_CORRELATION = "cross-correlation[barlow,deviation-n-1]@1";

    private static final double T = 2;
    private static final double EPSILON = 1e-6;

    private Embeddings() {}

    /** Mean squared distance of pairs on the unit sphere, in [0, 4]; lower is closer (Wang and Isola, ICML 2020). NaN without pairs. */
    public static double alignment(float[][] firstND, float[][] secondND) {
        double sum = 0;
        for (int i = 0; i < firstND.length; i++) {
            sum += squaredDistance(firstND[i], secondND[i]);
        }
        return sum / firstND.length;
    }

    /** Log of the mean of exp(-2 d²) over pairs of different rows on the unit sphere; lower is more even, 0 when all are one point. NaN with fewer than two rows. */
    public static double uniformity(float[][] vectorsND) {
        double sum = 0;
        long pairs = 0;
        for (int i = 0; i < vectorsND.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += Math.exp(-T * squaredDistance(vectorsND[i], vectorsND[j]));
                pairs++;
            }
        }
        return Math.log(sum / pairs);
    }

    private static double squaredDistance(float[] a, float[] b) {
        double aa = 0;
        double bb = 0;
        double ab = 0;
        for (int d = 0; d < a.length; d++) {
            aa += (double) a[d] * a[d];
            bb += (double) b[d] * b[d];
            ab += (double) a[d] * b[d];
        }
        return 2 - 2 * ab / Math.sqrt(aa * bb);
    }

    /**
     * The cross-correlation of two views' features: perfect is the unit matrix.
     *
     * @param onDiagonal mean of a feature's correlation with itself in the other view
     * @param offDiagonal root mean square of the correlations of different features; redundancy
     * @param loss Barlow Twins' sum of (1 - c_ii)² plus λ times that of c_ij²
     */
    public record CrossCorrelation(double onDiagonal, double offDiagonal, double loss) {}

    /** Of standardised features (deviation n - 1, plus 1e-6), divided by N (Zbontar et al., ICML 2021; as MONAI computes it). At least two rows. */
    public static CrossCorrelation crossCorrelation(float[][] firstND, float[][] secondND, double lambda) {
        double[][] a = standard(firstND);
        double[][] b = standard(secondND);
        int n = a.length;
        int size = a[0].length;
        double on = 0;
        double off = 0;
        double loss = 0;
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double c = 0;
                for (int row = 0; row < n; row++) {
                    c += a[row][i] * b[row][j] / n;
                }
                on += i == j ? c : 0;
                off += i == j ? 0 : c * c;
                loss += i == j ? (1 - c) * (1 - c) : lambda * c * c;
            }
        }
        return new CrossCorrelation(on / size, Math.sqrt(off / ((double) size * (size - 1))), loss);
    }

    private static double[][] standard(float[][] rows) {
        double[][] standard = new double[rows.length][rows[0].length];
        for (int d = 0; d < rows[0].length; d++) {
            double mean = 0;
            for (float[] row : rows) {
                mean += row[d] / rows.length;
            }
            double squares = 0;
            for (float[] row : rows) {
                squares += (row[d] - mean) * (row[d] - mean);
            }
            double deviation = Math.sqrt(squares / (rows.length - 1)) + EPSILON;
            for (int i = 0; i < rows.length; i++) {
                standard[i][d] = (rows[i][d] - mean) / deviation;
            }
        }
        return standard;
    }
}
