package org.vesalius.identity;

import java.text.Normalizer;
import java.util.Locale;

/** Text without case and accents, of the length of the original, so that places in it are places in the original. */
final class Folded {
    private Folded() {}

    /** Each character on its own: {@code É} becomes {@code e}; what has no single base letter stays. */
    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            out.append(fold(text.charAt(i)));
        }
        return out.toString();
    }

    private static char fold(char c) {
        if (c < 128) {
            return Character.toLowerCase(c);
        }
        if (c == '’' || c == '‘' || c == '´') {
            return '\'';
        }
        String apart = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
        String lower = apart.substring(0, 1).toLowerCase(Locale.ROOT);
        return lower.length() == 1 ? lower.charAt(0) : c;
    }
}
