package org.vesalius.metric.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The values that an independent program made (pycocoevalcap's own code, run on the same texts), to 1e-6 or to what is printed. */
class ReferenceValuesTest {
    private static final double EXACT = 1e-6;
    private static final List<TextPair> THREE = List.of(
            TextPair.of("the heart is normal . the lungs are clear .", "the heart size is normal . lungs are clear ."),
            TextPair.of("no pleural effusion or pneumothorax .", "no pneumothorax or pleural effusion is seen ."),
            TextPair.of(
                    "there is a small left pleural effusion .",
                    "small left pleural effusion is present . the heart is enlarged ."));
    private static final List<TextPair> SAME = THREE.stream()
            .map(pair -> TextPair.of(pair.hypothesis(), pair.hypothesis()))
            .toList();

    private static double[] bleu(List<TextPair> pairs) {
        return Bleu.upTo4(Bleu.Rule.PYCOCOEVALCAP, Tokenization.WS).stream()
                .mapToDouble(metric -> metric.score(pairs).corpus())
                .toArray();
    }

    @Test
    void bleuOfThreePairs() {
        assertThat(bleu(THREE)).containsExactly(new double[] {.681451, .502714, .379538, .274494}, within(EXACT));
    }

    @Test
    void bleuOfIdenticalTextsIsNearlyButNotOne() {
        for (double value : bleu(SAME)) {
            assertThat(value).isLessThan(1).isCloseTo(1, within(1e-9));
        }
    }

    @Test
    void bleuOfAShortTextLosesByItsLengthAndByWhatIsMissing() {
        double[] values = bleu(List.of(TextPair.of("no effusion", "no effusion or pneumothorax is seen .")));
        assertThat(values).containsExactly(new double[] {.082085, .082085, .00082085, 8.2085e-05}, within(5e-7));
        assertThat(values[3]).isCloseTo(8.2085e-05, within(1e-9));
    }

    @Test
    void ofTwoReferencesEquallyFarTheShorterCounts() {
        List<TextPair> pairs = List.of(new TextPair("a b c d", List.of("a b c", "a b c d e")));
        for (double value : bleu(pairs)) {
            assertThat(value).isCloseTo(1, within(6e-10));
        }
        assertThat(new BleuCounts(Tokenization.WS).of(pairs).at(0, BleuCounts.REFERENCE_LENGTH))
                .isEqualTo(3);
    }

    @Test
    void rougeLOfThreePairs() {
        TextScores scores = new RougeL(Tokenization.WS).score(THREE);
        assertThat(scores.items()).containsExactly(new double[] {.900000, .557078, .482595}, within(EXACT));
        assertThat(scores.corpus()).isCloseTo(.646558, within(EXACT));
    }

    @Test
    void ciderOfThreePairs() {
        TextScores scores = Cider.shipped(Tokenization.WS).score(THREE);
        assertThat(scores.items()).containsExactly(new double[] {5.022831, 2.138693, 2.466848}, within(EXACT));
        assertThat(scores.corpus()).isCloseTo(3.209458, within(EXACT));
        assertThat(Cider.shipped(Tokenization.WS).score(SAME).items())
                .containsExactly(new double[] {10, 10, 10}, within(EXACT));
    }

    @Test
    void aCorpusOfOneTextHasNoCider() {
        assertThat(Cider.shipped(Tokenization.WS).score(SAME.subList(0, 1)).corpus())
                .isZero();
    }
}
