package org.vesalius.tokenize;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Text to token ids and back. Immutable and safe for threads.
 *
 * <p>A tokenizer lives in a folder in Hugging Face's file formats, so that either side reads the other's: {@code tokenizer_config.json} with {@code vocab.txt} ({@link WordPiece}) or {@code vocab.json}
 * and {@code merges.txt} ({@link ByteBpe}).
 */
public interface Tokenizer {
    /**
     * Ids with the begin and end tokens, not padded. What is longer than {@code maxLength} is cut so that the end token stays last.
     *
     * @throws IllegalArgumentException when {@code maxLength} is below 2
     */
    int[] encode(String text, int maxLength);

    /** Text of ids; special tokens are left out. Not always the text that was encoded: case and white space are normalised. */
    String decode(int[] ids);

    /** Number of ids. */
    int vocabularySize();

    /** What fills a batch up to its longest text. */
    int padId();

    /** The end token: BERT's {@code [SEP]}, CLIP's {@code <|endoftext|>}. */
    int endId();

    /** The id of a token as the vocabulary spells it, or -1. */
    int id(String token);

    /** The token of an id as the vocabulary spells it. */
    String token(int id);

    /** Writes the folder's files; those of the same name are replaced. */
    void save(Path folder) throws IOException;

    /**
     * Reads a folder: ours, or a Hugging Face model's with {@code vocab.txt}, {@code vocab.json} + {@code merges.txt} or {@code tokenizer.json}.
     *
     * @throws org.vesalius.io.InputException when it holds no tokenizer, or one of another kind
     */
    static Tokenizer load(Path folder) throws IOException {
        return TokenizerFiles.load(folder);
    }
}
