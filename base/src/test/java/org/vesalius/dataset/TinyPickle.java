package org.vesalius.dataset;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Lists of dictionaries as Python's pickle of protocol 0 writes them. */
final class TinyPickle {
    private final StringBuilder out = new StringBuilder("(");

    /** Adds a dictionary of texts and of dictionaries of numbers. */
    TinyPickle row(Map<String, Object> row) {
        out.append(dictionary(row));
        return this;
    }

    private static String dictionary(Map<?, ?> row) {
        StringBuilder text = new StringBuilder("(");
        row.forEach((key, value) -> {
            text.append("V").append(key).append('\n');
            text.append(
                    switch (value) {
                        case Map<?, ?> map -> dictionary(map);
                        case Number number -> "F" + number + "\n";
                        default -> "V" + value + "\n";
                    });
        });
        return text.append('d').toString();
    }

    byte[] bytes() {
        return (out + "l.").getBytes(StandardCharsets.US_ASCII);
    }
}
