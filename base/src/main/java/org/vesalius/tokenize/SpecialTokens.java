package org.vesalius.tokenize;

import java.util.List;
import java.util.function.ToIntFunction;

/** Special tokens that a text spells out: they are found in the raw text, before anything else is done to it, as Hugging Face's tokenizers do. */
final class SpecialTokens {
    private final List<String> tokens;
    private final int[] ids;

    SpecialTokens(List<String> tokens, ToIntFunction<String> id) {
        this.tokens = List.copyOf(tokens);
        this.ids = tokens.stream().mapToInt(id).toArray();
    }

    /** Takes a stretch of text with id -1, or a special token with its id; {@code false} ends the walk. */
    @FunctionalInterface
    interface Taker {
        boolean piece(String text, int id);
    }

    void each(String text, Taker taker) {
        int start = 0;
        boolean going = true;
        while (going && start < text.length()) {
            int which = -1;
            int at = text.length();
            for (int t = 0; t < ids.length; t++) {
                int found = text.indexOf(tokens.get(t), start);
                if (found >= 0 && found < at) {
                    which = t;
                    at = found;
                }
            }
            going = at == start || taker.piece(text.substring(start, at), -1);
            if (which >= 0 && going) {
                going = taker.piece(tokens.get(which), ids[which]);
                at += tokens.get(which).length();
            }
            start = at;
        }
    }

    static void checkLength(int maxLength) {
        if (maxLength < 2) {
            throw new IllegalArgumentException(
                    "maxLength: expected at least 2 (the begin and the end token), got " + maxLength);
        }
    }
}
