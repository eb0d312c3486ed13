package org.vesalius.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Objects;
import org.vesalius.nn.Activation;

/** Which text tower, and how large. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TextEncoder.Bert.class, name = "bert"),
    @JsonSubTypes.Type(value = TextEncoder.BgeSmall.class, name = "bge-small"),
    @JsonSubTypes.Type(value = TextEncoder.ClipText.class, name = "clip-text"),
    @JsonSubTypes.Type(value = TextEncoder.None.class, name = "none")
})
public sealed interface TextEncoder {
    /** How the vectors of the tokens become one. */
    enum Pool {
        /** The first token's. */
        CLS,
        /** The mean over the tokens that are not padding. */
        MEAN,
        /** The mean over all positions, padding included (the released GLoRIA and MedCLIP). */
        MEAN_WITH_PADDING,
        /** The greatest value of each feature over the tokens that are not padding. */
        MAX,
        /** The vector at the end-of-text token. */
        EOT,
        /** An attention pool of the sentences, each of which is the greatest value of each feature over its tokens (LoVT). */
        SENTENCES
    }

    /** Which layers a token's vector comes from. */
    enum Depth {
        /** The last. */
        LAST,
        /** The sum of the last four (GLoRIA). */
        SUM_OF_LAST_FOUR,
        /** The mean of the first, the second and the last (MedCLIP). */
        MEAN_OF_FIRST_TWO_AND_LAST
    }

    /** How the vectors of the tokens become one. */
    Pool pool();

    /** BERT (Devlin et al. 2019) of any size; {@code intermediate} is the width inside the feed-forward part. */
    record Bert(int layers, int width, int heads, int intermediate, double dropout, Pool pool, Depth depth)
            implements TextEncoder {
        public Bert {
            depth = Objects.requireNonNullElse(depth, Depth.LAST); // settings need not name it
        }

        /** Vectors of the last layer. */
        public Bert(int layers, int width, int heads, int intermediate, double dropout, Pool pool) {
            this(layers, width, heads, intermediate, dropout, pool, Depth.LAST);
        }
    }

    /** The BERT of BAAI/bge-small-en-v1.5, which comes with the programme, frozen: each text is encoded once. */
    record BgeSmall(Pool pool) implements TextEncoder {}

    /**
     * CLIP's causal transformer (Radford et al. 2021).
     *
     * @param activation OpenAI's is the quick GELU, that of most others GELU
     */
    record ClipText(int layers, int width, int heads, Pool pool, Activation activation) implements TextEncoder {
        public ClipText {
            activation = Objects.requireNonNullElse(activation, Activation.QUICK_GELU); // settings need not name it
        }

        /** With OpenAI's activation. */
        public ClipText(int layers, int width, int heads, Pool pool) {
            this(layers, width, heads, pool, Activation.QUICK_GELU);
        }
    }

    /** None: an image encoder on its own, whose vectors are of the joint size. */
    record None() implements TextEncoder {
        @Override
        public Pool pool() {
            return Pool.CLS;
        }
    }
}
