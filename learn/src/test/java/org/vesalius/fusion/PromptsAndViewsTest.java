package org.vesalius.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.objective.Golden.gen;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** Prompts of two towers that are learned together, and views of one study. */
final class PromptsAndViewsTest {
    private Scope scope;
    private Params params;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(5);
    }

    @AfterEach
    void close() {
        params.close();
        scope.close();
    }

    private static Tensor floats(int s, long... shape) {
        return gen(s, shape).to(ScalarType.Float);
    }

    @Test
    void theFirstLayersPromptsBeginAtTheirWords() {
        DeepPrompts prompts = new DeepPrompts(params, new DeepPrompts.Spec(2, 3, 4, 6), () -> floats(1, 2, 4));
        assertThat(prompts.text()).hasSize(3);
        assertThat(Tensors.floats(prompts.text().getFirst())).containsExactly(Tensors.floats(floats(1, 2, 4)));
        assertThat(prompts.image())
                .hasSize(3)
                .allSatisfy(each -> assertThat(Shapes.of(each)).containsExactly(2, 6));
    }

    @Test
    void anImagesPromptsTeachTheTextsThatTheyComeFrom() {
        DeepPrompts prompts = new DeepPrompts(params, new DeepPrompts.Spec(2, 3, 4, 6), () -> floats(1, 2, 4));
        prompts.image().get(1).sum().backward();
        assertThat(params.get("text.1").grad().defined()).isTrue();
        assertThat(params.get("text.2").grad().defined()).isFalse();
        assertThat(params.get("offset").grad().defined()).isFalse();
    }

    @Test
    void maplesPromptsOnViTB16HaveTheirParameters() {
        try (Params published = Params.shapesOnly()) {
            new DeepPrompts(published, new DeepPrompts.Spec(2, 9, 512, 768), () -> floats(1, 2, 512));
            // nine pairs of tokens, nine matrices 512 -> 768: 3.55 million, as the authors state
            assertThat(published.count()).isEqualTo(9 * 2 * 512 + 9 * (512 * 768 + 768));
        }
    }

    @Test
    void aViewsGateIsTheSigmoidOfAllViewsOfThatPatchByPlainLoops() {
        ViewGate gate = ViewGate.of(params, 2, 3);
        List<Tensor> globals = List.of(floats(1, 1, 3), floats(2, 1, 3));
        List<Tensor> patches = List.of(floats(3, 1, 2, 3), floats(4, 1, 2, 3));
        float[] got = Tensors.floats(gate.forward(globals, patches));
        for (int view = 0; view < 2; view++) {
            float[] weight = Tensors.floats(params.get(view + ".weight"));
            float bias = Tensors.floats(params.get(view + ".bias"))[0];
            for (int n = 0; n < 2; n++) {
                double sum = bias;
                for (int v = 0; v < 2; v++) {
                    for (int d = 0; d < 3; d++) {
                        sum += weight[v * 3 + d] * at(globals, patches, v, n, d);
                    }
                }
                double open = 1 / (1 + Math.exp(-sum));
                for (int d = 0; d < 3; d++) {
                    assertThat(got[(view * 2 + n) * 3 + d])
                            .isCloseTo((float) (open * at(globals, patches, view, n, d)), within(1e-6f));
                }
            }
        }
    }

    private static double at(List<Tensor> globals, List<Tensor> patches, int view, int n, int d) {
        return Tensors.floats(globals.get(view))[d] + Tensors.floats(patches.get(view))[n * 3 + d];
    }

    @Test
    void aGateRefusesAnotherNumberOfViews() {
        ViewGate gate = ViewGate.of(params, 3, 3);
        assertThatThrownBy(() -> gate.forward(List.of(floats(1, 1, 3)), List.of(floats(3, 1, 2, 3))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("views: expected 3");
    }
}
