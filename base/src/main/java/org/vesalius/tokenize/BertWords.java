package org.vesalius.tokenize;

import java.text.Normalizer;

/**
 * BERT's basic tokenizer as Hugging Face's {@code BertNormalizer} and {@code BertPreTokenizer} do it: control characters go, white space separates, Chinese characters and punctuation stand alone; where
 * {@code lowerCase} is set, accents go and letters become small.
 */
final class BertWords {
    private static final byte LETTER = 0;
    private static final byte SPACE = 1;
    private static final byte MARK = 2;
    private static final byte GONE = 3;
    private static final byte[] ASCII = ascii();

    private BertWords() {}

    /** Who takes the words: a range of a buffer that is valid during the call; {@code false} ends the walk. */
    @FunctionalInterface
    interface Taker {
        boolean word(char[] buffer, int from, int to);
    }

    static void each(String text, boolean lowerCase, Taker taker) {
        char[] buffer = new char[text.length()];
        text.getChars(0, buffer.length, buffer, 0);
        int end = asciiOnly(buffer) ? tidyAscii(buffer, lowerCase) : -1;
        if (end < 0) {
            String tidy = tidy(text, lowerCase);
            buffer = tidy.toCharArray();
            end = buffer.length;
        }
        walk(buffer, end, taker);
    }

    private static void walk(char[] buffer, int end, Taker taker) {
        int start = 0;
        int i = 0;
        boolean going = true;
        while (i < end && going) {
            char unit = buffer[i];
            int width = 1;
            byte kind;
            if (unit < 0x80) {
                kind = ASCII[unit];
            } else {
                int point = Character.codePointAt(buffer, i, end);
                width = Character.charCount(point);
                kind = kind(point);
            }
            if (kind != LETTER) {
                going = i == start || taker.word(buffer, start, i);
                if (kind == MARK && going) {
                    going = taker.word(buffer, i, i + width);
                }
                start = i + width;
            }
            i += width;
        }
        if (going && start < end) {
            taker.word(buffer, start, end);
        }
    }

    private static boolean asciiOnly(char[] buffer) {
        int bits = 0;
        for (char unit : buffer) {
            bits |= unit;
        }
        return bits < 0x80;
    }

    private static int tidyAscii(char[] buffer, boolean lowerCase) {
        int end = 0;
        for (char unit : buffer) {
            byte kind = ASCII[unit];
            if (kind == LETTER && lowerCase && unit >= 'A' && unit <= 'Z') {
                buffer[end++] = (char) (unit + ('a' - 'A'));
            } else if (kind != GONE) {
                buffer[end++] = unit;
            }
        }
        return end;
    }

    private static String tidy(String text, boolean lowerCase) {
        var clean = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> {
            if (Scripts.space(point)) {
                clean.append(' ');
            } else if (point != 0xFFFD && !Scripts.control(point)) {
                append(clean, point);
            }
        });
        if (!lowerCase) {
            return clean.toString();
        }
        var small = new StringBuilder(clean.length());
        Normalizer.normalize(clean, Normalizer.Form.NFD)
                .codePoints()
                .filter(point -> Character.getType(point) != Character.NON_SPACING_MARK)
                .forEach(point -> Scripts.appendLower(small, point));
        return small.toString();
    }

    private static void append(StringBuilder clean, int point) {
        if (Scripts.chinese(point)) {
            clean.append(' ').appendCodePoint(point).append(' ');
        } else {
            clean.appendCodePoint(point);
        }
    }

    private static byte kind(int point) {
        if (Scripts.space(point)) {
            return SPACE;
        }
        return Scripts.punctuation(point) ? MARK : LETTER;
    }

    private static byte[] ascii() {
        byte[] kinds = new byte[0x80];
        for (int c = 0; c < kinds.length; c++) {
            if (Scripts.space(c)) {
                kinds[c] = SPACE;
            } else if (Scripts.control(c)) {
                kinds[c] = GONE;
            } else {
                kinds[c] = Scripts.punctuation(c) ? MARK : LETTER;
            }
        }
        return kinds;
    }
}
