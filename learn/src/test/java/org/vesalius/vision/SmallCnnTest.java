package org.vesalius.vision;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

final class SmallCnnTest {
    @Test
    void givesOneVectorAnImageAndOneACell() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            SmallCnn tower = new SmallCnn(params, 1, List.of(4, 4, 8, 8, 12, 12));
            ImageFeatures features = tower.encode(Tensors.ones(2, 1, 32, 48));
            assertThat(Shapes.of(features.globalBD())).containsExactly(2, tower.globalSize());
            assertThat(Shapes.of(features.patchesBNP())).containsExactly(2, 4 * 6, tower.patchSize());
            assertThat(features.gridHeight()).isEqualTo(4);
            assertThat(features.gridWidth()).isEqualTo(6);
        }
    }

    @Test
    void cellsAreInRowMajorOrderOfTheImage() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.training(false);
            SmallCnn tower = new SmallCnn(params, 1, List.of(4, 4, 4, 4));
            float[] pixels = new float[64 * 64];
            pixels[8 * 64 + 48] = 100;
            Tensor blank = tower.encode(Tensors.zeros(1, 1, 64, 64)).patchesBNP();
            Tensor lit = tower.encode(Tensors.of(pixels, 1, 1, 64, 64)).patchesBNP();
            float[] changed = Tensors.floats(lit.sub(blank).abs().sum(2));
            int strongest = 0;
            for (int i = 0; i < changed.length; i++) {
                strongest = changed[i] > changed[strongest] ? i : strongest;
            }
            assertThat(strongest / 16).isBetween(0, 4);
            assertThat(strongest % 16).isBetween(10, 14);
        }
    }

    @Test
    void theSameSeedGivesTheSameGradients() {
        assertThat(gradients(7)).containsExactly(gradients(7)).isNotEqualTo(gradients(8));
    }

    private static float[] gradients(long seed) {
        try (Params params = Params.create(seed);
                var _ = Scope.open()) {
            SmallCnn tower = new SmallCnn(params, 1, List.of(4, 4, 8, 8));
            Tensor images = Tensors.range(2 * 16 * 16)
                    .to(ScalarType.Float)
                    .view(2, 1, 16, 16)
                    .sin();
            tower.encode(images).globalBD().sin().sum().backward();
            return Tensors.floats(params.get("blocks.0.conv.weight").grad());
        }
    }
}
