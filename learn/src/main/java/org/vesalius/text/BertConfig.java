package org.vesalius.text;

import org.vesalius.io.InputException;

/**
 * The measures of a {@link Bert}.
 *
 * @param intermediate the size between the two layers of each block
 * @param positions the longest text in tokens
 * @param types segment types, 2 in published weights; one alone is used here
 */
public record BertConfig(
        int vocabulary,
        int size,
        int layers,
        int heads,
        int intermediate,
        int positions,
        int types,
        double dropout,
        double epsilon,
        Pooling pooling) {
    /** How a text's one vector comes from its tokens'. */
    public enum Pooling {
        /** The first token. */
        CLS,
        /** The mean over tokens, padding left out. */
        MEAN,
        /** The first token through BERT's own dense layer and tanh, keys {@code pooler.dense.*}. */
        POOLER
    }

    /** Checks that heads divide the size. */
    public BertConfig {
        if (size % heads != 0) {
            throw InputException.of(
                    "bert heads", "a divisor of size " + size, Integer.toString(heads), "change size or heads");
        }
    }

    /** BERT-base (uncased vocabulary of 30522 where nothing else is said): 12 layers of 768. */
    public static BertConfig base(int vocabulary) {
        return new BertConfig(vocabulary, 768, 12, 12, 3072, 512, 2, 0.1, 1e-12, Pooling.CLS);
    }

    /** BGE-small-en-v1.5: 12 layers of 384, first token. */
    public static BertConfig bgeSmall() {
        return new BertConfig(30522, 384, 12, 12, 1536, 512, 2, 0.1, 1e-12, Pooling.CLS);
    }

    /** A tower to train from scratch; heads of 32, intermediate 4·size, mean pooling, no dropout. */
    public static BertConfig small(int vocabulary, int size, int layers, int positions) {
        return new BertConfig(
                vocabulary, size, layers, Math.max(1, size / 32), 4 * size, positions, 2, 0, 1e-12, Pooling.MEAN);
    }

    /** With another way of pooling. */
    public BertConfig pooling(Pooling other) {
        return new BertConfig(vocabulary, size, layers, heads, intermediate, positions, types, dropout, epsilon, other);
    }

    /** With another share of values dropped in training. */
    public BertConfig dropout(double share) {
        return new BertConfig(vocabulary, size, layers, heads, intermediate, positions, types, share, epsilon, pooling);
    }
}
