package org.vesalius.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.tokenize.WordPiece;

class SentenceTokensTest {
    private static final Tokenizer PIECES = WordPiece.of(
            List.of(
                    "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "nodule", "of", "2", "5", "cm", "no", "##dules",
                    "."),
            true);

    @Test
    void aSentenceEndsWithItsStopAndNotWithinANumber() {
        int[] ids = PIECES.encode("A nodule of 2.5 cm. No nodule", 30);
        assertThat(SentenceTokens.of(ids, PIECES)).containsExactly(-1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, -1);
    }

    @Test
    void sentencesReadOneByOneEndAtTheirSeparators() {
        assertThat(SentenceTokens.of(new int[] {2, 5, 6, 3, 2, 11, 12, 3}, PIECES))
                .containsExactly(-1, 0, 0, -1, -1, 1, 1, -1);
    }

    @Test
    void bytePiecesKeepTheirStops() {
        Tokenizer bytes = TokenizerTrainer.byteBpe(List.of("no nodule"), 520);
        int[] sentences = SentenceTokens.of(bytes.encode("no nodule . no", 40), bytes);
        assertThat(sentences[1]).isZero();
        assertThat(sentences[sentences.length - 2]).isEqualTo(1);
    }

    @Test
    void aTextWithoutASecondSentenceHasARowOfZeros() {
        try (var _ = Scope.open()) {
            var matrix = SentenceTokens.matrix(List.of(new int[] {2, 5, 13, 6, 3}, new int[] {2, 5, 3}), 5, PIECES);
            assertThat(Tensors.floats(matrix))
                    .containsExactly(0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0);
        }
    }
}
