package org.vesalius.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.vesalius.io.InputException;

/** Vocabularies from texts; the same texts in any order give the same vocabulary. */
public final class TokenizerTrainer {
    /** Rarer characters than these become {@code [UNK]}, as in BERT's own vocabularies. */
    private static final int ALPHABET = 1000;

    private static final int BYTE_TOKENS = 514;

    private TokenizerTrainer() {}

    /**
     * BERT's kind, lower-casing, with at most {@code vocabularySize} tokens: the five special ones, the letters (each alone and within a word), then what byte-pair merges of the words make.
     *
     * @throws InputException when the letters alone need more
     */
    public static WordPiece wordPiece(Iterable<String> texts, int vocabularySize) {
        Map<String, Long> words = new TreeMap<>();
        for (String text : texts) {
            BertWords.each(text, true, (buffer, from, to) -> {
                if (to - from <= WordPiece.LONGEST_WORD) {
                    words.merge(new String(buffer, from, to - from), 1L, Long::sum);
                }
                return true;
            });
        }
        Set<String> letters = letters(words);
        Set<String> alphabet = new LinkedHashSet<>(letters);
        Map<List<String>, Long> spelled = new LinkedHashMap<>();
        words.forEach((word, count) -> {
            List<String> spelling = spell(word);
            if (spelling.stream().allMatch(token -> letters.contains(bare(token)))) {
                alphabet.addAll(spelling);
                spelled.put(spelling, count);
            }
        });
        Set<String> tokens = new LinkedHashSet<>(WordPiece.SPECIAL);
        alphabet.stream().sorted().forEach(tokens::add);
        check(tokens.size(), vocabularySize);
        for (var pair : BpeMerges.learn(
                spelled, TokenizerTrainer::joinInner, new HashSet<>(tokens), vocabularySize - tokens.size())) {
            tokens.add(joinInner(pair.left(), pair.right()));
        }
        return WordPiece.of(List.copyOf(tokens), true);
    }

    /** CLIP's kind with at most {@code vocabularySize} tokens; 514 are there before anything is learnt. */
    public static ByteBpe byteBpe(Iterable<String> texts, int vocabularySize) {
        Map<String, Long> words = new TreeMap<>();
        for (String text : texts) {
            ClipWords.each(text, word -> {
                words.merge(word, 1L, Long::sum);
                return true;
            });
        }
        check(BYTE_TOKENS, vocabularySize);
        List<String> letters = ByteAlphabet.letters("");
        int[] positions = ByteAlphabet.positions();
        Map<List<String>, Long> spelled = new LinkedHashMap<>();
        words.forEach((word, count) -> {
            List<String> spelling = new ArrayList<>();
            for (byte b : word.getBytes(StandardCharsets.UTF_8)) {
                spelling.add(letters.get(positions[b & 0xFF]));
            }
            spelling.set(spelling.size() - 1, spelling.getLast() + ByteBpe.WORD_END);
            spelled.put(spelling, count);
        });
        Set<String> known = new HashSet<>(letters);
        known.addAll(ByteAlphabet.letters(ByteBpe.WORD_END));
        List<String> merges = BpeMerges.learn(spelled, String::concat, known, vocabularySize - BYTE_TOKENS).stream()
                .map(pair -> pair.left() + " " + pair.right())
                .toList();
        return ByteBpe.ofMerges(merges);
    }

    private static void check(int needed, int vocabularySize) {
        if (vocabularySize < needed) {
            throw InputException.of(
                    "vocabulary size", "at least " + needed + " for these texts", "" + vocabularySize, "ask for more");
        }
    }

    /** The most frequent characters, alphabetically. */
    private static Set<String> letters(Map<String, Long> words) {
        Map<String, Long> counts = new TreeMap<>();
        words.forEach((word, count) ->
                word.codePoints().forEach(point -> counts.merge(Character.toString(point), count, Long::sum)));
        var letters = new LinkedHashSet<String>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(ALPHABET)
                .map(Map.Entry::getKey)
                .sorted()
                .forEach(letters::add);
        return letters;
    }

    private static List<String> spell(String word) {
        List<String> spelling = new ArrayList<>();
        word.codePoints()
                .forEach(
                        point -> spelling.add((spelling.isEmpty() ? "" : WordPiece.INNER) + Character.toString(point)));
        return spelling;
    }

    private static String bare(String token) {
        return token.length() > WordPiece.INNER.length() && token.startsWith(WordPiece.INNER)
                ? token.substring(WordPiece.INNER.length())
                : token;
    }

    private static String joinInner(String left, String right) {
        return left + bare(right);
    }
}
