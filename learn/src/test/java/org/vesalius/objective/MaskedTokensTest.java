package org.vesalius.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.objective.Golden.gen;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Init;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.MlmHead;

/** Masked tokens against plain loops, and the head's key names and ties. */
final class MaskedTokensTest {
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
    void theLossIsTheMeanCrossEntropyOverWhatIsAskedForByPlainLoops() {
        Tensor logits = gen(1, 2, 3, 4);
        long[] wanted = {-1, 2, 0, -1, -1, 3};
        double[] values = Tensors.doubles(logits);
        double sum = 0;
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] >= 0) {
                double total = 0;
                for (int v = 0; v < 4; v++) {
                    total += Math.exp(values[i * 4 + v]);
                }
                sum += Math.log(total) - values[i * 4 + (int) wanted[i]];
            }
        }
        Tensor loss = MaskedTokens.loss(logits, Tensors.ofLongs(wanted, 2, 3), x -> x);
        assertThat(Tensors.value(loss)).isCloseTo(sum / 3, within(1e-12));
    }

    @Test
    void nothingAskedForCostsNothingAndUniformAnswersCostTheLogOfTheVocabulary() {
        Tensor none = Tensors.ofLongs(new long[] {-1, -1}, 1, 2);
        assertThat(Tensors.value(MaskedTokens.loss(gen(1, 1, 2, 5), none, x -> x)))
                .isZero();
        Tensor all = Tensors.ofLongs(new long[] {1, 4}, 1, 2);
        assertThat(Tensors.value(MaskedTokens.loss(Tensors.zeros(1, 2, 5).to(ScalarType.Double), all, x -> x)))
                .isCloseTo(Math.log(5), within(1e-12));
    }

    @Test
    void accuracyCountsTheLikeliestToken() {
        Tensor logits = Tensors.of(new double[] {0, 1, 5, 0, 3, 1}, 1, 3, 2);
        Tensor wanted = Tensors.ofLongs(new long[] {1, 1, -1}, 1, 3);
        assertThat(Tensors.value(MaskedTokens.accuracy(logits, wanted, x -> x))).isEqualTo(0.5);
    }

    @Test
    void aTiedHeadLearnsTheWordsThemselvesAndAnUntiedOneItsOwn() {
        try (Params params = Params.create(1)) {
            Tensor words = params.parameter("words", Init.normal(1), 7, 4);
            MlmHead tied = MlmHead.tied(params.at("tied"), words);
            MlmHead untied = MlmHead.untied(params.at("untied"), 4, 7);
            assertThat(params.at("tied").state().keySet())
                    .containsExactly(
                            "transform.dense.weight",
                            "transform.dense.bias",
                            "transform.LayerNorm.weight",
                            "transform.LayerNorm.bias",
                            "bias");
            assertThat(params.at("untied").state().keySet()).contains("decoder.weight");
            Tensor x = gen(1, 3, 4).to(ScalarType.Float);
            untied.forward(x).sum().backward();
            assertThat(words.grad().defined()).isFalse();
            tied.forward(x).sum().backward();
            assertThat(words.grad().defined()).isTrue();
        }
    }
}
