package org.vesalius.metric;

/**
 * A monotone correction of probabilities, p' = sigmoid(slope · logit(p) + intercept), fitted on validation rows. Order is kept where the slope is positive, so AUROC stays. A probability of exactly 0 or 1 is
 * taken as 1e-7 away from it.
 *
 * @param slope of the log odds; 1 / temperature
 * @param intercept of the log odds
 */
public record Recalibration(double slope, double intercept) {
    /** Leaves probabilities as they are. */
    public static final Recalibration NONE = new Recalibration(1, 0);

    private static final double EDGE = 1e-7;
    private static final double LEAST_SLOPE = 1e-3;
    private static final double MOST_SLOPE = 1e3;
    private static final int STEPS = 200;
    private static final double SMALL = 1e-12;

    /** Corrected; in (0, 1). */
    public double apply(double probability) {
        return sigmoid(slope * logit(probability) + intercept);
    }

    /** All of them corrected. */
    public double[] apply(double[] probabilities) {
        double[] corrected = new double[probabilities.length];
        for (int i = 0; i < corrected.length; i++) {
            corrected[i] = apply(probabilities[i]);
        }
        return corrected;
    }

    /** Name and version of {@link #temperature}. */
    public static final String TEMPERATURE = "temperature[log-loss]@1";

    /** Name and version of {@link #platt}. */
    public static final String PLATT = "platt[log-loss,smoothed-targets]@1";

    /** Temperature scaling (Guo et al. 2017): the one positive slope, of .001 to 1,000, of the least log loss. NaN-free: {@link #NONE} without rows. */
    public static Recalibration temperature(double[] probabilities, boolean[] positive) {
        if (probabilities.length == 0) {
            return NONE;
        }
        double low = LEAST_SLOPE;
        double high = MOST_SLOPE;
        // the loss is convex in the slope: its derivative changes sign once
        for (int i = 0; i < STEPS; i++) {
            double middle = Math.sqrt(low * high);
            double derivative = 0;
            for (int row = 0; row < probabilities.length; row++) {
                double z = logit(probabilities[row]);
                derivative += z * (sigmoid(middle * z) - (positive[row] ? 1 : 0));
            }
            if (derivative < 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return new Recalibration(Math.sqrt(low * high), 0);
    }

    /**
     * Platt scaling (1999): slope and intercept of the least log loss against his smoothed targets, (P + 1) / (P + 2) for positives and 1 / (N + 2) for negatives, so that rows that can be separated leave
     * both finite. Newton's method with halved steps. {@link #NONE} without rows.
     */
    public static Recalibration platt(double[] probabilities, boolean[] positive) {
        if (probabilities.length == 0) {
            return NONE;
        }
        double positives = Ranking.count(positive);
        double high = (positives + 1) / (positives + 2);
        double low = 1 / (positive.length - positives + 2);
        double[] z = new double[positive.length];
        double[] target = new double[positive.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = logit(probabilities[i]);
            target[i] = positive[i] ? high : low;
        }
        Recalibration at = new Recalibration(0, Math.log((positives + 1) / (positive.length - positives + 1)));
        double loss = loss(at, z, target);
        for (int i = 0; i < STEPS; i++) {
            Recalibration step = newton(at, z, target);
            double share = 1;
            Recalibration next = at;
            double lower = loss;
            for (int half = 0; half < STEPS / 4 && !(lower < loss); half++, share /= 2) {
                next = new Recalibration(at.slope - share * step.slope, at.intercept - share * step.intercept);
                lower = loss(next, z, target);
            }
            if (!(lower < loss - SMALL)) {
                return lower < loss ? next : at;
            }
            at = next;
            loss = lower;
        }
        return at;
    }

    /** Inverse Hessian times gradient. */
    private static Recalibration newton(Recalibration at, double[] z, double[] target) {
        double g1 = 0;
        double g2 = 0;
        double h11 = SMALL;
        double h22 = SMALL;
        double h12 = 0;
        for (int i = 0; i < z.length; i++) {
            double p = sigmoid(at.slope * z[i] + at.intercept);
            double error = p - target[i];
            double weight = p * (1 - p);
            g1 += error * z[i];
            g2 += error;
            h11 += weight * z[i] * z[i];
            h22 += weight;
            h12 += weight * z[i];
        }
        double determinant = h11 * h22 - h12 * h12;
        return new Recalibration((h22 * g1 - h12 * g2) / determinant, (h11 * g2 - h12 * g1) / determinant);
    }

    private static double loss(Recalibration at, double[] z, double[] target) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            double logit = at.slope * z[i] + at.intercept;
            // log(1 + e^x) - t x without overflow
            sum += Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit))) - target[i] * logit;
        }
        return sum;
    }

    private static double logit(double probability) {
        double p = Math.clamp(probability, EDGE, 1 - EDGE);
        return Math.log(p / (1 - p));
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
