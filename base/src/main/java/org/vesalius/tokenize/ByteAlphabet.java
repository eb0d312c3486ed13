package org.vesalius.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The letter that stands for each byte in a byte-level vocabulary (Radford et al., GPT-2): printable ones for themselves, the other 68 for U+0100 and on. */
final class ByteAlphabet {
    private static final int BYTES = 256;
    private static final List<Integer> ORDER = order();
    private static final char[] LETTERS = letters();

    private ByteAlphabet() {}

    /** The letters in the order in which OpenAI numbers them: printable bytes first. */
    static List<String> letters(String suffix) {
        return ORDER.stream().map(b -> LETTERS[b] + suffix).toList();
    }

    /** Position of a byte (0 to 255) in {@link #letters}. */
    static int[] positions() {
        int[] positions = new int[BYTES];
        for (int i = 0; i < BYTES; i++) {
            positions[ORDER.get(i)] = i;
        }
        return positions;
    }

    /** The text whose bytes these letters spell; a letter of no byte is left out, broken UTF-8 is replaced. */
    static String text(CharSequence spelled) {
        byte[] bytes = new byte[spelled.length()];
        int n = 0;
        for (int i = 0; i < spelled.length(); i++) {
            int value = value(spelled.charAt(i));
            if (value >= 0) {
                bytes[n++] = (byte) value;
            }
        }
        return new String(bytes, 0, n, StandardCharsets.UTF_8);
    }

    private static int value(char letter) {
        for (int b = 0; b < BYTES; b++) {
            if (LETTERS[b] == letter) {
                return b;
            }
        }
        return -1;
    }

    private static boolean printable(int b) {
        return (b >= '!' && b <= '~') || (b >= 0xA1 && b <= 0xAC) || (b >= 0xAE && b <= 0xFF);
    }

    private static List<Integer> order() {
        List<Integer> order = new ArrayList<>();
        for (int pass = 0; pass < 2; pass++) {
            for (int b = 0; b < BYTES; b++) {
                if (printable(b) == (pass == 0)) {
                    order.add(b);
                }
            }
        }
        return List.copyOf(order);
    }

    private static char[] letters() {
        char[] letters = new char[BYTES];
        char next = BYTES;
        for (int b = 0; b < BYTES; b++) {
            letters[b] = printable(b) ? (char) b : next++;
        }
        return letters;
    }
}
