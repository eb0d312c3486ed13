package org.vesalius.report.label;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vesalius.report.LabelState;
import org.vesalius.report.Negation;

/** Phrases that name a structure and no finding ("the heart", "mediastinum"): they count where the same clause says that it is large, normal or between, and the nearest such word decides. */
final class Structures {
    private static final Pattern STRUCTURE = Pattern.compile(
            "\\bheart\\b(?! failure)|cardiac (?:size|shadow|contour|silhouette)|mediastin|cardiomediastin|contour|pericardial silhouette|silhouette");
    private static final Pattern LARGE =
            Pattern.compile("enlarge|widen|increase|promin|large|dilat|magnif|cardiomegaly|tortuo");
    private static final Pattern BORDERLINE = Pattern.compile("borderline|upper limits?|top[ -]normal|accentuated");
    private static final Pattern NORMAL = Pattern.compile(
            "(?<!ab)normal|unremarkable|within normal limits|not (?:significantly |abnormally )?enlarged|no evidence of enlargement|not widened|non-?enlarged");
    /** What CheXpert's labeler calls uncertain of a structure, where nothing is said of its size. */
    private static final Pattern UNCHANGED =
            Pattern.compile("stable|unchanged|no (?:significant |interval )*change|similar");
    /** How near a word that makes another borderline stands to it, characters. */
    private static final int NEAR = 15;

    private enum Kind {
        LARGE,
        BORDERLINE,
        NORMAL,
        UNCHANGED
    }

    private record Word(Kind kind, int start, int end) {
        int gap(int from, int to) {
            return Math.max(0, Math.max(from - end, start - to));
        }
    }

    /** What was said, by which word of the sentence. */
    record Said(LabelState state, String rule, int start, int end) {}

    private Structures() {}

    static boolean isOne(String phrase) {
        return STRUCTURE.matcher(phrase).find();
    }

    /** What the sentence says of the structure at {@code [start, end)}; empty where it says nothing of its size. */
    static Optional<Said> said(String sentence, int start, int end, Negation.Reading reading) {
        int from = Math.max(0, Math.max(sentence.lastIndexOf(';', start), sentence.lastIndexOf(" but ", start)));
        int semicolon = sentence.indexOf(';', end);
        String clause = sentence.substring(0, semicolon < 0 ? sentence.length() : semicolon);
        List<Word> words = words(clause, from);
        Optional<Word> nearest = words.stream()
                .min(Comparator.comparingInt((Word word) -> word.gap(start, end))
                        .thenComparing(Comparator.comparingInt(Word::start).reversed()));
        return nearest.map(word -> said(clause, borderline(words, word), reading));
    }

    private static Word borderline(List<Word> words, Word chosen) {
        return words.stream()
                .filter(word -> word.kind == Kind.BORDERLINE && word.gap(chosen.start, chosen.end) <= NEAR)
                .findFirst()
                .orElse(chosen);
    }

    private static Said said(String clause, Word word, Negation.Reading reading) {
        return switch (word.kind) {
            case NORMAL -> new Said(LabelState.NEGATIVE, "a structure said to be normal", word.start, word.end);
            case BORDERLINE ->
                new Said(LabelState.UNCERTAIN, "a structure said to be borderline", word.start, word.end);
            case UNCHANGED ->
                new Said(LabelState.UNCERTAIN, "a structure only said to be unchanged", word.start, word.end);
            case LARGE -> {
                LabelState state =
                        Negation.judge(clause, word.start, word.end, reading).state();
                yield new Said(state, "a structure whose enlargement is " + Words.of(state), word.start, word.end);
            }
        };
    }

    private static List<Word> words(String clause, int from) {
        List<Word> words = new ArrayList<>();
        add(words, Kind.NORMAL, NORMAL, clause, from);
        add(words, Kind.BORDERLINE, BORDERLINE, clause, from);
        add(words, Kind.LARGE, LARGE, clause, from);
        if (words.isEmpty()) {
            add(words, Kind.UNCHANGED, UNCHANGED, clause, from);
        }
        return words;
    }

    /** Adds what is found and lies within none that was found before ("not enlarged"). */
    private static void add(List<Word> words, Kind kind, Pattern pattern, String clause, int from) {
        Matcher found = pattern.matcher(clause);
        for (boolean more = found.find(from); more; more = found.find()) {
            Word word = new Word(kind, found.start(), found.end());
            if (words.stream().noneMatch(other -> other.start <= word.start && other.end >= word.end)) {
                words.add(word);
            }
        }
    }
}
