package org.vesalius.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How similarities with prompts become the score of a label. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Readout.Cosine.class, name = "cosine"),
    @JsonSubTypes.Type(value = Readout.PositiveNegative.class, name = "positive-negative"),
    @JsonSubTypes.Type(value = Readout.LocalAndGlobal.class, name = "local-and-global"),
    @JsonSubTypes.Type(value = Readout.QueryClassifier.class, name = "query-classifier")
})
public sealed interface Readout {
    /** The mean cosine with the positive prompts, mapped from [-1, 1] to [0, 1]. */
    record Cosine() implements Readout {}

    /** {@code e^(scale p) / (e^(scale p) + e^(scale n))}, p and n the mean cosines with the positive and negative prompts (CheXzero: scale 1, on raw cosines). */
    record PositiveNegative(double scale) implements Readout {}

    /**
     * As {@link PositiveNegative}, where each cosine is {@code (1 - localWeight) global + localWeight local}, and local is the soft maximum {@code log mean exp(sharpness c) / sharpness} of the patches'
     * cosines c. The prompts of a side are joined by a soft maximum too, of sharpness {@code wordings}, or by their mean where that is 0: a finding is there when one of its wordings fits, and a nodule of
     * the left upper lobe does not fit that of the right lower. The negative prompts count {@code negativeWeight} times: reports that seldom deny a finding teach little about its denial.
     */
    record LocalAndGlobal(double scale, double localWeight, double sharpness, double wordings, double negativeWeight)
            implements Readout {}

    /** The share of yes in a question's answer: of the entity of that name where {@link Fusion.EntityQueries} has it, else the mean over the positive prompts (MedKLIP). Maps are where the question looked. */
    record QueryClassifier() implements Readout {}
}
