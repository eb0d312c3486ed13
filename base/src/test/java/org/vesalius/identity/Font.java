package org.vesalius.identity;

import java.util.Locale;
import java.util.Map;

/** Capitals and digits of 5 x 7 dots, drawn at any height with smooth edges, so that no font of the machine is needed. */
final class Font {
    private static final Map<Character, String> DOTS = Map.ofEntries(
            dots('A', "01110 10001 10001 11111 10001 10001 10001"),
                    dots('B', "11110 10001 11110 10001 10001 10001 11110"),
            dots('C', "01110 10001 10000 10000 10000 10001 01110"),
                    dots('D', "11110 10001 10001 10001 10001 10001 11110"),
            dots('E', "11111 10000 10000 11110 10000 10000 11111"),
                    dots('F', "11111 10000 10000 11110 10000 10000 10000"),
            dots('G', "01110 10001 10000 10111 10001 10001 01110"),
                    dots('H', "10001 10001 10001 11111 10001 10001 10001"),
            dots('I', "01110 00100 00100 00100 00100 00100 01110"),
                    dots('J', "00111 00010 00010 00010 00010 10010 01100"),
            dots('K', "10001 10010 10100 11000 10100 10010 10001"),
                    dots('L', "10000 10000 10000 10000 10000 10000 11111"),
            dots('M', "10001 11011 10101 10101 10001 10001 10001"),
                    dots('N', "10001 11001 10101 10011 10001 10001 10001"),
            dots('O', "01110 10001 10001 10001 10001 10001 01110"),
                    dots('P', "11110 10001 10001 11110 10000 10000 10000"),
            dots('Q', "01110 10001 10001 10001 10101 10010 01101"),
                    dots('R', "11110 10001 10001 11110 10100 10010 10001"),
            dots('S', "01111 10000 10000 01110 00001 00001 11110"),
                    dots('T', "11111 00100 00100 00100 00100 00100 00100"),
            dots('U', "10001 10001 10001 10001 10001 10001 01110"),
                    dots('V', "10001 10001 10001 10001 10001 01010 00100"),
            dots('W', "10001 10001 10001 10101 10101 11011 10001"),
                    dots('X', "10001 10001 01010 00100 01010 10001 10001"),
            dots('Y', "10001 10001 01010 00100 00100 00100 00100"),
                    dots('Z', "11111 00001 00010 00100 01000 10000 11111"),
            dots('0', "01110 10001 10011 10101 11001 10001 01110"),
                    dots('1', "00100 01100 00100 00100 00100 00100 01110"),
            dots('2', "01110 10001 00001 00110 01000 10000 11111"),
                    dots('3', "11110 00001 00001 01110 00001 00001 11110"),
            dots('4', "00010 00110 01010 10010 11111 00010 00010"),
                    dots('5', "11111 10000 11110 00001 00001 10001 01110"),
            dots('6', "01110 10000 11110 10001 10001 10001 01110"),
                    dots('7', "11111 00001 00010 00100 01000 01000 01000"),
            dots('8', "01110 10001 10001 01110 10001 10001 01110"),
                    dots('9', "01110 10001 10001 01111 00001 00001 01110"),
            dots('/', "00001 00010 00010 00100 01000 01000 10000"),
                    dots(':', "00000 00100 00100 00000 00100 00100 00000"),
            dots(',', "00000 00000 00000 00000 00100 00100 01000"),
                    dots('-', "00000 00000 00000 11111 00000 00000 00000"),
            dots('.', "00000 00000 00000 00000 00000 00110 00110"),
                    dots(' ', "00000 00000 00000 00000 00000 00000 00000"));

    private Font() {}

    private static Map.Entry<Character, String> dots(char letter, String rows) {
        return Map.entry(letter, rows.replace(" ", ""));
    }

    static int width(String text, int height) {
        return Math.round(text.length() * 6f * height / 7);
    }

    /**
     * How much ink of a text covers a pixel, 0 to 1.
     *
     * @param height of a capital, pixels
     */
    static float ink(String text, int height, int x, int y) {
        int covered = 0;
        for (int sub = 0; sub < 16; sub++) {
            double dotX = (x + (sub % 4 + 0.5) / 4) * 7 / height;
            double dotY = (y + (Math.floorDiv(sub, 4) + 0.5) / 4) * 7 / height;
            int letter = (int) Math.floor(dotX / 6);
            int column = (int) Math.floor(dotX) - 6 * letter;
            int row = (int) Math.floor(dotY);
            if (letter >= 0 && letter < text.length() && column >= 0 && column < 5 && row >= 0 && row < 7) {
                String dots = DOTS.getOrDefault(text.toUpperCase(Locale.ROOT).charAt(letter), "");
                covered += !dots.isEmpty() && dots.charAt(5 * row + column) == '1' ? 1 : 0;
            }
        }
        return covered / 16f;
    }
}
