package org.vesalius.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

class LocalContrastTest {
    private static final int SIDE = 32;

    /** A faint spot on a ground of some brightness, and the ground alone. */
    private static double effect(int contrast, float ground) {
        try (var _ = Scope.open();
                Params params = Params.create(5)) {
            SmallCnn tower = new SmallCnn(params, new SmallCnn.Spec(1, List.of(8), List.of(4), contrast, false));
            params.training(false);
            float[] plain = new float[SIDE * SIDE];
            float[] spot = new float[SIDE * SIDE];
            for (int i = 0; i < plain.length; i++) {
                plain[i] = ground;
                boolean inside = Math.abs(i % SIDE - 16) < 2 && Math.abs(Math.floorDiv(i, SIDE) - 16) < 2;
                spot[i] = ground + (inside ? 0.02f : 0);
            }
            Tensor first = tower.encode(Tensors.of(plain, 1, 1, SIDE, SIDE)).patchesBNP();
            Tensor second = tower.encode(Tensors.of(spot, 1, 1, SIDE, SIDE)).patchesBNP();
            return Tensors.value(second.sub(first).abs().max());
        }
    }

    @Test
    void aFaintSpotIsAsStrongOnABrightGroundAsOnADarkOne() {
        assertThat(effect(9, 0.9f)).isCloseTo(effect(9, -0.9f), within(0.05));
        assertThat(effect(9, 0.9f)).isGreaterThan(3 * effect(0, 0.9f));
    }
}
