package org.vesalius.metric.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/** Which words of a hypothesis stand for which of a reference: as many as can be, then in as few chunks, then as near to their places as can be, found by a beam from left to right. */
final class MeteorAlignment {
    private static final int BEAM = 40;

    /** Words {@code [start, start + length)} of the hypothesis for {@code [at, at + span)} of the reference. */
    record Match(int start, int length, int at, int span, double weight) {}

    /** What is chosen so far; {@code end} and {@code endAt} are where the last match ended, on either side. */
    private record State(
            int next, BitSet used, List<Match> chosen, int covered, int chunks, int end, int endAt, long distance) {
        State skipped() {
            return new State(next + 1, used, chosen, covered, chunks, end, endAt, distance);
        }

        boolean free(Match match) {
            int taken = used.nextSetBit(match.at);
            return taken < 0 || taken >= match.at + match.span;
        }

        State with(Match match) {
            BitSet more = (BitSet) used.clone();
            more.set(match.at, match.at + match.span);
            List<Match> all = new ArrayList<>(chosen);
            all.add(match);
            boolean goesOn = !chosen.isEmpty() && end == match.start && endAt == match.at;
            return new State(
                    match.start + match.length,
                    more,
                    all,
                    covered + match.length + match.span,
                    goesOn ? chunks : chunks + 1,
                    match.start + match.length,
                    match.at + match.span,
                    distance + Math.abs(match.start - match.at));
        }
    }

    private static final Comparator<State> BEST = Comparator.comparingInt((State state) -> -state.covered)
            .thenComparingInt(State::chunks)
            .thenComparingLong(State::distance);

    private MeteorAlignment() {}

    /** The matches of the best alignment, in the order of the hypothesis of {@code words} words. */
    static List<Match> best(int words, List<Match> possible) {
        List<List<Match>> byStart = new ArrayList<>();
        List<List<State>> at = new ArrayList<>();
        for (int i = 0; i <= words; i++) {
            byStart.add(new ArrayList<>());
            at.add(new ArrayList<>());
        }
        possible.forEach(match -> byStart.get(match.start).add(match));
        at.getFirst().add(new State(0, new BitSet(), List.of(), 0, 0, -1, -1, 0));
        for (int i = 0; i < words; i++) {
            List<State> states = at.get(i);
            states.sort(BEST);
            for (State state : states.subList(0, Math.min(BEAM, states.size()))) {
                at.get(i + 1).add(state.skipped());
                for (Match match : byStart.get(i)) {
                    if (state.free(match)) {
                        State more = state.with(match);
                        at.get(more.next).add(more);
                    }
                }
            }
            states.clear();
        }
        return at.get(words).stream().min(BEST).orElseThrow().chosen;
    }

    /** In how many runs matches follow each other on both sides. */
    static int chunks(List<Match> matches) {
        int chunks = 0;
        Match before = null;
        for (Match match : matches) {
            boolean goesOn = before != null
                    && before.start + before.length == match.start
                    && before.at + before.span == match.at;
            chunks += goesOn ? 0 : 1;
            before = match;
        }
        return chunks;
    }

    /** A weight for each word that a match covers, 0 for others: of the hypothesis, or of the reference. */
    static double[] weights(List<Match> matches, int words, boolean ofHypothesis) {
        double[] weights = new double[words];
        for (Match match : matches) {
            int from = ofHypothesis ? match.start : match.at;
            Arrays.fill(weights, from, from + (ofHypothesis ? match.length : match.span), match.weight);
        }
        return weights;
    }
}
