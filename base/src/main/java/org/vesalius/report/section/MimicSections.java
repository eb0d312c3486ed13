package org.vesalius.report.section;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vesalius.report.Report;
import org.vesalius.report.Resource;
import org.vesalius.report.Section;

/**
 * The sections of a MIMIC-CXR report by the rules of MIT-LCP/mimic-cxr ({@code txt/section_parser.py}, {@code create_section_files.py}), from which {@code mimic_cxr_sectioned.csv} and the labels of
 * MIMIC-CXR-JPG were made. Kept with its effects: a header is a line of capitals behind one blank, it takes one white space behind its colon, and the next is searched from the first line end behind
 * that. So a header in the very next line is found behind "FINDINGS: text", and not behind a bare "FINDINGS:".
 *
 * @param parts in the order of the text, at least one
 */
public record MimicSections(List<Part> parts) {
    /** Of what the text to label is taken, the first that is there. */
    private static final List<String> TO_LABEL = List.of("impression", "findings", "last_paragraph", "comparison");

    private static final Pattern HEADER = Pattern.compile("\\n ([A-Z ()/,-]+):\\s");
    private static final String PARAGRAPH = "\n \n";
    private static final Map<String, String> NAMES = Resource.rows("section/mimic_names.tsv").stream()
            .collect(Collectors.toUnmodifiableMap(cells -> cells.get(0), cells -> cells.get(1)));
    private static final List<String> INSIDE = List.of("impression", "findings", "history", "comparison", "addendum");
    private static final List<String> VIEWS = List.of(
            "chest",
            "portable",
            "pa and lateral",
            "lateral and pa",
            "ap and lateral",
            "lateral and ap",
            "frontal and",
            "two views",
            "frontal view",
            "pa view",
            "ap view",
            "one view",
            "lateral view",
            "bone window",
            "frontal upright",
            "frontal semi-upright",
            "ribs",
            "pa and lat");
    private static final Pattern TITLE = Pattern.compile("(?m)^[ \\t]*(?:FINAL REPORT|WET READ.*)[ \\t]*$");
    private static final Map<String, Section> SECTIONS = Map.ofEntries(
            Map.entry("examination", Section.EXAMINATION),
            Map.entry("indication", Section.INDICATION),
            Map.entry("history", Section.HISTORY),
            Map.entry("technique", Section.TECHNIQUE),
            Map.entry("comparison", Section.COMPARISON),
            Map.entry("findings", Section.FINDINGS),
            Map.entry("impression", Section.IMPRESSION),
            Map.entry("last_paragraph", Section.LAST_PARAGRAPH),
            Map.entry("recommendations", Section.RECOMMENDATION),
            Map.entry("notification", Section.NOTIFICATION),
            Map.entry("addendum", Section.ADDENDUM),
            Map.entry("wet read", Section.WET_READ),
            Map.entry("full report", Section.TEXT));

    public MimicSections {
        parts = List.copyOf(parts);
    }

    /**
     * A section as it stands in the report, white space included.
     *
     * @param name in lower case, normalised: "preamble" above the first header, "full report" without any, else the header's where the rules know none
     * @param start of its text in the report, characters; of a "last_paragraph" the blank line before it
     */
    public record Part(String name, String text, int start) {}

    /** Cuts a report; line ends of any system are read as one line feed. */
    public static MimicSections of(String report) {
        String text = lineFeeds(report);
        List<Part> parts = new ArrayList<>();
        Matcher header = HEADER.matcher(text);
        if (!header.find()) {
            parts.add(new Part("full report", text, 0));
        } else {
            parts.add(new Part("preamble", text.substring(0, header.start(1)), 0));
            for (boolean more = true; more; ) {
                String name = normal(header.group(1));
                int start = header.end();
                more = header.find(Math.max(start, text.indexOf('\n', start)));
                parts.add(new Part(name, text.substring(start, more ? header.start() : text.length()), start));
            }
        }
        parts.removeIf(part -> main(part) && part.text().isBlank());
        if (parts.stream().noneMatch(MimicSections::main)) {
            splitLast(parts);
        }
        return new MimicSections(parts);
    }

    private static String lineFeeds(String report) {
        return report.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static boolean main(Part part) {
        return part.name().equals("impression") || part.name().equals("findings");
    }

    private static void splitLast(List<Part> parts) {
        Part last = parts.getLast();
        int at = last.text().indexOf(PARAGRAPH);
        if (at >= 0) {
            parts.set(parts.size() - 1, new Part(last.name(), last.text().substring(0, at), last.start()));
            String tail = last.text().substring(at + PARAGRAPH.length());
            parts.add(new Part("last_paragraph", tail, last.start() + at));
        }
    }

    private static String normal(String header) {
        String name = header.toLowerCase(Locale.ROOT).strip();
        String known = NAMES.get(name);
        if (known != null) {
            return known;
        }
        return INSIDE.stream()
                .filter(name::contains)
                .findFirst()
                .orElseGet(() -> VIEWS.stream().anyMatch(name::contains) ? "findings" : name);
    }

    /** The stripped text of the last section of a name. */
    public Optional<String> last(String name) {
        return parts.reversed().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .map(part -> part.text().strip());
    }

    /**
     * What is labelled of a report: the last impression, else findings, last paragraph, comparison, stripped; empty when there is none of them.
     */
    public String toLabel() {
        return TO_LABEL.stream()
                .flatMap(name -> last(name).stream())
                .findFirst()
                .orElse("");
    }

    /**
     * What is labelled of a study's report, with the corrections of {@link MimicExceptions}. Characters of a range are kept as they stand; a corrected section that is not there falls back on the rules.
     *
     * @param study {@code s50414267} or {@code 50414267}
     */
    public static String toLabel(String study, String report) {
        return switch (MimicExceptions.of(study)) {
            case MimicExceptions.InRange(int start, int end) -> range(lineFeeds(report), start, end);
            case MimicExceptions.InSection(String name) -> {
                MimicSections sections = of(report);
                yield sections.last(name).orElseGet(sections::toLabel);
            }
            case null -> of(report).toLabel();
        };
    }

    private static String range(String text, int start, int end) {
        return text.substring(Math.min(start, text.length()), Math.min(end, text.length()));
    }

    /** The last section of each kind, as {@code mimic_cxr_sectioned.csv} has them; sections of other names behind each other under {@link Section#OTHER}, what is above the first header as text. */
    public Report report() {
        Map<Section, String> sections = new EnumMap<>(Section.class);
        for (Part part : parts) {
            Section section = SECTIONS.get(part.name());
            if (section != null) {
                sections.put(section, part.text());
            } else if (part.name().equals("preamble")) {
                sections.put(Section.TEXT, TITLE.matcher(part.text()).replaceAll(""));
            } else if (!part.text().isBlank()) {
                String text = part.name().toUpperCase(Locale.ROOT) + ": "
                        + part.text().strip();
                sections.merge(Section.OTHER, text, (before, more) -> before + "\n" + more);
            }
        }
        return new Report(sections);
    }
}
