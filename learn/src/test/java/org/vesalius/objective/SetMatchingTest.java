package org.vesalius.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.objective.Golden.gen;

import java.util.Random;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;

/** The cheapest assignment against trying all, its use on predictions without an order, and mixtures of prototypes. */
final class SetMatchingTest {
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    @Test
    void noAssignmentIsCheaperThanTheOneFound() {
        Random random = new Random(1);
        for (int trial = 0; trial < 60; trial++) {
            int n = 1 + trial % 6;
            double[][] costs = new double[n][n];
            for (double[] row : costs) {
                for (int c = 0; c < n; c++) {
                    row[c] = trial % 3 == 0 ? random.nextInt(3) : random.nextGaussian();
                }
            }
            int[] columns = SetMatching.assigned(costs);
            double total = 0;
            boolean[] used = new boolean[n];
            for (int r = 0; r < n; r++) {
                assertThat(used[columns[r]]).isFalse();
                used[columns[r]] = true;
                total += costs[r][columns[r]];
            }
            assertThat(total).isCloseTo(cheapest(costs, 0, new boolean[n]), within(1e-12));
        }
    }

    private static double cheapest(double[][] costs, int row, boolean[] used) {
        if (row == costs.length) {
            return 0;
        }
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < costs.length; c++) {
            if (!used[c]) {
                used[c] = true;
                least = Math.min(least, costs[row][c] + cheapest(costs, row + 1, used));
                used[c] = false;
            }
        }
        return least;
    }

    @Test
    void theOrderOfThePredictionsDoesNotMatter() {
        Tensor targets = gen(1, 2, 4, 3);
        // a cycle of three is not its own inverse: PRIOR's released index fails here
        Tensor order = Tensors.ofLongs(new long[] {2, 0, 1, 3}, 4);
        Tensor turned = targets.index_select(1, order);
        assertThat(Tensors.value(SetMatching.l1(turned, targets))).isZero();
        assertThat(Tensors.doubles(SetMatching.ordered(turned, targets))).containsExactly(Tensors.doubles(targets));
        Tensor noisy = gen(5, 2, 4, 3);
        assertThat(Tensors.value(SetMatching.l1(noisy.index_select(1, order), targets)))
                .isCloseTo(Tensors.value(SetMatching.l1(noisy, targets)), within(1e-12));
    }

    @Test
    void gradientsGoToThePredictionThatWasChosen() {
        Tensor predicted = Tensors.of(new double[] {5, 0}, 1, 2, 1).requires_grad_();
        SetMatching.l1(predicted, Tensors.of(new double[] {1, 4}, 1, 2, 1)).backward();
        // 5 belongs to 4 and must fall, 0 belongs to 1 and must rise; a mean of two
        assertThat(Tensors.doubles(predicted.grad())).containsExactly(0.5, -0.5);
    }

    @Test
    void costsThatAreNoNumbersAreRefused() {
        assertThatThrownBy(() -> SetMatching.assigned(new double[][] {{Double.NaN}}))
                .isInstanceOf(InputException.class);
    }

    @Test
    void sharesOfPrototypesSumToOneAndNoiseFollowsTheSeed() {
        Tensor scores = PrototypeBank.scores(gen(1, 5, 6), gen(2, 4, 6));
        Seed.torch(3);
        Tensor noisy = PrototypeBank.noisy(scores, 0.9);
        Seed.torch(3);
        assertThat(Tensors.doubles(PrototypeBank.noisy(scores, 0.9))).containsExactly(Tensors.doubles(noisy));
        for (double sum : Tensors.doubles(noisy.sum(1))) {
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
        double[] sharp = Tensors.doubles(PrototypeBank.shares(scores, 1e-3));
        for (double share : sharp) {
            assertThat(Math.min(share, 1 - share)).isCloseTo(0, within(1e-6));
        }
    }

    @Test
    void noiseChoosesEachPrototypeAsOftenAsItsSoftmaxSays() {
        // Gumbel's property: the greatest of score + noise is distributed as the softmax of the scores
        Tensor scores = Tensors.of(new double[] {0, 1}, 1, 2).expand(20_000, 2);
        Seed.torch(1);
        Tensor first = PrototypeBank.noisy(scores, 1e-3).select(1, 1);
        assertThat(Tensors.value(first.mean())).isCloseTo(1 / (1 + Math.exp(-1)), within(0.01));
    }

    @Test
    void theDivergenceOfPrototypesByPlainLoops() {
        Tensor made = gen(1, 3, 4);
        Tensor meant = gen(2, 3, 4);
        double[] q = Tensors.doubles(made);
        double[] p = Tensors.doubles(meant);
        double expected = 0;
        for (int s = 0; s < 3; s++) {
            double sumP = 0;
            double sumQ = 0;
            for (int k = 0; k < 4; k++) {
                sumP += Math.exp(p[s * 4 + k]);
                sumQ += Math.exp(q[s * 4 + k]);
            }
            for (int k = 0; k < 4; k++) {
                double share = Math.exp(p[s * 4 + k]) / sumP;
                expected += share * Math.log(share / (Math.exp(q[s * 4 + k]) / sumQ)) / 3;
            }
        }
        assertThat(Tensors.value(PrototypeBank.divergence(made, meant))).isCloseTo(expected, within(1e-12));
        assertThat(Tensors.value(PrototypeBank.divergence(made, made))).isCloseTo(0, within(1e-12));
    }
}
