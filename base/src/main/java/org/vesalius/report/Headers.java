package org.vesalius.report;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers of plain-text reports. A header stands at the start of a line and ends in a colon, or fills its line; a known one may also follow the end of a sentence. Names and their misspellings are
 * those of the MIMIC-CXR section parser (MIT-LCP/mimic-cxr, {@code section_parser.py}) and some more; a name in capitals that is not known is known by a word in it, else by a view ("PORTABLE CHEST"),
 * else it heads a part of its own. Organ headers ("LUNGS:") do not end the section they stand in.
 */
final class Headers {
    private static final Pattern HEADER = Pattern.compile(
            "(?m)(^[ \\t]*|(?<=[.:;!?\\]_])[ \\t]+)([A-Z0-9][A-Za-z0-9 ()/,&'-]{1,60}?)[ \\t]*(?:(:)(?=\\s|\\z)|$)");
    private static final Pattern TITLE = Pattern.compile("(?m)^[ \\t]*FINAL REPORT[ \\t]*$");
    private static final Pattern VIEW = Pattern.compile(
            "chest|portable|pa and lat|lateral and pa|ap and lateral|lateral and ap|frontal and|two views|frontal view|pa view|ap view|one view|lateral view|bone window|frontal upright|frontal semi-upright|ribs");
    private static final Pattern ORGAN = Pattern.compile(
            "(lungs?|airways?|pleura|heart|cardi|mediastin|hil|vessel|vascul|aort|bones?|osse|skelet|soft tissue|abdomen|upper abdomen|lines?|tubes?|devices?|support|diaphragm|other|musculo|chest wall|trachea|spine)\\b.*|(cardi|mediastin|hil|vascul|aort|osse|skelet|musculo).*");
    private static final Map<String, Section> NAMES = names();
    private static final List<Section> INSIDE =
            List.of(Section.IMPRESSION, Section.FINDINGS, Section.HISTORY, Section.COMPARISON, Section.ADDENDUM);

    private Headers() {}

    static Report report(String text) {
        String body =
                TITLE.matcher(text.replace("\r\n", "\n").replace('\r', '\n')).replaceAll("");
        Map<Section, String> sections = new EnumMap<>(Section.class);
        Section current = Section.TEXT;
        String heading = "";
        int start = 0;
        Matcher header = HEADER.matcher(body);
        int from = 0;
        while (header.find(from)) {
            Section next = section(body, header);
            if (next == null) {
                from = header.start(2) + 1;
                continue;
            }
            add(sections, current, heading, body.substring(start, header.start()));
            current = next;
            heading = next == Section.OTHER ? header.group(2).strip() + ": " : "";
            start = header.end();
            from = start;
        }
        add(sections, current, heading, body.substring(start));
        return new Report(sections);
    }

    private static void add(Map<Section, String> sections, Section section, String heading, String text) {
        if (!text.isBlank()) {
            sections.merge(section, heading + text.strip(), (before, more) -> before + "\n" + more);
        }
    }

    private static @Nullable Section section(String body, Matcher header) {
        String name = header.group(2).strip();
        boolean colon = header.group(3) != null;
        boolean atLineStart = header.start() == 0 || body.charAt(header.start() - 1) == '\n';
        Section known = NAMES.get(normal(name));
        if (known != null) {
            return colon || atLineStart ? known : null;
        }
        boolean capitals =
                name.equals(name.toUpperCase(Locale.ROOT)) && name.chars().anyMatch(Character::isLetter);
        return atLineStart && colon && capitals ? unknown(normal(name)) : null;
    }

    private static @Nullable Section unknown(String name) {
        for (Section section : INSIDE) {
            if (name.contains(section.name().toLowerCase(Locale.ROOT))) {
                return section;
            }
        }
        if (ORGAN.matcher(name).matches()) {
            return null;
        }
        return VIEW.matcher(name).find() ? Section.FINDINGS : Section.OTHER;
    }

    private static String normal(String name) {
        return name.toLowerCase(Locale.ROOT)
                .replaceAll("\\s*/\\s*", "/")
                .replaceAll("\\s+", " ")
                .strip();
    }

    private static Map<String, Section> names() {
        Map<String, Section> names = new HashMap<>();
        put(
                names,
                Section.IMPRESSION,
                "impression",
                "impressions",
                "conclusion",
                "conclusions",
                "opinion",
                "findings and impression",
                "findings/impression",
                "impresson",
                "imprression",
                "imoression",
                "impressoin",
                "imprssion",
                "impresion",
                "imperssion",
                "mpression",
                "impession");
        put(
                names,
                Section.FINDINGS,
                "findings",
                "finding",
                "reference findings",
                "chest, two views",
                "findins",
                "findindgs",
                "findgings",
                "finidngs",
                "findngs",
                "findigns",
                "finding s",
                "fidnings");
        put(
                names,
                Section.INDICATION,
                "indication",
                "indications",
                "reason for exam",
                "reason for examination",
                "reason for study",
                "reason for this exam",
                "reason for this examination",
                "clinical indication",
                "clinical question",
                "idication",
                "ndication");
        put(
                names,
                Section.HISTORY,
                "history",
                "clinical history",
                "clinical information",
                "clinical data",
                "clinical details",
                "patient history",
                "medical history",
                "pfi");
        put(names, Section.TECHNIQUE, "technique", "techniques", "protocol", "views");
        put(
                names,
                Section.COMPARISON,
                "comparison",
                "comparisons",
                "reference exam",
                "comparison exam",
                "comparison film",
                "comparison films",
                "comparison study",
                "comparision",
                "comparsion",
                "comparision study",
                "prior studies",
                "prior study");
        put(
                names,
                Section.EXAMINATION,
                "examination",
                "exam",
                "type of examination",
                "type of exam",
                "study",
                "procedure");
        put(names, Section.RECOMMENDATION, "recommendation", "recommendations");
        put(names, Section.NOTIFICATION, "notification", "notifications", "communication");
        put(names, Section.ADDENDUM, "addendum", "final addendum");
        put(names, Section.WET_READ, "wet read", "wetread", "preliminary report");
        return Map.copyOf(names);
    }

    private static void put(Map<String, Section> names, Section section, String... all) {
        for (String name : all) {
            names.put(name, section);
        }
    }
}
