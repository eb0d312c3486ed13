package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.nn.Params;
import org.vesalius.objective.MutualInformation;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;

final class LocalMiTest {
    private static final int SIZE = 2;

    /** Images and texts as pairs of normal vectors whose coordinates correlate. */
    private record Pairs(Tensor imgBD, Tensor txtBD) {
        private static Pairs draw(RandomGenerator random, int count, double correlation) {
            float[] x = new float[count * SIZE];
            float[] y = new float[count * SIZE];
            for (int i = 0; i < x.length; i++) {
                double first = random.nextGaussian();
                x[i] = (float) first;
                y[i] = (float) (correlation * first + Math.sqrt(1 - correlation * correlation) * random.nextGaussian());
            }
            return new Pairs(Tensors.of(x, count, SIZE), Tensors.of(y, count, SIZE));
        }
    }

    /** Analytic: −D/2 log(1 − ρ²). The critic trains for 150 steps of 48 pairs and is asked on 20 fresh batches of 96. */
    @ParameterizedTest
    @CsvSource({"0, 0.05", "0.8, 0.1"})
    void theEstimatorReachesTheInformationOfCorrelatedGaussians(double correlation, double error) {
        double analytic = -SIZE / 2.0 * Math.log(1 - correlation * correlation);
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            LocalMi.Critic critic = new LocalMi.Critic(params, SIZE, 32, 16);
            RandomGenerator random = Seed.random(3);
            train(params, critic, random, correlation);
            double bound = 0;
            double released = 0;
            for (int i = 0; i < 20; i++) {
                try (var _ = Scope.open();
                        var _ = Gradients.off()) {
                    Pairs pairs = Pairs.draw(random, 96, correlation);
                    Tensor scoreBB = critic.scores(pairs.imgBD(), pairs.txtBD());
                    bound -= Tensors.value(MutualInformation.donskerVaradhan(scoreBB)) / 20;
                    // the released bound is the same up to the logarithm of the number of false pairs
                    released += (Math.log(96 * 95.0) - Tensors.value(MutualInformation.infoNce(scoreBB))) / 20;
                }
            }
            assertThat(bound).isCloseTo(analytic, within(error));
            assertThat(released).isCloseTo(analytic, within(error));
        }
    }

    private static void train(Params params, LocalMi.Critic critic, RandomGenerator random, double correlation) {
        TensorVector trained = new TensorVector(params.parameters().values().toArray(Tensor[]::new));
        try (Adam adam = new Adam(trained, new AdamOptions(1e-2))) {
            for (int step = 0; step < 150; step++) {
                try (var _ = Scope.open()) {
                    Pairs pairs = Pairs.draw(random, 48, correlation);
                    adam.zero_grad();
                    MutualInformation.donskerVaradhan(critic.scores(pairs.imgBD(), pairs.txtBD()))
                            .backward();
                    adam.step();
                }
            }
        }
    }

    @Test
    void aTextsBestRegionIsTheOneThatScoresHighestAlone() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            LocalMi.Critic critic = new LocalMi.Critic(params, SIZE, 8, 8);
            Pairs first = Pairs.draw(Seed.random(1), 3, 0);
            Pairs second = Pairs.draw(Seed.random(2), 3, 0);
            Tensor patchesBND = Tensors.stack(List.of(first.imgBD(), second.imgBD()), 1);
            float[] best = Tensors.floats(critic.best(patchesBND, first.txtBD()));
            float[] a = Tensors.floats(critic.scores(first.imgBD(), first.txtBD()));
            float[] b = Tensors.floats(critic.scores(second.imgBD(), first.txtBD()));
            for (int i = 0; i < best.length; i++) {
                assertThat(best[i]).isCloseTo(Math.max(a[i], b[i]), within(1e-6f));
            }
        }
    }
}
