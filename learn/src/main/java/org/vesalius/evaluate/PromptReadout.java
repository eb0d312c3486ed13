package org.vesalius.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.report.Prompts.PromptSet;

/** From pictures and the prompts of a label to the label's score: the rules of published zero-shot protocols beside each model's own. */
enum PromptReadout {
    /** The model's own readout; of a model that answers questions (MedKLIP) the answer. */
    MODEL,
    /** {@code e^p / (e^p + e^n)}, p and n the mean cosines with the prompts for and against, without a temperature (CheXzero). */
    CHEXZERO,
    /** The greatest, over the prompts, of half the cosine with picture and text and half the best cosine of a word with the regions that it attends to (GLoRIA). */
    GLORIA,
    /** The mean cosine with the prompts for (MedCLIP's ensemble; its temperature changes no order). */
    MEDCLIP_MEAN,
    /** The greatest cosine with the prompts for (MedCLIP). */
    MEDCLIP_MAX,
    /** {@code e^p / (e^p + e^n)}, p and n the cosines with the mean of the prompts' vectors, these of their own length, for and against (BioViL). */
    BIOVIL;

    /** As on the command line. */
    String lower() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static PromptReadout of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static String[] names() {
        return Arrays.stream(values()).map(PromptReadout::lower).toArray(String[]::new);
    }

    /** Whether scores mean something beside {@code .5}. */
    boolean probabilities() {
        return this == MODEL || this == CHEXZERO || this == BIOVIL;
    }

    /** The mean over the members of an ensemble. Shape: pictures x labels. */
    double[][] scores(Scorer scorer, List<Image> images, List<PromptSet> prompts) {
        double[][] mean = new double[images.size()][prompts.size()];
        List<Scorer> members = scorer.members();
        for (Scorer member : members) {
            double[][] own = this == MODEL ? member.classify(images, prompts) : asked(member, images, prompts);
            for (int i = 0; i < mean.length; i++) {
                for (int label = 0; label < prompts.size(); label++) {
                    mean[i][label] += own[i][label] / members.size();
                }
            }
        }
        return mean;
    }

    private double[][] asked(Scorer scorer, List<Image> images, List<PromptSet> prompts) {
        float[][] vectors = scorer.embedImages(images);
        double[][] scores = new double[vectors.length][prompts.size()];
        for (int label = 0; label < prompts.size(); label++) {
            PromptSet set = prompts.get(label);
            if (probabilities() && set.negative().isEmpty()) {
                throw InputException.of(
                        "prompts of label " + set.label(),
                        "some against it, for --set readout=" + lower(),
                        "none",
                        "choose another prompt-set, or readout gloria, medclip-mean or medclip-max");
            }
            double[] column = column(scorer, images, vectors, set);
            for (int i = 0; i < scores.length; i++) {
                scores[i][label] = column[i];
            }
        }
        return scores;
    }

    private double[] column(Scorer scorer, List<Image> images, float[][] vectors, PromptSet set) {
        List<String> positive = set.positive();
        return switch (this) {
            case CHEXZERO, MODEL -> margins(vectors, scorer.embedTexts(positive), scorer.embedTexts(set.negative()));
            case BIOVIL ->
                margins(vectors, mean(scorer.textVectors(positive)), mean(scorer.textVectors(set.negative())));
            case MEDCLIP_MEAN -> {
                float[][] texts = scorer.embedTexts(positive);
                yield each(vectors, vector -> Vectors.meanDot(vector, texts));
            }
            case MEDCLIP_MAX -> {
                float[][] texts = scorer.embedTexts(positive);
                yield each(vectors, vector -> most(vector, texts));
            }
            case GLORIA -> bothWays(scorer, images, vectors, positive);
        };
    }

    private static double[] bothWays(Scorer scorer, List<Image> images, float[][] vectors, List<String> texts) {
        float[][] global = scorer.embedTexts(texts);
        double[][] local = scorer.wordFits(images, texts);
        double[] scores = new double[vectors.length];
        Arrays.fill(scores, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < scores.length; i++) {
            for (int t = 0; t < global.length; t++) {
                scores[i] = Math.max(scores[i], (Vectors.dot(vectors[i], global[t]) + local[i][t]) / 2);
            }
        }
        return scores;
    }

    private static double[] margins(float[][] vectors, float[][] positive, float[][] negative) {
        return each(
                vectors,
                vector -> Vectors.sigmoid(Vectors.meanDot(vector, positive) - Vectors.meanDot(vector, negative)));
    }

    /** One vector of length 1: that of the mean. */
    private static float[][] mean(float[][] vectors) {
        double[] sum = new double[vectors[0].length];
        for (float[] vector : vectors) {
            for (int d = 0; d < sum.length; d++) {
                sum[d] += vector[d];
            }
        }
        double length = Math.sqrt(Arrays.stream(sum).map(x -> x * x).sum());
        float[] unit = new float[sum.length];
        for (int d = 0; d < unit.length; d++) {
            unit[d] = (float) (length == 0 ? 0 : sum[d] / length);
        }
        return new float[][] {unit};
    }

    private static double most(float[] vector, float[][] texts) {
        return Arrays.stream(texts)
                .mapToDouble(text -> Vectors.dot(vector, text))
                .max()
                .orElse(Double.NaN);
    }

    /** What is made of one picture's vector. */
    @FunctionalInterface
    private interface OfVector {
        double of(float[] vector);
    }

    private static double[] each(float[][] vectors, OfVector rule) {
        return Arrays.stream(vectors).mapToDouble(rule::of).toArray();
    }
}
