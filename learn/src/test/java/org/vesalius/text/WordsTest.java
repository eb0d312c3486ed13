package org.vesalius.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;
import org.vesalius.tokenize.WordPiece;

class WordsTest {
    private static final Tokenizer PIECES =
            WordPiece.of(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "pleural", "eff", "##usion", "."), true);

    @Test
    void piecesWithinAWordBelongToItAndSpecialTokensToNone() {
        int[] ids = PIECES.encode("Pleural effusion.", 10);
        assertThat(Words.of(ids, PIECES)).containsExactly(-1, 0, 1, 1, 2, -1);
    }

    @Test
    void bytePiecesGoOnUntilTheWordEnds() {
        Tokenizer bytes = TokenizerTrainer.byteBpe(List.of("no effusion"), 520);
        int[] ids = bytes.encode("no effusions no", 30);
        int[] words = Words.of(ids, bytes);
        assertThat(words[0]).isEqualTo(-1);
        assertThat(words[words.length - 1]).isEqualTo(-1);
        for (int i = 1; i < words.length - 1; i++) {
            boolean begins = i == 1 || bytes.token(ids[i - 1]).endsWith("</w>");
            assertThat(words[i]).isEqualTo(begins ? words[i == 1 ? 0 : i - 1] + 1 : words[i - 1]);
        }
        assertThat(words[words.length - 2]).isEqualTo(2);
    }

    @Test
    void theMatrixSumsEachWordsPieces() {
        try (var _ = Scope.open()) {
            int[] two = PIECES.encode("pleural effusion", 10);
            int[] one = PIECES.encode("effusion", 10);
            var matrix = Words.matrix(List.of(two, one), two.length, PIECES);
            assertThat(Shapes.of(matrix)).containsExactly(2, 2, 5);
            var summed = matrix.matmul(Tensors.of(new float[] {9, 1, 2, 3, 9, 9, 4, 5, 9, 0}, 2, 5, 1));
            assertThat(Tensors.floats(summed)).containsExactly(1, 5, 9, 0);
        }
    }
}
