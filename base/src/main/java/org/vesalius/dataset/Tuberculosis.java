package org.vesalius.dataset;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;

/** What the two tuberculosis sets of the National Library of Medicine have in common: a film and a short reading of the same name, whose last digit is the label. */
final class Tuberculosis {
    /** The one label. */
    static final String LABEL = "Tuberculosis";

    private static final int LARGEST = 1 << 16;
    private static final Pattern AGE = Pattern.compile("(\\d+)\\s*[-_]?\\s*(y|m|d|w)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern SEX = Pattern.compile("\\b(f|m)", Pattern.CASE_INSENSITIVE);
    private static final Pattern LABELLED = Pattern.compile("(?i)^\\s*patient'?s?\\s+(sex|age)\\s*:\\s*(.*)$");

    private Tuberculosis() {}

    /** Masks of a film, by the film's name without its type. */
    @FunctionalInterface
    interface Masks {
        List<StudyMask> of(String name);
    }

    /**
     * Reads {@code films/PREFIX_0001_1.png} with {@code readings/PREFIX_0001_1.txt}.
     *
     * @throws InputException when there are no films
     */
    static void read(
            Path films, Path readings, String prefix, Masks masks, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        if (!Files.isDirectory(films)) {
            throw InputException.of(
                    "folder", "CXR_png/ with " + prefix + "_NNNN_L.png", "none", "name the folder above it");
        }
        try (Stream<Path> files = Files.list(films)) {
            for (Path film : files.filter(
                            file -> file.toString().toLowerCase(Locale.ROOT).endsWith(".png"))
                    .sorted()
                    .toList()) {
                String name = Inside.stem(String.valueOf(film.getFileName()));
                if (!name.matches(prefix + "_\\d+_[01]")) {
                    problems.accept(new Problem(
                            Problem.Kind.INCONSISTENT, name, "a name not of the form " + prefix + "_NNNN_0 or _1"));
                    continue;
                }
                Path text = readings.resolve(name + ".txt");
                Reading reading = Reading.NONE;
                if (Files.isRegularFile(text)) {
                    try (var in = Files.newInputStream(text)) {
                        reading = reading(new String(in.readNBytes(LARGEST), StandardCharsets.UTF_8));
                    }
                } else {
                    problems.accept(
                            new Problem(Problem.Kind.MISSING, name, "its reading is not there; the film is kept"));
                }
                studies.accept(Study.of(name.substring(0, name.lastIndexOf('_')), name)
                        .withImages(List.of(StudyImage.of(name, film, View.PA).withMasks(masks.of(name))))
                        .withReport(Report.of(Section.FINDINGS, reading.text()))
                        .withLabels(Map.of(LABEL, name.endsWith("1") ? LabelState.POSITIVE : LabelState.NEGATIVE))
                        .withMeta(reading.facts()));
            }
        }
    }

    /** What a reading says of the patient, and the rest of it. */
    record Reading(Map<String, String> facts, String text) {
        private static final Reading NONE = new Reading(Map.of(), "");
    }

    /** Shenzhen's first line is sex and age in one of many spellings, Montgomery's first two are labelled. */
    static Reading reading(String whole) {
        Map<String, String> facts = new TreeMap<>();
        StringBuilder text = new StringBuilder();
        boolean first = true;
        for (String line : whole.replace("\uFEFF", "").lines().toList()) {
            Matcher labelled = LABELLED.matcher(line);
            if (labelled.matches()) {
                (labelled.group(1).equalsIgnoreCase("sex") ? sex(labelled.group(2)) : age(labelled.group(2)))
                        .forEach(facts::put);
                first = false;
            } else if (first && !line.isBlank()) {
                first = false;
                Map<String, String> found = new TreeMap<>(sex(line));
                found.putAll(age(line));
                facts.putAll(found);
                text.append(found.isEmpty() ? line.strip() + "\n" : behind(line));
            } else if (!line.isBlank()) {
                text.append(line.strip()).append('\n');
            }
        }
        return new Reading(facts, text.toString().strip());
    }

    /** Some readings have the finding on the line of the age, behind a comma. */
    private static String behind(String line) {
        Matcher age = Pattern.compile("(?i)\\d+\\s*(?:yrs?|y|years?|mos?|months?|days?|d)?[^,;]*[,;](.+)$")
                .matcher(line);
        return age.find() ? age.group(1).strip() + "\n" : "";
    }

    private static Map<String, String> sex(String text) {
        Matcher sex = SEX.matcher(text.strip());
        return sex.lookingAt() ? Map.of("sex", sex.group(1).toUpperCase(Locale.ROOT)) : Map.of();
    }

    /** In years; infants' ages in months, weeks and days are years with two decimals. */
    private static Map<String, String> age(String text) {
        Matcher age = AGE.matcher(text);
        if (!age.find()) {
            return Map.of();
        }
        int number = Integer.parseInt(age.group(1));
        String unit = age.group(2) == null ? "y" : age.group(2).toLowerCase(Locale.ROOT);
        double perYear = switch (unit) {
            case "m" -> 12;
            case "w" -> 52.18;
            case "d" -> 365.25;
            default -> 1;
        };
        return Map.of(
                "age", perYear == 1 ? Integer.toString(number) : String.format(Locale.ROOT, "%.2f", number / perYear));
    }
}
