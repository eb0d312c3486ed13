package org.vesalius.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.objective.Golden.gen;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** Cross attention against plain loops and against self-attention, and what a decoder of queries must keep apart. */
final class QueryDecoderTest {
    private static final QueryDecoder.Spec SPEC = new QueryDecoder.Spec(8, 2, 2, 16, 0, false);

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
    void crossAttentionOfASequenceWithItselfIsSelfAttention() {
        CrossAttention cross = CrossAttention.of(params.at("a"), 8, 2, 0);
        Attention self = Attention.of(params.at("b"), 8, 2, 0);
        params.at("a").state().forEach((name, tensor) -> params.at("b").set(name, tensor));
        Tensor x = floats(1, 2, 5, 8);
        Tensor mask = Attention.padding(Tensors.ofLongs(new long[] {1, 1, 1, 1, 1, 1, 1, 0, 0, 0}, 2, 5));
        same(cross.forward(x, x, x, mask).outBTD(), self.forward(x, mask));
    }

    @Test
    void aMapIsTheMeanOfTheHeadsSoftmaxesByPlainLoops() {
        CrossAttention cross = CrossAttention.of(params, 4, 2, 0);
        float[][] query = Tensors.rows(floats(1, 2, 4));
        float[][] key = Tensors.rows(floats(2, 3, 4));
        float[][] weight = Tensors.rows(params.get("in_proj_weight"));
        Tensor map = cross.forward(
                        floats(1, 2, 4).unsqueeze(0),
                        floats(2, 3, 4).unsqueeze(0),
                        floats(2, 3, 4).unsqueeze(0),
                        null)
                .mapBTS();
        float[] got = Tensors.floats(map);
        for (int t = 0; t < 2; t++) {
            double[] expected = new double[3];
            for (int head = 0; head < 2; head++) {
                double[] scores = new double[3];
                double sum = 0;
                for (int s = 0; s < 3; s++) {
                    for (int d = 2 * head; d < 2 * head + 2; d++) {
                        scores[s] += dot(weight[d], query[t]) * dot(weight[4 + d], key[s]) / Math.sqrt(2);
                    }
                    sum += Math.exp(scores[s]);
                }
                for (int s = 0; s < 3; s++) {
                    expected[s] += Math.exp(scores[s]) / sum / 2;
                }
            }
            for (int s = 0; s < 3; s++) {
                assertThat(got[t * 3 + s]).isCloseTo((float) expected[s], within(1e-5f));
            }
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    @Test
    void mapsAreSharesOfTheMemoryAndThereIsOneALayer() {
        QueryDecoder decoder = new QueryDecoder(params, SPEC);
        QueryDecoder.Answers answers = decoder.forward(floats(1, 2, 3, 8), floats(2, 2, 5, 8), null);
        assertThat(answers.mapsLBQN()).hasSize(2);
        assertThat(Shapes.of(answers.meanMap())).containsExactly(2, 3, 5);
        same(answers.meanMap().sum(2), Tensors.ones(2, 3));
    }

    @Test
    void whatIsMaskedIsNotThere() {
        QueryDecoder decoder = new QueryDecoder(params, SPEC);
        Tensor queries = floats(1, 1, 3, 8);
        Tensor memory = floats(2, 1, 5, 8);
        Tensor mask = Tensors.ofLongs(new long[] {1, 1, 1, 0, 0}, 1, 5);
        same(
                decoder.forward(queries, memory, mask).outBQD(),
                decoder.forward(queries, memory.narrow(1, 0, 3), null).outBQD());
    }

    @Test
    void theOrderOfTheMemoryDoesNotMatterAndThatOfTheQueriesIsKept() {
        QueryDecoder decoder = new QueryDecoder(params, SPEC);
        Tensor queries = floats(1, 1, 3, 8);
        Tensor memory = floats(2, 1, 5, 8);
        Tensor out = decoder.forward(queries, memory, null).outBQD();
        Tensor order = Tensors.ofLongs(new long[] {4, 2, 0, 1, 3}, 5);
        same(decoder.forward(queries, memory.index_select(1, order), null).outBQD(), out);
        Tensor turned = Tensors.ofLongs(new long[] {2, 0, 1}, 3);
        same(decoder.forward(queries.index_select(1, turned), memory, null).outBQD(), out.index_select(1, turned));
    }

    @Test
    void inACausalDecoderALaterQueryDoesNotTouchAnEarlierOne() {
        QueryDecoder decoder = new QueryDecoder(params, new QueryDecoder.Spec(8, 2, 2, 16, 0, true));
        Tensor queries = floats(1, 1, 3, 8);
        Tensor memory = floats(2, 1, 5, 8);
        Tensor other = Tensors.cat(List.of(queries.narrow(1, 0, 2), floats(7, 1, 1, 8)), 1);
        Tensor out = decoder.forward(queries, memory, null).outBQD();
        Tensor changed = decoder.forward(other, memory, null).outBQD();
        same(changed.narrow(1, 0, 2), out.narrow(1, 0, 2));
        assertThat(Tensors.floats(changed.narrow(1, 2, 1))).isNotEqualTo(Tensors.floats(out.narrow(1, 2, 1)));
    }

    private static void same(Tensor got, Tensor expected) {
        assertThat(Shapes.of(got)).containsExactly(Shapes.of(expected));
        float[] values = Tensors.floats(got);
        float[] wanted = Tensors.floats(expected);
        for (int i = 0; i < values.length; i++) {
            assertThat(values[i]).isCloseTo(wanted[i], within(2e-5f));
        }
    }
}
