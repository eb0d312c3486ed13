package org.vesalius.report;

import java.util.List;

/** Reports by sentences. */
public final class Sentences {
    private Sentences() {}

    /** The sentences of a report text, stripped, in order. */
    public static List<String> split(String text) {
        return List.of(text.strip());
    }
}
