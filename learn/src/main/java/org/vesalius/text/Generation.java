package org.vesalius.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/** Texts from a {@link Decoding}. Nothing is recorded for backward. Shapes: B texts, K beams of all texts, V vocabulary. */
public final class Generation {
    private Generation() {}

    /**
     * Where a text begins and ends.
     *
     * @param start the token before the first
     * @param end the token after the last
     * @param most tokens, without start and end
     */
    public record Limits(int start, int end, int most) {
        public Limits {
            if (most < 1) {
                throw InputException.of("longest text", "1 token or more", "" + most, "raise it");
            }
        }
    }

    /**
     * A text that was generated.
     *
     * @param ids without start and end
     * @param logProbability of them, and of the end where it was reached
     */
    public record Said(List<Integer> ids, double logProbability) {
        public Said {
            ids = List.copyOf(ids);
        }
    }

    /** The likeliest token each time. */
    public static List<Said> greedy(Decoding decoding, Limits limits) {
        return beam(decoding, limits, 1, 0);
    }

    /**
     * Beam search: the likeliest texts that keeping {@code width} beginnings finds, the first of each. A text counts as its log-probability, divided by its length (the end token included) to the power of
     * {@code lengthPenalty}; 0 favours short texts, 1 takes the mean of the tokens.
     */
    public static List<Said> beam(Decoding decoding, Limits limits, int width, double lengthPenalty) {
        if (width < 1) {
            throw InputException.of("beam width", "1 or more", "" + width, "raise it");
        }
        List<Search> searches = IntStream.range(0, decoding.size())
                .mapToObj(_ -> new Search(limits, width, lengthPenalty))
                .toList();
        try (var _ = Gradients.off()) {
            int[] tokens = new int[searches.size()];
            Arrays.fill(tokens, limits.start());
            for (int length = 0; length < limits.most() && !all(searches); length++) {
                tokens = step(decoding, searches, tokens);
            }
        }
        return searches.stream().map(Search::best).toList();
    }

    private static boolean all(List<Search> searches) {
        return searches.stream().allMatch(Search::done);
    }

    /** Tells each beginning's next token to the searches, and keeps the beginnings that they go on with; returns their tokens. */
    private static int[] step(Decoding decoding, List<Search> searches, int[] tokensK) {
        try (var _ = Scope.open()) {
            Tensor logitsKV = decoding.step(decoding.device().move(Tensors.ofInts(tokensK, tokensK.length, 1)));
            // of the best width + 1 at most one ends the text, so that width of them go on
            int width = searches.getFirst().width;
            long kept = Math.min(width + 1L, logitsKV.size(1));
            var top = logitsKV.log_softmax(1).topk(kept, 1, true, true);
            double[] logs = Tensors.doubles(top.get0());
            long[] ids = Tensors.longs(top.get1());
            List<Integer> rows = new ArrayList<>();
            List<Integer> tokens = new ArrayList<>();
            int row = 0;
            for (Search search : searches) {
                int beams = search.live.size();
                List<Beam> next = search.advance(logs, ids, row, (int) kept);
                for (Beam beam : next) {
                    rows.add(row + beam.from());
                    tokens.add(beam.ids().getLast());
                }
                row += beams;
            }
            int[] chosen = rows.stream().mapToInt(i -> i).toArray();
            if (!Arrays.equals(chosen, IntStream.range(0, tokensK.length).toArray())) {
                decoding.select(decoding.device().move(Tensors.ofInts(chosen, chosen.length)));
            }
            return tokens.stream().mapToInt(i -> i).toArray();
        }
    }

    /**
     * A beginning of a text.
     *
     * @param from the beam of its text that it goes on
     */
    private record Beam(List<Integer> ids, double logProbability, int from) {}

    /** One text's beams. */
    private static final class Search {
        private final Limits limits;
        private final int width;
        private final double penalty;
        private List<Beam> live = List.of(new Beam(List.of(), 0, 0));
        private final List<Said> ended = new ArrayList<>();

        private Search(Limits limits, int width, double penalty) {
            this.limits = limits;
            this.width = width;
            this.penalty = penalty;
        }

        /** Once as many have ended as there are beams, and no beginning can overtake the best of them: log-probabilities only fall. */
        private boolean done() {
            if (ended.size() < width || live.isEmpty()) {
                return live.isEmpty();
            }
            double most = Math.pow(limits.most() + 1.0, penalty);
            double hope = live.stream().mapToDouble(Beam::logProbability).max().orElseThrow() / most;
            return ended.stream().mapToDouble(this::score).max().orElseThrow() >= hope;
        }

        private List<Beam> advance(double[] logs, long[] ids, int firstRow, int kept) {
            List<Beam> candidates = new ArrayList<>();
            for (int b = 0; b < live.size(); b++) {
                Beam beam = live.get(b);
                for (int k = 0; k < kept; k++) {
                    int at = (firstRow + b) * kept + k;
                    List<Integer> longer = new ArrayList<>(beam.ids());
                    longer.add((int) ids[at]);
                    candidates.add(new Beam(longer, beam.logProbability() + logs[at], b));
                }
            }
            candidates.sort(Comparator.comparingDouble(Beam::logProbability).reversed());
            List<Beam> next = new ArrayList<>();
            for (int c = 0; c < candidates.size() && next.size() < width; c++) {
                Beam candidate = candidates.get(c);
                if (candidate.ids().getLast() == limits.end()) {
                    List<Integer> text =
                            candidate.ids().subList(0, candidate.ids().size() - 1);
                    ended.add(new Said(text, candidate.logProbability()));
                } else {
                    next.add(candidate);
                }
            }
            live = next;
            return next;
        }

        private double score(Said said) {
            return said.logProbability() / Math.pow(said.ids().size() + 1.0, penalty);
        }

        /** Of those that ended; where none did, the best beginning. */
        private Said best() {
            return ended.stream()
                    .max(Comparator.comparingDouble(this::score))
                    .orElseGet(() -> live.stream()
                            .max(Comparator.comparingDouble(Beam::logProbability))
                            .map(beam -> new Said(beam.ids(), beam.logProbability()))
                            .orElseThrow());
        }
    }
}
