package org.vesalius.report.section;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The two simpler rules that published retrieval models take the impression of a MIMIC-CXR report with. */
public final class Impressions {
    /** What {@link #chexzero} says of a report without an impression. */
    public static final String NONE = "NO IMPRESSION";

    private Impressions() {}

    /**
     * CXR-RePaiR (Endo et al., ML4H 2021; {@code extract_impressions.py}): from the first line that begins with " IMPRESSION", else " FINDINGS AND IMPRESSION:", to the end of the report, later sections
     * included. Line ends go without a blank in their place: in MIMIC-CXR every line begins with one, elsewhere words are glued. Empty where there is no such line.
     */
    public static String repair(String report) {
        List<String> lines = report.lines().toList();
        String impression = from(lines, " IMPRESSION", "IMPRESSION:");
        return impression.isEmpty() && !begins(lines, " IMPRESSION")
                ? from(lines, " FINDINGS AND IMPRESSION:", "FINDINGS AND IMPRESSION:")
                : impression;
    }

    private static boolean begins(List<String> lines, String start) {
        return lines.stream().anyMatch(line -> line.startsWith(start));
    }

    private static String from(List<String> lines, String start, String header) {
        return String.join(
                        "",
                        lines.stream()
                                .dropWhile(line -> !line.startsWith(start))
                                .toList())
                .replace(header, "")
                .strip();
    }

    /**
     * CheXzero (Tiu et al., Nature BME 2022; {@code data_process.py}): the words behind the last "IMPRESSION:", up to the first "RECOMMENDATION(S):" or "NOTIFICATION(S):" of the whole report. Where that
     * one stands before the impression the text is empty, and without an impression it is {@link #NONE}.
     */
    public static String chexzero(String report) {
        List<String> words = Arrays.asList(report.strip().split("\\s+"));
        int begin = words.lastIndexOf("IMPRESSION:") + 1;
        if (begin == 0) {
            return NONE;
        }
        int end = Stream.of(
                        first(words, "RECOMMENDATION(S):", "RECOMMENDATION:", "RECOMMENDATIONS:"),
                        first(words, "NOTIFICATION:", "NOTIFICATIONS:"))
                .flatMapToInt(at -> at)
                .min()
                .orElse(words.size());
        return String.join(" ", words.subList(begin, Math.max(begin, end)));
    }

    /** Where the first of these forms that occurs at all stands; one at the very beginning counts as absent, as in the authors' code. */
    private static IntStream first(List<String> words, String... forms) {
        return Arrays.stream(forms)
                .mapToInt(words::indexOf)
                .filter(at -> at >= 0)
                .limit(1)
                .filter(at -> at > 0);
    }
}
