package org.vesalius.model;

/**
 * How text becomes token ids; the vocabulary itself lies in the folder {@code tokenizer} of the run.
 *
 * @param vocabularySize how many ids there are, or the most that training a tokenizer may make
 * @param maxLength the most tokens of a text, the special ones included
 */
public record TokenizerSpec(Kind kind, int vocabularySize, int maxLength) {
    /** Which algorithm. */
    public enum Kind {
        /** BERT's, trained on the reports of the training split. */
        WORD_PIECE,
        /** CLIP's, trained on the reports of the training split. */
        BYTE_BPE,
        /** The one that comes with bge-small. */
        BGE
    }
}
