package org.vesalius.metric.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BertScoreTest {
    private static final double EXACT = 1e-6;

    /** Three words in a plane: a and b at a right angle, c between them; every text ends in a marker that no word is near. */
    private static final class Plane implements TokenVectors {
        @Override
        public String name() {
            return "plane";
        }

        @Override
        public int[] ids(String text) {
            return Tokenization.white(text + " |").stream()
                    .mapToInt(word -> word.charAt(0))
                    .toArray();
        }

        @Override
        public boolean marker(int id) {
            return id == '|';
        }

        @Override
        public List<float[][]> of(List<int[]> texts) {
            return texts.stream()
                    .map(ids -> Arrays.stream(ids).mapToObj(Plane::vector).toArray(float[][]::new))
                    .toList();
        }

        private static float[] vector(int id) {
            return switch (id) {
                case 'a' -> new float[] {1, 0, 0};
                case 'b' -> new float[] {0, 1, 0};
                case 'c' -> new float[] {.6f, .8f, 0};
                default -> new float[] {0, 0, 1};
            };
        }
    }

    private static double[] all(boolean idf, TextPair... pairs) {
        return Arrays.stream(BertScore.Part.values())
                .mapToDouble(part -> new BertScore(part, "plane", idf, null, new Plane())
                        .score(List.of(pairs))
                        .item(0))
                .toArray();
    }

    @Test
    void everyTokenTakesItsNearest() {
        // c is .8 from b; a is 1 from itself, b .8 from c
        assertThat(all(false, TextPair.of("a c", "a b"))).containsExactly(new double[] {.9, .9, .9}, within(EXACT));
        assertThat(all(false, TextPair.of("c", "a b")))
                .containsExactly(new double[] {.8, .7, 2 * .8 * .7 / 1.5}, within(EXACT));
    }

    @Test
    void theSameTextScoresOneAndAnEmptyOneNothing() {
        assertThat(all(false, TextPair.of("a b", "a b"))).containsExactly(new double[] {1, 1, 1}, within(EXACT));
        assertThat(all(false, TextPair.of("", "a b"))).containsExactly(0, 0, 0);
        assertThat(all(false, TextPair.of("a", ""))[2]).isZero();
    }

    @Test
    void rareTokensWeighMoreUnderIdf() {
        // a is in both references, b in one: weights log(3/3) = 0 and log(3/2)
        TextPair second = TextPair.of("a", "a");
        assertThat(all(true, TextPair.of("c", "a b"), second)[1]).isCloseTo(.8, within(EXACT));
        // a word of no reference weighs log(3/1)
        assertThat(all(true, TextPair.of("c b", "a b"), second)[0])
                .isCloseTo((.8 * Math.log(3) + Math.log(1.5)) / (Math.log(3) + Math.log(1.5)), within(EXACT));
    }

    @Test
    void ofSeveralReferencesEachNumberTakesItsBest() {
        double[] numbers = all(false, new TextPair("c", List.of("a b", "b")));
        assertThat(numbers).containsExactly(new double[] {.8, .8, .8}, within(EXACT));
    }

    @Test
    void aBaselineStretchesTheScaleAndStandsInTheName() {
        BertScore rescaled = new BertScore(BertScore.Part.F1, "plane", false, .5, new Plane());
        assertThat(rescaled.score(List.of(TextPair.of("a c", "a b"))).corpus()).isCloseTo(.8, within(EXACT));
        assertThat(rescaled.name()).isEqualTo("BERTScore-F1[plane,no-idf,rescaled=0.5]@1");
    }

    @Test
    void manyPairsAreReadInBlocksAndNumbersNeedNoEncoderAfterwards() {
        TextPair[] pairs = new TextPair[150];
        Arrays.setAll(pairs, i -> TextPair.of(i % 2 == 0 ? "a c" : "c", "a b"));
        TextTable table = BertScore.f1("plane", false, new Plane()).statistics().of(List.of(pairs));
        TextScores scores = BertScore.f1("plane", false, null).scores(table);
        assertThat(scores.item(148)).isCloseTo(.9, within(EXACT));
        assertThat(scores.item(149)).isCloseTo(2 * .8 * .7 / 1.5, within(EXACT));
        assertThatThrownBy(() -> BertScore.f1("plane", false, null).score(List.of(pairs)))
                .hasMessageContaining("an encoder");
    }
}
