package org.vesalius.tokenize;

import java.text.Normalizer;
import java.util.function.Predicate;

/**
 * CLIP's words as Hugging Face's {@code CLIPTokenizerFast} cuts them: NFC, runs of white space to one blank, lower case; then {@code 's 't 're 've 'm 'll 'd}, runs of letters, single digits, runs of
 * anything else. (OpenAI's own code also repairs mis-decoded text with the ftfy package and unescapes HTML; neither does so here.)
 */
final class ClipWords {
    private static final String[] ENDINGS = {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"};
    private static final int LETTERS = 0;
    private static final int NUMBER = 1;
    private static final int SPACE = 2;
    private static final int OTHER = 3;

    private ClipWords() {}

    /** Each word in turn; {@code false} ends the walk. */
    static void each(String text, Predicate<String> taker) {
        String tidy = tidy(text);
        int i = 0;
        boolean going = true;
        while (i < tidy.length() && going) {
            int end = ending(tidy, i);
            int kind = kind(tidy.codePointAt(i));
            if (end == i) {
                end = run(tidy, i, kind);
            }
            going = kind == SPACE || taker.test(tidy.substring(i, end));
            i = end;
        }
    }

    private static int ending(String tidy, int at) {
        if (tidy.charAt(at) == '\'') {
            for (String ending : ENDINGS) {
                if (tidy.startsWith(ending, at)) {
                    return at + ending.length();
                }
            }
        }
        return at;
    }

    private static int run(String tidy, int at, int kind) {
        int end = at + Character.charCount(tidy.codePointAt(at));
        while (kind != NUMBER && end < tidy.length() && kind(tidy.codePointAt(end)) == kind) {
            end += Character.charCount(tidy.codePointAt(end));
        }
        return end;
    }

    private static int kind(int point) {
        return switch (Character.getType(point)) {
            case Character.UPPERCASE_LETTER,
                    Character.LOWERCASE_LETTER,
                    Character.TITLECASE_LETTER,
                    Character.MODIFIER_LETTER,
                    Character.OTHER_LETTER -> LETTERS;
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER -> NUMBER;
            default -> space(point) ? SPACE : OTHER;
        };
    }

    private static boolean space(int point) {
        return Scripts.space(point) || point == 0x0B || point == 0x0C || point == 0x85;
    }

    private static String tidy(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        var tidy = new StringBuilder(composed.length());
        composed.codePoints().forEach(point -> {
            if (!space(point)) {
                Scripts.appendLower(tidy, point);
            } else if (tidy.isEmpty() || tidy.charAt(tidy.length() - 1) != ' ') {
                tidy.append(' ');
            }
        });
        return tidy.toString();
    }
}
