package org.vesalius.text;

import org.vesalius.nn.Params;
import org.vesalius.tensor.Tensors;

/** {@link CaptionDecoder} written a second time, from torch's definition of its parts, with loops over doubles and nothing else. */
public final class PlainDecoder {
    private final Params params;
    private final CaptionDecoder.Config config;

    /** On the parameters that a decoder was registered in. */
    public PlainDecoder(Params params, CaptionDecoder.Config config) {
        this.params = params;
        this.config = config;
    }

    /** [tokens][vocabulary]. */
    public double[][] logits(int[] ids, double[][] seen) {
        double[][] memory =
                linear(seen, matrix("visual_projection.weight", config.memory()), vector("visual_projection.bias"));
        double[][] words = matrix("embedding.words.weight", config.size());
        double[][] positions = matrix("embedding.positions.weight", config.size());
        double[][] x = new double[ids.length][];
        for (int t = 0; t < ids.length; t++) {
            x[t] = normed(sum(words[ids[t]], positions[t]), "embedding.layer_norm", 1e-8);
        }
        for (int layer = 0; layer < config.layers(); layer++) {
            x = layer(x, memory, "transformer.layers." + layer + ".");
        }
        return linear(x, words, vector("output.bias"));
    }

    private double[][] layer(double[][] x, double[][] memory, String name) {
        double[][] read = attended(x, x, name + "self_attn.", true);
        double[][] first = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            first[t] = normed(sum(x[t], read[t]), name + "norm1", 1e-5);
        }
        double[][] looked = attended(first, memory, name + "multihead_attn.", false);
        double[][] out = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            double[] second = normed(sum(first[t], looked[t]), name + "norm2", 1e-5);
            double[] hidden = linear(
                    new double[][] {second},
                    matrix(name + "linear1.weight", config.size()),
                    vector(name + "linear1.bias"))[0];
            for (int i = 0; i < hidden.length; i++) {
                hidden[i] *= 0.5 * (1 + erf(hidden[i] / Math.sqrt(2)));
            }
            double[] last = linear(
                    new double[][] {hidden},
                    matrix(name + "linear2.weight", config.intermediate()),
                    vector(name + "linear2.bias"))[0];
            out[t] = normed(sum(second, last), name + "norm3", 1e-5);
        }
        return out;
    }

    private double[][] attended(double[][] queries, double[][] keys, String name, boolean causal) {
        int size = config.size();
        double[][] weight = matrix(name + "in_proj_weight", size);
        double[] bias = vector(name + "in_proj_bias");
        double[][] q = part(queries, weight, bias, 0);
        double[][] k = part(keys, weight, bias, size);
        double[][] v = part(keys, weight, bias, 2 * size);
        int width = size / config.heads();
        double[][] mixed = new double[queries.length][size];
        for (int t = 0; t < queries.length; t++) {
            int most = causal ? t + 1 : keys.length;
            for (int from = 0; from < size; from += width) {
                double[] shares = new double[most];
                double total = 0;
                for (int s = 0; s < most; s++) {
                    double dot = 0;
                    for (int i = from; i < from + width; i++) {
                        dot += q[t][i] * k[s][i];
                    }
                    shares[s] = Math.exp(dot / Math.sqrt(width));
                    total += shares[s];
                }
                for (int s = 0; s < most; s++) {
                    for (int i = from; i < from + width; i++) {
                        mixed[t][i] += shares[s] / total * v[s][i];
                    }
                }
            }
        }
        return linear(mixed, matrix(name + "out_proj.weight", size), vector(name + "out_proj.bias"));
    }

    private static double[][] part(double[][] x, double[][] weight, double[] bias, int from) {
        int size = weight[0].length;
        return linear(
                x,
                java.util.Arrays.copyOfRange(weight, from, from + size),
                java.util.Arrays.copyOfRange(bias, from, from + size));
    }

    private static double[][] linear(double[][] x, double[][] weight, double[] bias) {
        double[][] out = new double[x.length][weight.length];
        for (int row = 0; row < x.length; row++) {
            for (int o = 0; o < weight.length; o++) {
                out[row][o] = bias[o];
                for (int i = 0; i < weight[o].length; i++) {
                    out[row][o] += x[row][i] * weight[o][i];
                }
            }
        }
        return out;
    }

    private double[] normed(double[] x, String name, double epsilon) {
        double[] weight = vector(name + ".weight");
        double[] bias = vector(name + ".bias");
        double mean = 0;
        for (double value : x) {
            mean += value / x.length;
        }
        double variance = 0;
        for (double value : x) {
            variance += (value - mean) * (value - mean) / x.length;
        }
        double[] out = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            out[i] = (x[i] - mean) / Math.sqrt(variance + epsilon) * weight[i] + bias[i];
        }
        return out;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < b.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    /** By its series, which converges everywhere. */
    private static double erf(double x) {
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private double[] vector(String name) {
        return Tensors.doubles(params.get(name));
    }

    private double[][] matrix(String name, int columns) {
        double[] all = vector(name);
        double[][] rows = new double[all.length / columns][columns];
        for (int i = 0; i < all.length; i++) {
            rows[i / columns][i % columns] = all[i];
        }
        return rows;
    }
}
