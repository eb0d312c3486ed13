package org.vesalius.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** On which side of the patient a sentence says that something is. */
public enum Laterality {
    LEFT,
    RIGHT,
    BILATERAL,
    /** The sentence names no side. */
    NONE;

    /** The middle lobe is the right lung's, the lingula the left one's; chambers and main bronchi have a side in their name and say nothing about the lungs; "left in place" names none. */
    private static final Pattern SIDE =
            Pattern.compile("\\b(?:(?<both>bilateral(?:ly)?|both|bibasilar|bibasal|biapical|bihilar|diffuse(?:ly)?)"
                    + "|(?<left>left(?:ward)?(?! (?:in place|ventric|atri|heart|main))(?:-sided)?|lingula[r]?)"
                    + "|(?<right>right(?:ward)?(?! (?:ventric|atri|heart|main))(?:-sided)?|middle lobe))\\b");
    /** "left and right", "right greater than left": both. */
    private static final Pattern JOINED = Pattern.compile(
            "(?:-sided)?\\s*(?:and|or|&|/|,|as well as|more than|greater than|less than|>|<)\\s*(?:the )?\\s*");
    /** How much further away a side is behind a comma, characters. */
    private static final int COMMA = 40;
    /** A side behind what it speaks of is less likely meant than one before it, characters. */
    private static final int BEHIND = 4;

    private record Word(Laterality side, int start, int end) {}

    /** The side of what stands at {@code [start, end)} of a sentence: the nearest that is named in the same half of it, halves being parted by a semicolon or "but". */
    public static Laterality of(String sentence, int start, int end) {
        String lower = Sentence.lower(sentence);
        int from = Math.max(0, Math.max(lower.lastIndexOf(';', start), lower.lastIndexOf(" but ", start)));
        int semicolon = next(lower, ";", end);
        int but = next(lower, " but ", end);
        List<Word> words = words(lower, from, Math.min(semicolon, but));
        Optional<Word> nearest = words.stream()
                .min(Comparator.comparingInt((Word word) -> distance(lower, word, start, end))
                        .thenComparingInt(Word::start));
        return nearest.map(word -> joined(lower, words, word) ? BILATERAL : word.side)
                .orElse(NONE);
    }

    private static int next(String text, String what, int from) {
        int at = text.indexOf(what, from);
        return at < 0 ? text.length() : at;
    }

    private static List<Word> words(String sentence, int from, int to) {
        List<Word> words = new ArrayList<>();
        Matcher side = SIDE.matcher(sentence).region(from, to);
        while (side.find()) {
            Laterality which = side.group("both") != null ? BILATERAL : side.group("left") != null ? LEFT : RIGHT;
            words.add(new Word(which, side.start(), side.end()));
        }
        return words;
    }

    private static int distance(String sentence, Word word, int start, int end) {
        boolean before = word.end <= start;
        String between = before
                ? sentence.substring(word.end, start)
                : word.start >= end ? sentence.substring(end, word.start) : "";
        int commas = (int) between.chars().filter(c -> c == ',').count();
        return between.length() + COMMA * commas + (before ? 0 : BEHIND);
    }

    private static boolean joined(String sentence, List<Word> words, Word word) {
        return words.stream()
                .filter(other -> other.side != word.side)
                .anyMatch(other -> JOINED.matcher(
                                sentence.substring(Math.min(word.end, other.end), Math.max(word.start, other.start)))
                        .matches());
    }
}
