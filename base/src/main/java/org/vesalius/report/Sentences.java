package org.vesalius.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reports by sentences. A sentence ends at a full stop, question or exclamation mark with white space behind it, at a blank line, or where the next line begins an enumeration. It does not end within
 * numbers ("4.5 cm"), after abbreviations ("Dr.", "vs."), initials and the numbers of an enumeration ("1."), nor at the question mark that means "suspected" ("? pneumonia").
 */
public final class Sentences {
    private static final String WHITE = " \t\n\u000B\f\r";
    private static final Pattern PARAGRAPH =
            Pattern.compile("\\R[ \\t]*\\R|\\R(?=[ \\t]*(?:\\(?\\d{1,2}[.)]|[-*•])[ \\t])");
    private static final Pattern END = Pattern.compile("[.!?]+[\"')\\]]*(?=\\s|\\z)|(?<=[a-z]{2})\\.(?=[A-Z][a-z])");
    private static final Pattern ENUMERATION = Pattern.compile("^(?:\\(?\\d{1,2}[.)]|[-*•])(?:\\s+|\\z)");
    private static final Pattern LAST_WORD = Pattern.compile("[^\\s(\\[\"']*\\z");
    /** Never the end of a sentence. */
    private static final Set<String> TITLES = Set.of(
            "dr", "drs", "mr", "mrs", "ms", "prof", "st", "vs", "approx", "e.g", "i.e", "cf", "resp", "ca", "incl",
            "esp");
    /** The end of a sentence only before a capital letter. */
    private static final Set<String> SHORT = Set.of(
            "a.m", "p.m", "etc", "min", "max", "sec", "hr", "hrs", "jr", "fig", "figs", "pt", "pts", "yr", "yrs", "w",
            "s", "r", "l");

    private Sentences() {}

    /** The sentences of a report text, stripped, in order, without the numbers and bullets of enumerations; stretches without a letter or digit are not sentences. */
    public static List<String> split(String text) {
        return of(text).stream().map(Sentence::text).toList();
    }

    /** As {@link #split}, each sentence with where it stands. */
    public static List<Sentence> of(String text) {
        List<Sentence> sentences = new ArrayList<>();
        Matcher border = PARAGRAPH.matcher(text);
        int from = 0;
        while (border.find()) {
            paragraph(sentences, text, from, border.start());
            from = border.end();
        }
        paragraph(sentences, text, from, text.length());
        return List.copyOf(sentences);
    }

    /** Splits what stands at {@code [from, to)}, white space made single blanks. */
    private static void paragraph(List<Sentence> sentences, String text, int from, int to) {
        StringBuilder line = new StringBuilder();
        int[] origins = new int[to - from];
        for (int i = from; i < to; i++) {
            boolean white = WHITE.indexOf(text.charAt(i)) >= 0;
            if (!white || (!line.isEmpty() && line.charAt(line.length() - 1) != ' ')) {
                origins[line.length()] = i;
                line.append(white ? ' ' : text.charAt(i));
            }
        }
        split(sentences, line.toString().stripTrailing(), origins);
    }

    private static void split(List<Sentence> sentences, String line, int[] origins) {
        String rest = withoutEnumeration(line);
        Matcher end = END.matcher(rest);
        while (end.find()) {
            if (ends(rest, end.start(), end.end())) {
                keep(sentences, rest.substring(0, end.end()), line.length() - rest.length(), origins);
                rest = withoutEnumeration(rest.substring(end.end()).stripLeading());
                end.reset(rest);
            }
        }
        keep(sentences, rest, line.length() - rest.length(), origins);
    }

    private static void keep(List<Sentence> sentences, String sentence, int at, int[] origins) {
        if (sentence.chars().anyMatch(Character::isLetterOrDigit)) {
            String stripped = sentence.strip();
            int start = at + sentence.indexOf(stripped);
            sentences.add(new Sentence(stripped, Arrays.copyOfRange(origins, start, start + stripped.length())));
        }
    }

    private static String withoutEnumeration(String text) {
        return ENUMERATION.matcher(text).replaceFirst("");
    }

    private static boolean ends(String text, int mark, int after) {
        if (after == text.length()) {
            return true;
        }
        char next = text.charAt(after) == ' ' ? text.charAt(after + 1) : text.charAt(after);
        if (text.charAt(mark) == '?') {
            return mark > 0 && !Character.isWhitespace(text.charAt(mark - 1));
        }
        if (text.charAt(mark) != '.' || after - mark > 1) {
            return true;
        }
        Matcher last = LAST_WORD.matcher(text.substring(0, mark));
        String word = last.find() ? last.group().toLowerCase(Locale.ROOT) : "";
        if (TITLES.contains(word)) {
            return false;
        }
        if (word.equals("no") || word.equals("nos")) {
            return !Character.isDigit(next);
        }
        boolean initial = word.length() == 1
                && Character.isUpperCase(text.charAt(mark - 1))
                && !Character.isWhitespace(next)
                && initialBefore(text, mark);
        return !initial && (!SHORT.contains(word) || Character.isUpperCase(next));
    }

    /** "J. Smith", but not "vitamin A. Normal": an initial stands at the start or behind a title or another initial. */
    private static boolean initialBefore(String text, int mark) {
        String before = text.substring(0, mark - 1).strip();
        return before.isEmpty() || before.endsWith(".");
    }
}
