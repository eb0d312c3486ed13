package org.vesalius.text;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tokenize.ByteBpe;
import org.vesalius.tokenize.Tokenizer;

/** Which tokens make up a word. A WordPiece {@code ##piece} belongs to the word before it; a byte-level piece that does not end in {@code </w>} goes on in the next. Special tokens belong to none. */
public final class Words {
    private static final String INNER = "##";
    private static final String WORD_END = "</w>";

    private Words() {}

    /**
     * A matrix that sums tokens into words: [T, V, W], 1 where token w is part of word v of text t. Rows of zeros fill up the texts with fewer words.
     *
     * @param idsTW the ids of each text, special ones included
     * @param longest W, the tokens of the longest text
     */
    public static Tensor matrix(List<int[]> idsTW, int longest, Tokenizer tokenizer) {
        return TokenGroups.matrix(idsTW.stream().map(ids -> of(ids, tokenizer)).toList(), longest);
    }

    /** For each token the number of its word from 0, or -1. */
    public static int[] of(int[] ids, Tokenizer tokenizer) {
        boolean bytes = tokenizer instanceof ByteBpe;
        int[] words = new int[ids.length];
        int word = -1;
        boolean open = false;
        for (int w = 0; w < ids.length; w++) {
            String token = tokenizer.token(ids[w]);
            if (special(token)) {
                words[w] = -1;
                open = false;
            } else {
                boolean within = bytes ? open : token.startsWith(INNER) && word >= 0;
                word += within ? 0 : 1;
                words[w] = word;
                open = bytes && !token.endsWith(WORD_END);
            }
        }
        return words;
    }

    /** {@code [CLS]}, {@code <|endoftext|>} and their like. */
    static boolean special(String token) {
        boolean bert = token.length() > 2 && token.startsWith("[") && token.endsWith("]");
        return bert || (token.startsWith("<|") && token.endsWith("|>"));
    }
}
