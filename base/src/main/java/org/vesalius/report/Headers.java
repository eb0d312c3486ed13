package org.vesalius.report;

import java.util.EnumMap;
import java.util.Map;

/** The headers of plain-text reports. */
final class Headers {
    private Headers() {}

    static Report report(String text) {
        Map<Section, String> sections = new EnumMap<>(Section.class);
        sections.put(Section.TEXT, text);
        return new Report(sections);
    }
}
