package org.vesalius.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.Generation.Limits;
import org.vesalius.text.Generation.Said;

/** On chains whose next token depends on the last alone: 0 starts, 1 ends. */
final class GenerationTest {
    /** Greedy walks into 2, whose continuations are all unlikely; 3 is the better beginning. */
    private static final double[][] TRAP = {{0, 0, .6, .4}, {0, 1, 0, 0}, {.26, .24, .25, .25}, {.05, .9, .03, .02}};

    private static final double[][] OTHER = {{.1, .05, .45, .4}, {0, 1, 0, 0}, {.2, .3, .1, .4}, {.3, .25, .35, .1}};

    private record Chain(List<double[][]> tables, List<Integer> of) implements Decoding {
        private Chain(double[][]... tables) {
            this(List.of(tables), new ArrayList<>());
            for (int i = 0; i < tables.length; i++) {
                of.add(i);
            }
        }

        @Override
        public int size() {
            return of.size();
        }

        @Override
        public Device device() {
            return Device.CPU;
        }

        @Override
        public Tensor step(Tensor idsBT) {
            long[] last = Tensors.longs(idsBT.select(1, idsBT.size(1) - 1));
            double[] logits = new double[last.length * 4];
            for (int row = 0; row < last.length; row++) {
                for (int v = 0; v < 4; v++) {
                    logits[row * 4 + v] = Math.log(tables.get(of.get(row))[(int) last[row]][v] + 1e-30);
                }
            }
            return Tensors.of(logits, last.length, 4);
        }

        @Override
        public void select(Tensor rowsK) {
            List<Integer> before = List.copyOf(of);
            of.clear();
            for (long row : Tensors.longs(rowsK)) {
                of.add(before.get((int) row));
            }
        }

        @Override
        public void close() {
            of.clear();
        }
    }

    private static List<Said> beam(int width, double penalty, double[][]... tables) {
        try (var _ = Scope.open();
                Chain chain = new Chain(tables)) {
            return Generation.beam(chain, new Limits(0, 1, 5), width, penalty);
        }
    }

    @Test
    void greedyTakesTheLikeliestTokenEachTime() {
        try (var _ = Scope.open();
                Chain chain = new Chain(TRAP)) {
            Said said = Generation.greedy(chain, new Limits(0, 1, 3)).getFirst();
            assertThat(said.ids()).containsExactly(2, 0, 2);
            assertThat(said.logProbability()).isCloseTo(Math.log(.6 * .26 * .6), within(1e-6));
        }
    }

    @Test
    void aWiderBeamFindsTheLikelierText() {
        Said said = beam(2, 0, TRAP).getFirst();
        assertThat(said.ids()).containsExactly(3);
        assertThat(said.logProbability()).isCloseTo(Math.log(.4 * .9), within(1e-6));
    }

    @Test
    void aBeamThatKeepsAllFindsTheBestOfAllTexts() {
        for (double penalty : List.of(0.0, 0.5, 1.0)) {
            List<Said> both = beam(256, penalty, TRAP, OTHER);
            assertThat(both.get(0).ids()).isEqualTo(best(TRAP, penalty));
            assertThat(both.get(1).ids()).isEqualTo(best(OTHER, penalty));
        }
    }

    @Test
    void textsOfABatchDoNotTouchEachOther() {
        List<Said> both = beam(3, 0.6, TRAP, OTHER);
        assertThat(beam(3, 0.6, OTHER).getFirst()).isEqualTo(both.get(1));
        assertThat(beam(3, 0.6, TRAP).getFirst()).isEqualTo(both.get(0));
    }

    /** The best of all texts of up to four tokens and an end, by trying them all. */
    private static List<Integer> best(double[][] table, double penalty) {
        List<Integer> best = List.of();
        double most = Double.NEGATIVE_INFINITY;
        List<List<Integer>> open = new ArrayList<>(List.of(List.of()));
        while (!open.isEmpty()) {
            List<Integer> text = open.removeLast();
            double p = 1;
            int last = 0;
            for (int id : text) {
                p *= table[last][id];
                last = id;
            }
            double score = Math.log(p * table[last][1]) / Math.pow(text.size() + 1.0, penalty);
            if (p > 0 && score > most) {
                most = score;
                best = text;
            }
            for (int id = 0; id < 4 && text.size() < 4; id++) {
                if (id != 1) {
                    List<Integer> longer = new ArrayList<>(text);
                    longer.add(id);
                    open.add(longer);
                }
            }
        }
        return best;
    }
}
