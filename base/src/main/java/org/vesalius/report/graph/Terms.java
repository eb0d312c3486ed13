package org.vesalius.report.graph;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.report.Resource;

/** The words that {@link GraphExtractor} knows: {@code terms.tsv} beside this class's resource. */
final class Terms {
    /** What a word is. */
    enum Kind {
        /** A part of the body. */
        ANATOMY,
        /** Where in it: "left", "lower". */
        PLACE,
        /** Something seen. */
        OBSERVATION,
        /** What is said of a part as a whole: "clear", "enlarged". */
        STATE,
        /** How something seen is: "small", "focal", "stable". */
        QUALITY,
        /** What leads from something seen to what it suggests; its words are no entity. */
        SUGGESTS
    }

    /** A rib, a vertebra. */
    private static final Pattern LEVEL = Pattern.compile("\\d{1,2}(?:st|nd|rd|th)|[tlc]\\d{1,2}");

    private static final Map<String, Kind> ALL = read();
    /** Words in the longest term. */
    private static final int LONGEST =
            ALL.keySet().stream().mapToInt(term -> term.split(" ").length).max().orElse(1);

    /** A term of some words from a place on. */
    record Term(Kind kind, int words) {}

    private Terms() {}

    private static Map<String, Kind> read() {
        Map<String, Kind> all = new HashMap<>();
        Resource.rows("graph/terms.tsv")
                .forEach(row -> Stream.of(row.get(1).split(","))
                        .map(String::strip)
                        .forEach(term -> all.put(term, Kind.valueOf(row.get(0).toUpperCase(Locale.ROOT)))));
        return Map.copyOf(all);
    }

    /** The longest term that begins at token {@code at} and ends before {@code end}; plurals are those of their singular. */
    static Optional<Term> at(String[] tokens, int at, int end) {
        for (int words = Math.min(LONGEST, end - at); words > 0; words--) {
            StringBuilder term = new StringBuilder(tokens[at]);
            for (int i = 1; i < words; i++) {
                term.append(' ').append(tokens[at + i]);
            }
            Kind kind = kind(term.toString());
            if (kind != null) {
                return Optional.of(new Term(kind, words));
            }
        }
        return Optional.empty();
    }

    private static @Nullable Kind kind(String term) {
        Kind kind = LEVEL.matcher(term).matches() ? Kind.PLACE : ALL.get(term);
        if (kind == null && term.endsWith("s")) {
            kind = ALL.get(term.substring(0, term.length() - 1));
        }
        if (kind == null && term.endsWith("es")) {
            kind = ALL.get(term.substring(0, term.length() - 2));
        }
        return kind;
    }
}
