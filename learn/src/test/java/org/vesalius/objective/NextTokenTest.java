package org.vesalius.objective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

final class NextTokenTest {
    private Scope scope;

    @BeforeEach
    void open() {
        scope = Scope.open();
    }

    @AfterEach
    void close() {
        scope.close();
    }

    /** Two texts of three tokens, the second one padded; two targets of the first and one of the second. */
    @Test
    void itIsTheMeanOverTheTokensThatCount() {
        Tensor logits = Tensors.of(new double[] {1, 0, 2, 0, 0, 3, 9, 9, 9, 0, 1, 0, 5, 5, 5, 7, 7, 7}, 2, 3, 3);
        Tensor ids = Tensors.ofLongs(new long[] {0, 2, 1, 0, 1, 0}, 2, 3);
        double first = Math.log(Math.exp(1) + 1 + Math.exp(2)) - 2;
        double second = Math.log(2 + Math.exp(3));
        double third = Math.log(2 + Math.exp(1)) - 1;
        Tensor mask = Tensors.ofLongs(new long[] {1, 1, 1, 1, 1, 0}, 2, 3);
        assertThat(Tensors.value(NextToken.loss(logits, ids, mask)))
                .isCloseTo((first + second + third) / 3, within(1e-12));
        assertThat(Tensors.doubles(NextToken.logLikelihood(logits, ids, mask)))
                .containsExactly(new double[] {-first - second, -third}, within(1e-12));
        Tensor keywords = Tensors.of(new double[] {1, 3, 1, 1, 1, 0}, 2, 3);
        assertThat(Tensors.value(NextToken.loss(logits, ids, keywords)))
                .isCloseTo((3 * first + second + third) / 5, within(1e-12));
    }

    @Test
    void evenLogitsCostTheLogarithmOfTheVocabularyAndCertaintyNothing() {
        Tensor ids = Tensors.ofLongs(new long[] {0, 2, 1, 3}, 1, 4);
        Tensor mask = torch.ones_like(ids);
        Tensor even = Tensors.zeros(1, 4, 5);
        assertThat(Tensors.value(NextToken.loss(even, ids, mask))).isCloseTo(Math.log(5), within(1e-6));
        float[] sure = new float[4 * 5];
        sure[2] = 1000;
        sure[5 + 1] = 1000;
        sure[10 + 3] = 1000;
        assertThat(Tensors.value(NextToken.loss(Tensors.of(sure, 1, 4, 5), ids, mask)))
                .isZero();
    }
}
