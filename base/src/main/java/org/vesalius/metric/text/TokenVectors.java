package org.vesalius.metric.text;

import java.util.List;

/** An encoder that gives every token of a text a vector: what BERTScore asks for. Not for several threads unless the encoder says so. */
public interface TokenVectors {
    /** Which encoder and layer, for metrics' names: {@code bge-small}. */
    String name();

    /** The tokens of a text as the encoder reads it, its own markers included, cut at its length. */
    int[] ids(String text);

    /** Whether a token is a marker of the encoder: it may be matched, but has no weight. */
    boolean marker(int id);

    /** A vector of length 1 for every token of each text. Shape of each: tokens x size. */
    List<float[][]> of(List<int[]> texts);
}
