package org.vesalius.text;

/** A text encoder. Its parameters belong to the {@code Params} it was built on. */
public interface TextTower {
    /** Features of tokenized texts. */
    TextFeatures encode(TokenBatch tokens);

    /** The length of a global vector, and of a token's. */
    int size();
}
