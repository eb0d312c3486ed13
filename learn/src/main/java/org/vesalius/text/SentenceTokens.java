package org.vesalius.text;

import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tokenize.Tokenizer;

/** Which tokens make up a sentence: up to and with a full stop, question or exclamation mark that does not stand between digits, or up to a special token, which belongs to none. */
public final class SentenceTokens {
    private static final Set<String> ENDS = Set.of(".", "?", "!");

    private SentenceTokens() {}

    /** As {@link Words#matrix}, of sentences: [T, S, W]. */
    public static Tensor matrix(List<int[]> idsTW, int longest, Tokenizer tokenizer) {
        return TokenGroups.matrix(idsTW.stream().map(ids -> of(ids, tokenizer)).toList(), longest);
    }

    /** For each token the number of its sentence from 0, or -1. */
    public static int[] of(int[] ids, Tokenizer tokenizer) {
        int[] sentences = new int[ids.length];
        int sentence = -1;
        boolean open = false;
        for (int w = 0; w < ids.length; w++) {
            String token = plain(ids[w], tokenizer);
            if (Words.special(token)) {
                sentences[w] = -1;
                open = false;
            } else {
                sentence += open ? 0 : 1;
                sentences[w] = sentence;
                open = !ENDS.contains(token) || betweenDigits(ids, w, tokenizer);
            }
        }
        return sentences;
    }

    private static boolean betweenDigits(int[] ids, int w, Tokenizer tokenizer) {
        return w > 0
                && w + 1 < ids.length
                && digit(plain(ids[w - 1], tokenizer))
                && digit(plain(ids[w + 1], tokenizer));
    }

    private static boolean digit(String token) {
        return !token.isEmpty() && token.chars().allMatch(Character::isDigit);
    }

    /** Without the marks of pieces. */
    private static String plain(int id, Tokenizer tokenizer) {
        return tokenizer.token(id).replace("</w>", "").replace("##", "");
    }
}
