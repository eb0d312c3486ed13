package org.vesalius.metric.clinical;

import java.util.List;

/**
 * RadCliQ (Yu et al., "Evaluating progress in automatic chest X-ray radiology report generation", Patterns 2023): a linear model of four scores, fit to the errors that radiologists counted. Lower is better.
 * Coefficients are those of the released models. A value is RadCliQ's only where the features are: RG-er of RadGraph's model, BERTScore F1 (distilroberta-base, rescaled; with idf for v1), the cosine of
 * CheXbert's [CLS] vectors, and BLEU-2 under {@code radcliq} tokens. Features of other models give a number of another name.
 *
 * @param id as in names of metrics
 * @param means of the features where it was fit
 * @param deviations of the features there
 */
public record RadCliq(String id, Features means, Features deviations, Features coefficients, double intercept) {
    /** Fit on 200 pairs: the number of errors. */
    public static final RadCliq V0 = new RadCliq(
            "RadCliQ-v0",
            new Features(0.5398376019, 0.6312549595, 0.7716797867, 0.4607372065),
            new Features(0.3018344441, 0.2246695075, 0.2475033381, 0.3033667094),
            new Features(-0.4796252645, -0.6762170542, -0.4636657516, 0.2165861905),
            1.6416666667);

    /** Fit on 160 pairs: centred at 0, practically without BLEU. */
    public static final RadCliq V1 = new RadCliq(
            "RadCliQ-v1",
            new Features(0.5379231241, 0.6175725628, 0.7647942121, 0.4473833540),
            new Features(0.3028258411, 0.2243093846, 0.2539439110, 0.2989271672),
            new Features(-0.3770836826, -0.3703000997, -0.2526162179, 4.3e-12),
            2.5e-10);

    /**
     * The scores of a pair, each the higher the better.
     *
     * @param radGraph RG-er, entities and relations combined
     * @param bertScore F1
     * @param embedding s_emb, the cosine of CheXbert's vectors
     * @param bleu2 of the pair alone
     */
    public record Features(double radGraph, double bertScore, double embedding, double bleu2) {}

    /** Of one pair: the lower the better. */
    public double score(Features of) {
        return intercept
                + coefficients.radGraph * (of.radGraph - means.radGraph) / deviations.radGraph
                + coefficients.bertScore * (of.bertScore - means.bertScore) / deviations.bertScore
                + coefficients.embedding * (of.embedding - means.embedding) / deviations.embedding
                + coefficients.bleu2 * (of.bleu2 - means.bleu2) / deviations.bleu2;
    }

    /** The mean over pairs, NaN of none: the lower the better. */
    public double mean(List<Features> pairs) {
        return pairs.stream().mapToDouble(this::score).average().orElse(Double.NaN);
    }

    /** Name of {@link #inverseMean}. */
    public String inverseId() {
        return "1/mean(" + id + ")";
    }

    /** RadEval's "1/RadCliQ", the higher the better; another number under its own name, without meaning where the mean is not above 0. */
    public double inverseMean(List<Features> pairs) {
        return 1 / mean(pairs);
    }
}
