package org.vesalius.report.section;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The words that R2Gen and its family know (Chen et al., EMNLP 2020; {@code tokenizers.py}): those that the cleaned training reports have often enough, and {@code <unk>}, sorted, with ids from 1. Their
 * tables score against references that went through it: cut to so many tokens, rare words replaced (quirk Q1 of the protocols).
 */
public final class R2GenVocabulary {
    /** Stands for every other word. */
    public static final String UNKNOWN = "<unk>";

    /** How often a word occurs in the training reports of IU X-ray to be known. */
    public static final int IU_THRESHOLD = 3;

    /** Tokens of an IU report, the mark before and behind it included. */
    public static final int IU_LENGTH = 60;

    private final List<String> words;
    private final Map<String, Integer> ids = new HashMap<>();
    private final int longest;

    private R2GenVocabulary(SortedSet<String> words, int longest) {
        this.words = List.copyOf(words);
        this.longest = longest;
        for (int i = 0; i < this.words.size(); i++) {
            ids.put(this.words.get(i), i + 1);
        }
    }

    /** Of cleaned training reports: words that occur {@code threshold} times or more, and reports of at most {@code longest} tokens with the mark before them. */
    public static R2GenVocabulary of(Collection<String> cleaned, int threshold, int longest) {
        Map<String, Integer> counts = new HashMap<>();
        cleaned.forEach(text -> tokens(text).forEach(token -> counts.merge(token, 1, Integer::sum)));
        SortedSet<String> words = new TreeSet<>(List.of(UNKNOWN));
        counts.forEach((word, count) -> {
            if (count >= threshold) {
                words.add(word);
            }
        });
        return new R2GenVocabulary(words, longest);
    }

    /** As for IU X-ray. */
    public static R2GenVocabulary iu(Collection<String> cleaned) {
        return of(cleaned, IU_THRESHOLD, IU_LENGTH);
    }

    /** How many words there are, {@link #UNKNOWN} among them. */
    public int size() {
        return words.size();
    }

    /** The id of a word, from 1. */
    public int id(String word) {
        return ids.getOrDefault(word, ids.getOrDefault(UNKNOWN, 0));
    }

    /** A cleaned report as it comes back: its first {@code longest - 1} tokens, words that are not known replaced. */
    public String decode(String cleaned) {
        return String.join(
                " ",
                tokens(cleaned).stream()
                        .limit(longest - 1L)
                        .map(token -> ids.containsKey(token) ? token : UNKNOWN)
                        .toList());
    }

    private static List<String> tokens(String text) {
        String plain = text.strip();
        return plain.isEmpty() ? List.of() : List.of(plain.split("\\s+"));
    }
}
