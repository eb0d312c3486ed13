package org.vesalius.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.objective.Golden.gen;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** BioViL-T's pair of images (spec, section 6.4, property 12). Grid 2x3, backbone of 10 channels. */
final class TemporalPairTest {
    private Scope scope;
    private Params params;
    private TemporalPair pair;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(5);
        pair = new TemporalPair(params, new TemporalPair.Spec(10, 16, 2, 4, 0.1, 0.25));
        params.training(false);
    }

    @AfterEach
    void close() {
        params.close();
        scope.close();
    }

    /** Fresh weights of deviation 0.02 hardly do anything. */
    private void strengthen() {
        params.parameters().forEach((name, tensor) -> {
            if (name.contains("proj") || name.contains("fc")) {
                params.set(name, tensor.detach().mul(new Scalar(20)));
            }
        });
    }

    private static Tensor patches(int s) {
        return gen(s, 2, 6, 10).to(ScalarType.Float);
    }

    @Test
    void noPriorImageIsTheLearnedVectorInItsPlaceWhateverStandsInTheBlackPicture() {
        Tensor none = Tensors.zeros(2);
        Tensor alone = pair.alone(patches(1));
        assertThat(Tensors.floats(pair.forward(patches(1), patches(2), none, 2, 3)))
                .containsExactly(Tensors.floats(alone));
        assertThat(Shapes.of(alone)).containsExactly(2, 6, 32);
        float[] missing = Tensors.floats(params.get("missing_previous_emb"));
        assertThat(Tensors.floats(alone.select(0, 1).select(0, 4).narrow(0, 16, 16)))
                .containsExactly(missing);
    }

    @Test
    void eachStudyOfABatchIsTreatedByItself() {
        Tensor first = Tensors.of(new float[] {1, 0}, 2);
        Tensor mixed = pair.forward(patches(1), patches(2), first, 2, 3);
        Tensor both = pair.forward(patches(1), patches(2), Tensors.ones(2), 2, 3);
        assertThat(Tensors.floats(mixed.select(0, 0))).containsExactly(Tensors.floats(both.select(0, 0)));
        assertThat(Tensors.floats(mixed.select(0, 1)))
                .containsExactly(Tensors.floats(pair.alone(patches(1)).select(0, 1)));
    }

    @Test
    void currentAndPriorAreToldApart() {
        strengthen();
        Tensor ones = Tensors.ones(2);
        // the difference part, for two images that are the same apart from their order
        Tensor forward = pair.forward(patches(1), patches(2), ones, 2, 3).narrow(2, 16, 16);
        Tensor backward = pair.forward(patches(2), patches(1), ones, 2, 3).narrow(2, 16, 16);
        assertThat(Tensors.value(forward.sub(backward).abs().max())).isGreaterThan(1e-2);
    }

    @Test
    void theCodeOfPlacesReachesTheDifference() {
        strengthen();
        // the same vector in every patch: only the code of places can make the answers differ
        Tensor flat = Tensors.full(0.3, 2, 6, 10);
        Tensor difference = pair.forward(flat, flat, Tensors.ones(2), 2, 3).narrow(2, 16, 16);
        Tensor spread = difference.sub(difference.narrow(1, 0, 1)).abs().max();
        assertThat(Tensors.value(spread)).isGreaterThan(1e-2);
        assertThat(Tensors.value(
                        pair.alone(flat).std(new long[] {1}, true, false).max()))
                .isCloseTo(0, within(1e-6));
    }

    @Test
    void theReleasedOneHasItsParameters() {
        try (Params released = Params.shapesOnly()) {
            new TemporalPair(released, TemporalPair.Spec.released(2048));
            long block = 4 * 256 + 4L * 256 * 256 + 256 + 2 * (256 * 256 + 256L); // norms, attention, mlp
            assertThat(released.count()).isEqualTo(2048 * 256 + 256 + 2 * 256 + 3 * block + 2 * 256);
        }
    }
}
