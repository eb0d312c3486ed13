package org.vesalius.tokenize;

import java.util.List;

/** Vocabularies from texts; the same texts in any order give the same vocabulary. */
public final class TokenizerTrainer {
    private TokenizerTrainer() {}

    /** BERT's kind, lower-casing, with at most {@code vocabularySize} tokens, the five special ones among them. */
    public static WordPiece wordPiece(Iterable<String> texts, int vocabularySize) {
        return WordPiece.of(List.copyOf(BpeMerges.learn(texts, vocabularySize)), true);
    }

    /** CLIP's kind with at most {@code vocabularySize} tokens; 514 are there before anything is learnt. */
    public static ByteBpe byteBpe(Iterable<String> texts, int vocabularySize) {
        return ByteBpe.ofMerges(BpeMerges.learn(texts, vocabularySize));
    }
}
