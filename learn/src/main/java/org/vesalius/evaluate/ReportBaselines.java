package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vesalius.dataset.Study;

/**
 * Reports that a system writes without seeing a film: what a generator must beat. Each answers every test item with a text of the training part (but {@link #rotated}, which answers with another test
 * item's). Of neighbours that are equally near the text that most of them have wins, then the first.
 */
public final class ReportBaselines {
    private ReportBaselines() {}

    /**
     * A study.
     *
     * @param indication why it was made, known before anybody reads the film; may be empty
     * @param topics what it shows, by people who indexed it; known only after somebody has read it
     * @param report the text
     */
    public record Item(String indication, Set<String> topics, String report) {
        public Item {
            topics = Collections.unmodifiableSet(new TreeSet<>(topics));
        }

        /** With the topics of a study: its MeSH headings, else its positive labels. */
        public static Item of(String indication, Study study, String report) {
            return new Item(indication, Topics.of(study), report);
        }
    }

    /** The most frequent training report for everyone, the first of equally frequent. */
    public static List<String> constant(List<Item> train, List<Item> test) {
        String most = mostFrequent(train, IntStream.range(0, train.size()).toArray());
        return test.stream().map(_ -> most).toList();
    }

    /** The report of the next test item, the first's for the last: a real report of another patient. */
    public static List<String> rotated(List<Item> test) {
        return IntStream.range(0, test.size())
                .mapToObj(i -> test.get((i + 1) % test.size()).report())
                .toList();
    }

    /** The report whose topics overlap most (Jaccard; two without any are alike). A perfect classifier of what people index would answer so. */
    public static List<String> byTopics(List<Item> train, List<Item> test) {
        return test.stream()
                .map(item -> {
                    float[] likeness = new float[train.size()];
                    for (int i = 0; i < likeness.length; i++) {
                        likeness[i] = jaccard(item.topics(), train.get(i).topics());
                    }
                    return nearest(train, likeness);
                })
                .toList();
    }

    /** The report whose {@code key} is likest by a scorer's search; the constant one for an item without a key. Given the report itself as key it is an oracle: what retrieval could reach at best. */
    public static List<String> bySearch(List<Item> train, List<Item> test, Function<Item, String> key, Scorer scorer) {
        // what has no key can neither search nor be found
        List<Item> found =
                train.stream().filter(item -> !key.apply(item).isBlank()).toList();
        List<String> texts =
                Stream.concat(found.stream(), test.stream()).map(key).toList();
        Scorer.TextSearch search = scorer.search(texts);
        String constant = mostFrequent(train, IntStream.range(0, train.size()).toArray());
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            boolean asks = !found.isEmpty() && !key.apply(test.get(i)).isBlank();
            answers.add(asks ? nearest(found, search.from(found.size() + i)) : constant);
        }
        return answers;
    }

    private static float jaccard(Set<String> one, Set<String> other) {
        Set<String> both = new HashSet<>(one);
        both.retainAll(other);
        int all = one.size() + other.size() - both.size();
        return all == 0 ? 1 : (float) both.size() / all;
    }

    /** {@code likeness} may be longer than {@code train}. */
    private static String nearest(List<Item> train, float[] likeness) {
        float best = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < train.size(); i++) {
            best = Math.max(best, likeness[i]);
        }
        float most = best;
        return mostFrequent(
                train,
                IntStream.range(0, train.size())
                        .filter(i -> likeness[i] >= most)
                        .toArray());
    }

    private static String mostFrequent(List<Item> train, int[] of) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int i : of) {
            counts.merge(train.get(i).report(), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                // the first of equals: max would take the last
                .reduce((one, other) -> other.getValue() > one.getValue() ? other : one)
                .map(Map.Entry::getKey)
                .orElse("");
    }
}
