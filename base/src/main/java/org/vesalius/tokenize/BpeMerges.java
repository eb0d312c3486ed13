package org.vesalius.tokenize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Byte-pair encoding (Sennrich et al., ACL 2016): from words and their counts, the pairs of neighbours to join, most frequent first. Of equally frequent pairs the alphabetically first is joined, so the
 * result depends on the counts only.
 */
final class BpeMerges {
    /** A pair that occurs less often is not worth a token. */
    private static final long FEWEST = 2;

    private final List<List<String>> words = new ArrayList<>();
    private final List<Long> counts = new ArrayList<>();
    private final Map<Pair, Long> pairCounts = new HashMap<>();
    private final Map<Pair, Set<Integer>> wordsOf = new HashMap<>();
    private final PriorityQueue<Candidate> queue = new PriorityQueue<>();
    private final BinaryOperator<String> join;

    record Pair(String left, String right) {}

    private record Candidate(Pair pair, long count) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int order = Long.compare(other.count, count);
            order = order != 0 ? order : pair.left.compareTo(other.pair.left);
            return order != 0 ? order : pair.right.compareTo(other.pair.right);
        }
    }

    private BpeMerges(Map<List<String>, Long> spelled, BinaryOperator<String> join) {
        this.join = join;
        spelled.forEach((word, count) -> {
            words.add(word);
            counts.add(count);
            count(words.size() - 1, 1);
        });
        pairCounts.forEach((pair, count) -> queue.add(new Candidate(pair, count)));
    }

    /**
     * Merges until {@code tokens} distinct tokens have come up besides those known, or no pair occurs twice.
     *
     * @param spelled words as lists of first tokens, with their counts
     * @param join the token that two neighbours make
     */
    static List<Pair> learn(
            Map<List<String>, Long> spelled, BinaryOperator<String> join, Set<String> known, int tokens) {
        var state = new BpeMerges(spelled, join);
        Set<String> all = new HashSet<>(known);
        List<Pair> merges = new ArrayList<>();
        while (all.size() < known.size() + tokens) {
            Pair best = state.best();
            if (best == null) {
                break;
            }
            merges.add(best);
            all.add(join.apply(best.left, best.right));
            state.apply(best);
        }
        return merges;
    }

    private @Nullable Pair best() {
        for (Candidate top = queue.poll(); top != null; top = queue.poll()) {
            if (top.count < FEWEST) {
                return null;
            }
            if (pairCounts.getOrDefault(top.pair, 0L) == top.count) {
                return top.pair;
            }
        }
        return null;
    }

    private void apply(Pair best) {
        Set<Pair> touched = new HashSet<>();
        for (int w : new TreeSet<>(wordsOf.getOrDefault(best, Set.of()))) {
            touched.addAll(count(w, -1));
            words.set(w, joined(words.get(w), best));
            touched.addAll(count(w, 1));
        }
        for (Pair pair : touched) {
            long count = pairCounts.getOrDefault(pair, 0L);
            if (count >= FEWEST) {
                queue.add(new Candidate(pair, count));
            }
        }
    }

    private List<Pair> count(int w, int sign) {
        List<String> word = words.get(w);
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < word.size(); i++) {
            var pair = new Pair(word.get(i), word.get(i + 1));
            pairs.add(pair);
            pairCounts.merge(pair, sign * counts.get(w), Long::sum);
            Set<Integer> holders = wordsOf.computeIfAbsent(pair, _ -> new HashSet<>());
            if (sign > 0) {
                holders.add(w);
            } else {
                holders.remove(w);
            }
        }
        return pairs;
    }

    private List<String> joined(List<String> word, Pair best) {
        List<String> out = new ArrayList<>(word.size());
        for (int i = 0; i < word.size(); i++) {
            boolean here = i + 1 < word.size()
                    && word.get(i).equals(best.left)
                    && word.get(i + 1).equals(best.right);
            out.add(here ? join.apply(best.left, best.right) : word.get(i));
            i += here ? 1 : 0;
        }
        return out;
    }
}
