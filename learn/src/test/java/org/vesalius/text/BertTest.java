package org.vesalius.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

final class BertTest {
    private static final BertConfig SMALL = BertConfig.small(50, 32, 2, 16);

    @Test
    void paddingChangesNothing() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            Bert bert = new Bert(params, SMALL);
            float[] alone = Tensors.floats(bert.encode(TokenBatch.of(List.of(new int[] {2, 7, 9}), 0))
                    .globalBD());
            float[] padded = Tensors.floats(bert.encode(TokenBatch.of(List.of(new int[] {2, 7, 9}), 0, 10))
                    .globalBD());
            assertThat(padded).containsExactly(alone, within(1e-5f));
        }
    }

    @Test
    void whatTheFirstTokenLooksAtSumsToOneOverTheTokensThatAreThere() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            Bert bert = new Bert(params, SMALL);
            Tensor looked = bert.encode(TokenBatch.of(List.of(new int[] {2, 7, 9, 4}, new int[] {2, 7}), 0, 6))
                    .lookedBT();
            assertThat(looked).isNotNull();
            double[] shares = Tensors.doubles(looked);
            assertThat(shares[0] + shares[1] + shares[2] + shares[3]).isCloseTo(1, within(1e-6));
            assertThat(shares[6] + shares[7]).isCloseTo(1, within(1e-6));
            assertThat(List.of(shares[4], shares[5], shares[8], shares[11])).containsOnly(0.0);
            assertThat(looked.requires_grad()).isFalse();
        }
    }

    @Test
    void keysAreThoseOfHuggingFace() {
        try (Params params = Params.create(1)) {
            Bert bert = new Bert(params, SMALL.pooling(BertConfig.Pooling.POOLER));
            assertThat(bert.size()).isEqualTo(32);
            assertThat(params.state().keySet())
                    .startsWith(
                            "embeddings.word_embeddings.weight",
                            "embeddings.position_embeddings.weight",
                            "embeddings.token_type_embeddings.weight",
                            "embeddings.LayerNorm.weight",
                            "embeddings.LayerNorm.bias",
                            "encoder.layer.0.attention.self.query.weight",
                            "encoder.layer.0.attention.self.query.bias")
                    .contains(
                            "encoder.layer.1.attention.output.dense.weight",
                            "encoder.layer.1.attention.output.LayerNorm.bias",
                            "encoder.layer.1.intermediate.dense.weight",
                            "encoder.layer.1.output.dense.bias",
                            "encoder.layer.1.output.LayerNorm.weight")
                    .endsWith("pooler.dense.weight", "pooler.dense.bias")
                    .hasSize(5 + 2 * 16 + 2);
        }
    }

    @Test
    void everyLayerIsGivenForAggregation() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            Bert bert = new Bert(params, SMALL);
            TokenBatch batch = TokenBatch.of(List.of(new int[] {2, 7}, new int[] {2, 3, 4}), 0);
            List<Tensor> layers = bert.layers(batch);
            assertThat(layers)
                    .hasSize(3)
                    .allSatisfy(layer -> assertThat(Shapes.of(layer)).containsExactly(2, 3, 32));
            assertThat(Tensors.floats(layers.getLast()))
                    .containsExactly(Tensors.floats(bert.encode(batch).tokensBTD()));
        }
    }

    @Test
    void poolingTakesTheFirstTokenOrTheMeanOfRealOnes() {
        try (Params params = Params.create(1);
                Params same = Params.create(1);
                var _ = Scope.open()) {
            TokenBatch batch = TokenBatch.of(List.of(new int[] {2, 7}, new int[] {2, 3, 4}), 0);
            TextFeatures first = new Bert(params, SMALL.pooling(BertConfig.Pooling.CLS)).encode(batch);
            TextFeatures mean = new Bert(same, SMALL).encode(batch);
            float[] tokens = Tensors.floats(mean.tokensBTD());
            assertThat(Tensors.rows(first.globalBD())[1][4]).isEqualTo(tokens[3 * 32 + 4]);
            assertThat(Tensors.rows(mean.globalBD())[0][4]).isCloseTo((tokens[4] + tokens[32 + 4]) / 2, within(1e-6f));
        }
    }

    @Test
    void dropoutIsAFunctionOfTheEnginesSeedAndOnlyInTraining() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            Bert bert = new Bert(params, SMALL.dropout(0.5));
            TokenBatch batch = TokenBatch.of(List.of(new int[] {2, 7, 9}), 0);
            float[] first = seeded(bert, batch, 4);
            assertThat(seeded(bert, batch, 4)).containsExactly(first);
            assertThat(seeded(bert, batch, 5)).isNotEqualTo(first);
            params.training(false);
            assertThat(seeded(bert, batch, 4)).containsExactly(seeded(bert, batch, 5));
        }
    }

    private static float[] seeded(Bert bert, TokenBatch batch, long seed) {
        Seed.torch(seed);
        return Tensors.floats(bert.encode(batch).globalBD());
    }

    @Test
    void aTextLongerThanThePositionsIsRefused() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            Bert bert = new Bert(params, SMALL);
            assertThatThrownBy(() -> bert.encode(TokenBatch.of(List.of(new int[17]), 0)))
                    .hasMessage("text length: expected at most 16 tokens, got 17; truncate the texts");
        }
    }
}
