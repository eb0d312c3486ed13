package org.vesalius.recipe;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.vesalius.report.LabelState;
import org.vesalius.report.Negation;
import org.vesalius.train.Example;

/**
 * Texts drawn from the sentences of a batch, and for which of its images each holds.
 *
 * <p>A text is a whole sentence, or a span of words that the sentence affirms: {@code left pleural effusion} of {@code There is a small left pleural effusion}. So short phrases, which is what a model is
 * asked later, are part of training. A sentence holds for all images whose report says it; a span for all whose report says and affirms it in any sentence.
 */
final class SentencePool {
    private static final Set<String> EMPTY_WORDS = Set.of(
            "a", "an", "and", "are", "as", "at", "be", "been", "by", "for", "from", "has", "have", "in", "is", "it",
            "its", "of", "on", "or", "that", "the", "there", "this", "to", "was", "were", "which", "with");

    private final List<Set<String>> own;
    private final Set<String> texts = new LinkedHashSet<>();
    private final Set<String> spans = new LinkedHashSet<>();

    private SentencePool(List<Set<String>> own) {
        this.own = own;
    }

    /** Draws {@code count} texts of each example, a share of them spans of up to {@code longest} words. */
    static SentencePool draw(List<Example> examples, int count, double spanShare, int longest, RandomGenerator random) {
        List<Set<String>> own = new ArrayList<>();
        for (Example example : examples) {
            Set<String> sentences = new LinkedHashSet<>();
            example.sentences().forEach(sentence -> sentences.add(plain(sentence)));
            own.add(sentences);
        }
        SentencePool pool = new SentencePool(own);
        for (Set<String> sentences : own) {
            List<String> left = new ArrayList<>(sentences);
            for (int i = 0; i < count && !left.isEmpty(); i++) {
                String sentence = left.remove(random.nextInt(left.size()));
                pool.add(sentence, random.nextDouble() < spanShare ? span(sentence, longest, random) : "");
            }
        }
        return pool;
    }

    private void add(String sentence, String span) {
        texts.add(span.isEmpty() ? sentence : span);
        if (!span.isEmpty()) {
            spans.add(span);
        }
    }

    /** The different texts, in the order of drawing. */
    List<String> texts() {
        return List.copyOf(texts);
    }

    /** For each image, and each text within it, whether it holds. */
    boolean[] holds() {
        boolean[] holds = new boolean[own.size() * texts.size()];
        int at = 0;
        for (Set<String> sentences : own) {
            for (String text : texts) {
                holds[at++] = sentences.contains(text) || (spans.contains(text) && affirms(sentences, text));
            }
        }
        return holds;
    }

    private static boolean affirms(Set<String> sentences, String span) {
        return sentences.stream().anyMatch(sentence -> affirms(sentence, span));
    }

    /** Whether a sentence has these words in a row and says that they are so. */
    static boolean affirms(String sentence, String span) {
        for (int at = sentence.indexOf(span); at >= 0; at = sentence.indexOf(span, at + 1)) {
            int end = at + span.length();
            if (boundary(sentence, at - 1) && boundary(sentence, end)) {
                return Negation.of(sentence, at, end) == LabelState.POSITIVE;
            }
        }
        return false;
    }

    private static boolean boundary(String sentence, int at) {
        return at < 0 || at >= sentence.length() || !Character.isLetterOrDigit(sentence.charAt(at));
    }

    /** Some words in a row that the sentence affirms and that say something; empty when the draw finds none. */
    private static String span(String sentence, int longest, RandomGenerator random) {
        String[] words = sentence.split("\\s+");
        int length = 1 + random.nextInt(Math.min(longest, words.length));
        int from = random.nextInt(words.length - length + 1);
        String span =
                String.join(" ", List.of(words).subList(from, from + length)).replaceAll("^[^\\w]+|[^\\w]+$", "");
        boolean says = false;
        for (String word : span.split("\\W+")) {
            says |= word.length() > 2 && !EMPTY_WORDS.contains(word);
        }
        return says && affirms(sentence, span) ? span : "";
    }

    /** Equal in what it says: without case, numbering, repeated space and end mark. */
    static String plain(String sentence) {
        return sentence.toLowerCase(Locale.ROOT)
                .replaceFirst("^\\d+\\.\\s+", "")
                .replaceFirst("[.;]\\s*$", "")
                .strip()
                .replaceAll("\\s+", " ");
    }
}
