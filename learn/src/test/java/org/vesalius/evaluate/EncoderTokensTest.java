package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.vesalius.infer.TextInference;
import org.vesalius.metric.text.BertScore;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextScores;

/** BERTScore over the encoder that comes with the programme: what it must say of texts that everybody can judge. */
class EncoderTokensTest {
    private static final TextInference ENCODER = TextInference.bgeSmall();

    @AfterAll
    static void close() {
        ENCODER.close();
    }

    @Test
    void theSameTextScoresOneAndAnotherWordingMoreThanAnotherMatter() {
        String reference = "The heart is enlarged.";
        TextScores scores = BertScore.f1("bge-small", false, new EncoderTokens(ENCODER))
                .score(List.of(
                        TextPair.of(reference, reference),
                        TextPair.of("Cardiomegaly: the heart is too large.", reference),
                        TextPair.of("Please turn off the kitchen light tonight.", reference),
                        TextPair.of("", reference)));
        assertThat(scores.item(0)).isCloseTo(1, within(1e-5));
        assertThat(scores.item(1)).isLessThan(1).isGreaterThan(scores.item(2) + .1);
        assertThat(scores.item(3)).isZero();
    }

    @Test
    void textsReadTogetherHaveTheVectorsOfTextsReadAlone() {
        EncoderTokens tokens = new EncoderTokens(ENCODER);
        int[] shorter = tokens.ids("No effusion.");
        int[] longer = tokens.ids("Small left pleural effusion, unchanged.");
        float[][] together = tokens.of(List.of(shorter, longer)).getFirst();
        float[][] alone = tokens.of(List.of(shorter)).getFirst();
        assertThat(together.length).isEqualTo(shorter.length);
        for (int i = 0; i < alone.length; i++) {
            assertThat(together[i]).containsExactly(alone[i], within(1e-4f));
        }
    }
}
