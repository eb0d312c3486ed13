package org.vesalius.report;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A report by sections. Blank sections are not kept, texts are stripped; the map iterates in the order of {@link Section}.
 *
 * <p>{@link #parse} finds the headers of a plain text; readers of layouts that come in sections build the map themselves.
 */
public record Report(Map<Section, String> sections) {
    /** A report that says nothing. */
    public static final Report EMPTY = new Report(Map.of());

    public Report {
        var kept = new EnumMap<Section, String>(Section.class);
        sections.forEach((section, text) -> {
            if (!text.isBlank()) {
                kept.put(section, text.strip());
            }
        });
        sections = Collections.unmodifiableMap(kept);
    }

    /** A report of one section. */
    public static Report of(Section section, String text) {
        return new Report(Map.of(section, text));
    }

    /** Splits a plain text at its headers ({@link Headers}); parts under the same section are joined by a line end. */
    public static Report parse(String text) {
        return Headers.report(text);
    }

    /** The text of these sections in this order, joined by line ends; all sections when none is named; empty when there is none. */
    public String text(Section... wanted) {
        var order = wanted.length == 0 ? sections.keySet() : Arrays.asList(wanted);
        return order.stream().filter(sections::containsKey).map(sections::get).collect(Collectors.joining("\n"));
    }

    /** The text of the first of these sections that is there; empty when none is. */
    public String first(Section... wanted) {
        return Arrays.stream(wanted)
                .filter(sections::containsKey)
                .findFirst()
                .map(sections::get)
                .orElse("");
    }

    /** Whether the section is there. */
    public boolean has(Section section) {
        return sections.containsKey(section);
    }

    /** Nothing was said. */
    public boolean isEmpty() {
        return sections.isEmpty();
    }
}
