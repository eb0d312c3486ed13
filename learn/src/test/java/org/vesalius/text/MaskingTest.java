package org.vesalius.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.tokenize.WordPiece;

class MaskingTest {
    private static final Tokenizer PIECES = WordPiece.of(
            List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "pleural", "eff", "##usion", "no", "heart"), true);
    private static final int MASK = 4;

    private static List<int[]> texts(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> PIECES.encode("no pleural effusion heart pleural effusion no heart", 20))
                .toList();
    }

    @Test
    void fifteenPercentAreAskedForOfWhichEightyAreMaskedAndTenReplaced() {
        try (var _ = Scope.open()) {
            List<int[]> texts = texts(2000);
            Masking.Masked hidden = Masking.BERT.of(texts, PIECES, Seed.random(1));
            long[] targets = Tensors.longs(hidden.targetsTW());
            int length = texts.getFirst().length;
            double asked = 0;
            double masked = 0;
            double kept = 0;
            for (int i = 0; i < targets.length; i++) {
                int before = texts.get(i / length)[i % length];
                int now = hidden.ids().get(i / length)[i % length];
                if (targets[i] < 0) {
                    assertThat(now).isEqualTo(before);
                } else {
                    assertThat(targets[i]).isEqualTo(before);
                    assertThat(before).as("special tokens are never hidden").isGreaterThan(MASK);
                    asked++;
                    masked += now == MASK ? 1 : 0;
                    kept += now == before ? 1 : 0;
                    assertThat(now).as("only ordinary tokens replace").isGreaterThanOrEqualTo(MASK);
                }
            }
            assertThat(asked / (2000.0 * (length - 2))).isCloseTo(0.15, within(0.01));
            assertThat(masked / asked).isCloseTo(0.8, within(0.025));
            // a tenth stays, and a fifth of the replaced tenth happens to be the same of five tokens
            assertThat(kept / asked).isCloseTo(0.12, within(0.02));
        }
    }

    @Test
    void theSameSeedHidesTheSame() {
        try (var _ = Scope.open()) {
            List<int[]> once =
                    Masking.BERT.of(texts(20), PIECES, Seed.random(1)).ids();
            List<int[]> again =
                    Masking.BERT.of(texts(20), PIECES, Seed.random(1)).ids();
            List<int[]> other =
                    Masking.BERT.of(texts(20), PIECES, Seed.random(2)).ids();
            assertThat(flat(once)).isEqualTo(flat(again)).isNotEqualTo(flat(other));
        }
    }

    @Test
    void thePiecesOfAWordAreHiddenTogether() {
        try (var _ = Scope.open()) {
            List<int[]> texts = texts(300);
            long[] targets = Tensors.longs(
                    Masking.words().of(texts, PIECES, Seed.random(1)).targetsTW());
            int length = texts.getFirst().length;
            int hidden = 0;
            for (int i = 0; i < targets.length; i++) {
                if (PIECES.token(texts.get(i / length)[i % length]).equals("##usion")) {
                    assertThat(targets[i] >= 0).isEqualTo(targets[i - 1] >= 0);
                    hidden += targets[i] >= 0 ? 1 : 0;
                }
            }
            assertThat(hidden).isPositive();
        }
    }

    @Test
    void aTokenizerWithoutAMaskIsRefused() {
        Tokenizer bytes = TokenizerTrainer.byteBpe(List.of("no effusion"), 520);
        assertThatThrownBy(() -> Masking.BERT.of(List.of(bytes.encode("no", 5)), bytes, Seed.random(1)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("[MASK]");
        assertThatThrownBy(() -> new Masking(0.15, 0.8, 0.3, Masking.Unit.TOKEN))
                .isInstanceOf(InputException.class);
    }

    private static List<Integer> flat(List<int[]> ids) {
        List<Integer> all = new ArrayList<>();
        ids.forEach(text -> IntStream.of(text).forEach(all::add));
        return all;
    }
}
