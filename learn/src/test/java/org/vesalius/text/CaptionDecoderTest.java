package org.vesalius.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.Generation.Limits;
import org.vesalius.text.Generation.Said;

final class CaptionDecoderTest {
    private static final CaptionDecoder.Config SMALL = new CaptionDecoder.Config(11, 5, 8, 2, 2, 12, 9, 0.1);
    private static final long[] IDS = {1, 7, 3, 9, 2, 1, 4, 10, 5, 2};
    private static final Limits LIMITS = new Limits(1, 2, 7);

    private Scope scope;
    private Params params;
    private CaptionDecoder decoder;
    private Tensor idsBT;
    private Tensor memoryBMS;

    @BeforeEach
    void open() {
        scope = Scope.open();
        params = Params.create(3);
        decoder = new CaptionDecoder(params, SMALL);
        params.training(false);
        // larger than they begin, so that attention is far from even
        RandomGenerator random = Seed.random(5);
        params.parameters()
                .forEach((name, value) -> params.set(
                        name, numbers(random, 0.6, Tensors.floats(value).length).view_as(value)));
        idsBT = Tensors.ofLongs(IDS, 2, 5);
        memoryBMS = numbers(random, 1, 2 * 3 * 5).view(2, 3, 5);
    }

    @AfterEach
    void close() {
        params.close();
        scope.close();
    }

    private static Tensor numbers(RandomGenerator random, double spread, int count) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) (spread * random.nextGaussian());
        }
        return Tensors.of(values, count);
    }

    @Test
    void logitsAreThoseOfPlainLoops() {
        float[] logits = Tensors.floats(decoder.forward(idsBT, memoryBMS));
        PlainDecoder plain = new PlainDecoder(params, SMALL);
        for (int b = 0; b < 2; b++) {
            double[][] expected = plain.logits(ids(b), rows(memoryBMS.select(0, b)));
            for (int t = 0; t < 5; t++) {
                for (int v = 0; v < 11; v++) {
                    assertThat((double) logits[(b * 5 + t) * 11 + v]).isCloseTo(expected[t][v], within(2e-4));
                }
            }
        }
    }

    private static int[] ids(int text) {
        int[] ids = new int[5];
        for (int t = 0; t < 5; t++) {
            ids[t] = (int) IDS[text * 5 + t];
        }
        return ids;
    }

    private static double[][] rows(Tensor matrix) {
        double[] all = Tensors.doubles(matrix);
        double[][] rows = new double[Math.toIntExact(matrix.size(0))][all.length / Math.toIntExact(matrix.size(0))];
        for (int i = 0; i < all.length; i++) {
            rows[i / rows[0].length][i % rows[0].length] = all[i];
        }
        return rows;
    }

    @Test
    void steppingGivesTheLogitsOfTheWholeText() {
        float[] whole = Tensors.floats(decoder.forward(idsBT, memoryBMS));
        try (Decoding decoding = decoder.begin(memoryBMS)) {
            for (int t = 0; t < 5; t++) {
                same(decoding.step(idsBT.narrow(1, t, 1)), whole, t);
            }
        }
        try (Decoding decoding = decoder.begin(memoryBMS)) {
            same(decoding.step(idsBT.narrow(1, 0, 3)), whole, 2);
            same(decoding.step(idsBT.narrow(1, 3, 2)), whole, 4);
        }
    }

    private static void same(Tensor logitsBV, float[] whole, int t) {
        float[] step = Tensors.floats(logitsBV);
        for (int b = 0; b < 2; b++) {
            for (int v = 0; v < 11; v++) {
                assertThat(step[b * 11 + v]).isCloseTo(whole[(b * 5 + t) * 11 + v], within(2e-5f));
            }
        }
    }

    @Test
    void selectedTextsGoOnFromTheirOwnPast() {
        float[] whole = Tensors.floats(decoder.forward(idsBT, memoryBMS));
        try (Decoding decoding = decoder.begin(memoryBMS)) {
            decoding.step(idsBT.narrow(1, 0, 4));
            decoding.select(Tensors.ofLongs(new long[] {1, 0, 1}, 3));
            float[] step = Tensors.floats(decoding.step(Tensors.ofLongs(new long[] {2, 2, 2}, 3, 1)));
            int[] from = {1, 0, 1};
            for (int k = 0; k < 3; k++) {
                for (int v = 0; v < 11; v++) {
                    assertThat(step[k * 11 + v]).isCloseTo(whole[(from[k] * 5 + 4) * 11 + v], within(2e-5f));
                }
            }
        }
    }

    @Test
    void cachedAndUncachedDecodingSayTheSame() {
        try (Decoding cached = decoder.begin(memoryBMS);
                Decoding plain = new Recomputing(decoder, memoryBMS)) {
            equal(Generation.greedy(cached, LIMITS), Generation.greedy(plain, LIMITS));
        }
        try (Decoding cached = decoder.begin(memoryBMS);
                Decoding plain = new Recomputing(decoder, memoryBMS)) {
            equal(Generation.beam(cached, LIMITS, 3, 0.7), Generation.beam(plain, LIMITS, 3, 0.7));
        }
    }

    private static void equal(List<Said> some, List<Said> others) {
        assertThat(some)
                .extracting(Said::ids)
                .isEqualTo(others.stream().map(Said::ids).toList());
        for (int i = 0; i < some.size(); i++) {
            assertThat(some.get(i).logProbability()).isCloseTo(others.get(i).logProbability(), within(1e-4));
        }
    }

    @Test
    void aTextIsWhatItIsAloneWhateverIsPaddedBehindIt() {
        Tensor padded = Tensors.ofLongs(new long[] {1, 7, 3, 0, 0, 1, 4, 10, 5, 2}, 2, 5);
        float[] both = Tensors.floats(decoder.forward(padded, memoryBMS));
        float[] alone =
                Tensors.floats(decoder.forward(Tensors.ofLongs(new long[] {1, 7, 3}, 1, 3), memoryBMS.narrow(0, 0, 1)));
        for (int i = 0; i < alone.length; i++) {
            assertThat(both[i]).isCloseTo(alone[i], within(2e-5f));
        }
    }

    @Test
    void theOtherDirectionSharesAllButItsLayers() {
        long before = params.count();
        CaptionDecoder other = decoder.other(params.at("backward"));
        long layers = params.at("transformer").count();
        assertThat(params.count()).isEqualTo(before + layers);
        assertThat(params.at("backward").state().keySet()).allMatch(name -> name.startsWith("transformer.layers."));
        params.at("transformer")
                .parameters()
                .forEach((name, value) -> params.set("backward.transformer." + name, value));
        assertThat(Tensors.floats(other.forward(idsBT, memoryBMS)))
                .isEqualTo(Tensors.floats(decoder.forward(idsBT, memoryBMS)));
    }

    @Test
    void aTextLongerThanThePositionsIsRefused() {
        assertThatThrownBy(() -> decoder.forward(Tensors.ofLongs(new long[10], 1, 10), memoryBMS.narrow(0, 0, 1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at most 9 tokens");
    }

    @Test
    void keysAreVirTexs() {
        assertThat(params.state().keySet())
                .contains(
                        "visual_projection.weight",
                        "embedding.words.weight",
                        "embedding.positions.weight",
                        "embedding.layer_norm.bias",
                        "transformer.layers.1.self_attn.in_proj_weight",
                        "transformer.layers.1.multihead_attn.out_proj.bias",
                        "transformer.layers.0.linear2.weight",
                        "transformer.layers.0.norm3.weight",
                        "output.bias");
    }

    /** Keeps nothing but the ids, and reads them all again each time. */
    private static final class Recomputing implements Decoding {
        private final CaptionDecoder decoder;
        private Tensor memory;
        private Tensor ids;

        private Recomputing(CaptionDecoder decoder, Tensor memory) {
            this.decoder = decoder;
            this.memory = Scope.owned(memory::clone);
            ids = Scope.owned(() -> Tensors.ofLongs(new long[0], memory.size(0), 0));
        }

        @Override
        public int size() {
            return Math.toIntExact(ids.size(0));
        }

        @Override
        public Device device() {
            return Device.CPU;
        }

        @Override
        public Tensor step(Tensor idsBT) {
            Tensor before = ids;
            ids = Scope.owned(() -> Tensors.cat(List.of(before, idsBT), 1));
            before.close();
            return Scope.returning(() -> decoder.forward(ids, memory).select(1, ids.size(1) - 1));
        }

        @Override
        public void select(Tensor rowsK) {
            Tensor beforeIds = ids;
            Tensor beforeMemory = memory;
            ids = Scope.owned(() -> beforeIds.index_select(0, rowsK));
            memory = Scope.owned(() -> beforeMemory.index_select(0, rowsK));
            beforeIds.close();
            beforeMemory.close();
        }

        @Override
        public void close() {
            ids.close();
            memory.close();
        }
    }
}
