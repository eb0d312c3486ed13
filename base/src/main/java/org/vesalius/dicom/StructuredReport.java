package org.vesalius.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A structured report (PS3.3 C.17.3, PS3.16 TID 2000): its tree of content as the lines that a reader would type, in sections with headings such as {@code FINDINGS:}. Values of kind TEXT, CODE and NUM are told with
 * their names and modifiers; who observed whom and when (observation and acquisition context, names, dates, UIDs) and references to pictures are left out. What the author typed may still name somebody.
 *
 * @param about its header
 * @param title such as {@code Chest X-ray report}; empty when it has none
 * @param text empty when it says nothing
 */
public record StructuredReport(DicomAttributes about, String title, String text) {
    /** Basic text, enhanced, comprehensive (2-D, 3-D) and extensible; dose, CAD and log documents have no text. */
    private static final Set<String> CLASSES = Set.of(
            "1.2.840.10008.5.1.4.1.1.88.11",
            "1.2.840.10008.5.1.4.1.1.88.22",
            "1.2.840.10008.5.1.4.1.1.88.33",
            "1.2.840.10008.5.1.4.1.1.88.34",
            "1.2.840.10008.5.1.4.1.1.88.35");

    /** Headings and the concepts below them (PS3.16 CID 7001 and 7002, and LOINC's), whatever the language of their names. */
    private static final Map<String, String> HEADINGS = headings();

    private static final Set<String> CONTEXT =
            Set.of("HAS OBS CONTEXT", "HAS ACQ CONTEXT", "HAS CONCEPT MOD", "SELECTED FROM");
    private static final Set<String> TOLD = Set.of("CONTAINER", "TEXT", "CODE", "NUM");

    private static Map<String, String> headings() {
        Map<String, List<String>> codes = Map.of(
                "INDICATION", List.of("121062", "121109", "18785-6", "55115-0", "59768-2"),
                "HISTORY", List.of("121060", "11329-0"),
                "PROCEDURE", List.of("121064", "121065", "55111-9"),
                "COMPARISON", List.of("121066", "121068", "121069", "18834-2"),
                "FINDINGS", List.of("121070", "121071", "18782-3", "59776-5"),
                "IMPRESSION", List.of("121072", "121073", "19005-8"),
                "CONCLUSION", List.of("121076", "121077", "55110-1"),
                "RECOMMENDATION", List.of("121074", "121075", "18783-0"),
                "ADDENDUM", List.of("121078", "55107-7"));
        return codes.entrySet().stream()
                .flatMap(e -> e.getValue().stream().map(code -> Map.entry(code, e.getKey())))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Of a file; empty when that is no structured report, or one of a kind that has no text. */
    public static Optional<StructuredReport> read(Path file) throws IOException {
        return DicomFile.header(file, StructuredReport::of);
    }

    static Optional<StructuredReport> of(DataSet data) {
        if (data.string(Tag.SOP_CLASS_UID).filter(CLASSES::contains).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new StructuredReport(DicomAttributes.of(data), name(data), text(data)));
    }

    /** What stands directly below the root: the lines of each container, and of each value, under its heading. */
    private static String text(DataSet root) {
        StringBuilder out = new StringBuilder();
        String heading = "";
        for (DataSet item : told(root)) {
            List<String> lines = new ArrayList<>();
            String next = heading(item);
            if (kind(item).equals("CONTAINER")) {
                contents(item, next, lines);
            } else {
                value(item).ifPresent(lines::add);
                below(item, next, lines);
            }
            if (!lines.isEmpty() && !next.equals(heading)) {
                out.append(out.isEmpty() ? "" : "\n").append(next.isEmpty() ? "" : next + ":\n");
                heading = next;
            }
            lines.forEach(line -> out.append(line).append('\n'));
        }
        return out.toString().strip();
    }

    /** Its heading in capitals, by its code if that is known; empty when it has no name. */
    private static String heading(DataSet item) {
        String code = code(item, Tag.CONCEPT_NAME_CODE_SEQUENCE)
                .flatMap(c -> c.string(Tag.CODE_VALUE))
                .orElse("");
        return HEADINGS.getOrDefault(code, name(item).toUpperCase(Locale.ROOT));
    }

    private static void contents(DataSet container, String under, List<String> lines) {
        if (container.string(Tag.CONTINUITY_OF_CONTENT).orElse("").equals("CONTINUOUS")) {
            String sentence = sentence(container);
            if (!sentence.isEmpty()) {
                lines.add(sentence);
            }
            return;
        }
        for (DataSet item : told(container)) {
            line(item, under, lines);
        }
    }

    /** Parts that make up one text. */
    private static String sentence(DataSet container) {
        return told(container).stream()
                .map(item -> kind(item).equals("CONTAINER")
                        ? sentence(item)
                        : value(item).orElse(""))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static void line(DataSet item, String under, List<String> lines) {
        String name = heading(item).equals(under) ? "" : name(item);
        if (kind(item).equals("CONTAINER")) {
            List<String> inside = new ArrayList<>();
            contents(item, under, inside);
            if (!inside.isEmpty() && !name.isEmpty()) {
                lines.add(name + ":");
            }
            lines.addAll(inside);
            return;
        }
        value(item).ifPresent(value -> lines.add(name.isEmpty() ? value : name + ": " + value));
        below(item, under, lines);
    }

    /** Properties, and what a value was inferred from. */
    private static void below(DataSet item, String under, List<String> lines) {
        for (DataSet child : told(item)) {
            line(child, under, lines);
        }
    }

    private static List<DataSet> told(DataSet item) {
        return item.items(Tag.CONTENT_SEQUENCE).stream()
                .filter(child ->
                        !CONTEXT.contains(child.string(Tag.RELATIONSHIP_TYPE).orElse("")))
                .filter(child -> TOLD.contains(kind(child)))
                .toList();
    }

    private static String kind(DataSet item) {
        return item.string(Tag.VALUE_TYPE).orElse("");
    }

    private static String name(DataSet item) {
        return meaning(item, Tag.CONCEPT_NAME_CODE_SEQUENCE);
    }

    private static Optional<DataSet> code(DataSet item, Tag sequence) {
        return item.items(sequence).stream().findFirst();
    }

    private static String meaning(DataSet item, Tag sequence) {
        return code(item, sequence).flatMap(c -> c.string(Tag.CODE_MEANING)).orElse("");
    }

    /** With its modifiers behind it, such as {@code Nodule (left, upper lobe)}. */
    private static Optional<String> value(DataSet item) {
        String modifiers = item.items(Tag.CONTENT_SEQUENCE).stream()
                .filter(child -> child.string(Tag.RELATIONSHIP_TYPE).orElse("").equals("HAS CONCEPT MOD"))
                .map(StructuredReport::bare)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
        String value = bare(item);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(modifiers.isEmpty() ? value : value + " (" + modifiers + ")");
    }

    private static String bare(DataSet item) {
        return switch (kind(item)) {
            case "TEXT" ->
                item.string(Tag.TEXT_VALUE)
                        .orElse("")
                        .replace("\r\n", "\n")
                        .replace('\r', '\n')
                        .strip();
            case "CODE" -> meaning(item, Tag.CONCEPT_CODE_SEQUENCE);
            case "NUM" ->
                code(item, Tag.MEASURED_VALUE_SEQUENCE)
                        .map(StructuredReport::measured)
                        .orElse("");
            default -> "";
        };
    }

    private static String measured(DataSet measurement) {
        String number = measurement.string(Tag.NUMERIC_VALUE).orElse("");
        return number.isEmpty() ? "" : (number + " " + unit(measurement)).strip();
    }

    /** As short as UCUM has it where that can be read: {@code mm}, but {@code ratio} for a braced remark and nothing for 1. */
    private static String unit(DataSet measurement) {
        Optional<DataSet> code = code(measurement, Tag.MEASUREMENT_UNITS_CODE_SEQUENCE);
        String value = code.flatMap(c -> c.string(Tag.CODE_VALUE)).orElse("");
        if (value.equals("1")) {
            return "";
        }
        boolean ucum = code.flatMap(c -> c.string(Tag.CODING_SCHEME_DESIGNATOR))
                .orElse("")
                .equals("UCUM");
        return ucum && !value.contains("{") ? value : meaning(measurement, Tag.MEASUREMENT_UNITS_CODE_SEQUENCE);
    }
}
