package org.vesalius.report.label;

import java.util.regex.Pattern;

/**
 * A phrase that names a class.
 *
 * @param text as in its list; an underscore is the edge of a word
 * @param list the file it stands in
 */
record Phrase(String text, String list) {
    private static final int SHORT = 4;

    /** A phrase of up to four letters must begin a word, so that "icd" is not found in "suicide". */
    String expression() {
        boolean edgeBefore = text.startsWith("_") || text.length() <= SHORT;
        boolean edgeBehind = text.endsWith("_");
        return (edgeBefore ? "\\b" : "") + Pattern.quote(words()) + (edgeBehind ? "\\b" : "");
    }

    /** Without the marks of edges. */
    String words() {
        return text.replace("_", "");
    }
}
