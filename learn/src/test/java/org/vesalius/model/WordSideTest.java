package org.vesalius.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.nn.Params;
import org.vesalius.recipe.Gloria;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.train.Plan;
import org.vesalius.train.TinyPlans;

/** Words in place of tokens. */
class WordSideTest {
    @Test
    void aWordIsTheSumOfItsPiecesAndTakesTheirAttention() {
        // a vocabulary this small cuts words into pieces
        Tokenizer tokenizer = TokenizerTrainer.wordPiece(List.of("left lung", "nodule"), 40);
        Plan plan = TinyPlans.of(
                new Gloria().plan("small"), "model.textHead={\"kind\":\"LINEAR\",\"hidden\":0,\"bias\":false}");
        try (Params params = Params.create(1);
                DualEncoder model = DualEncoder.build(params, plan.model(), tokenizer);
                var _ = Scope.open()) {
            params.training(false);
            TextRead read = model.read(List.of("nodule lung", "left"));
            TextRead words = model.byWords(read);
            assertThat(Tensors.longs(words.maskTW())).containsExactly(1, 1, 1, 0);
            Tensor pieces = model.words(read);
            double[] ofPieces = Tensors.doubles(pieces.sum(2));
            assertThat(ofPieces[0]).isGreaterThan(1);
            long first = Math.round(ofPieces[0]);
            Tensor expected = read.tokensTWF().select(0, 0).narrow(0, 1, first).sum(0);
            assertThat(Tensors.doubles(words.tokensTWF().select(0, 0).select(0, 0)))
                    .containsExactly(Tensors.doubles(expected), within(1e-5));
            double looked = Tensors.doubles(Objects.requireNonNull(words.lookedTW()))[0];
            double[] ofTokens = Tensors.doubles(
                    Objects.requireNonNull(read.lookedTW()).select(0, 0).narrow(0, 1, first));
            assertThat(looked).isCloseTo(Arrays.stream(ofTokens).sum(), within(1e-6));
        }
    }
}
