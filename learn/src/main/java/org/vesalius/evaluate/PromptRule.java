package org.vesalius.evaluate;

/** How several prompts of one side become one score. */
public enum PromptRule {
    /** The mean of the prompt vectors, made length 1, against the picture (BioViL). */
    MEAN_EMBEDDING,
    /** The mean of the cosines (MedCLIP's ensemble). */
    MEAN_SCORE,
    /** The largest cosine (MedCLIP, GLoRIA). */
    MAX_SCORE
}
