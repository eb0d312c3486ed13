package org.vesalius.metric.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.io.InputException;

class AnswersTest {
    /** The first seven as MEVF's own program gave them. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X-ray|xray",
                "the right lung.|right lung",
                "Two|2",
                "5.5 cm|5.5 cm",
                "10,000|10000",
                "PA / AP|pa ap",
                "Left: upper|left: upper",
                "None|0",
                "It isnt a fracture|it isn't fracture",
                "yes, both|yes both"
            })
    void mevf(String answer, String normalised) {
        assertThat(AnswerNormaliser.MEVF.normalise(answer)).isEqualTo(normalised);
    }

    @Test
    void qcrLowersLettersOnlyAndVqaMedDropsPunctuation() {
        assertThat(AnswerNormaliser.QCR.normalise("The X-Ray.")).isEqualTo("the x-ray.");
        assertThat(AnswerNormaliser.VQA_MED.normalise(" The X-Ray. ")).isEqualTo("the xray");
        assertThat(AnswerNormaliser.of("vqa-med")).isEqualTo(AnswerNormaliser.VQA_MED);
        assertThatThrownBy(() -> AnswerNormaliser.of("mefv")).isInstanceOf(InputException.class);
    }

    @Test
    void theBestOfSeveralAcceptedAnswersCounts() {
        TextPair pair = new TextPair("Two", List.of("three", "2"));
        assertThat(new AnswerScore(AnswerScore.Rule.EXACT, AnswerNormaliser.MEVF)
                        .score(List.of(pair))
                        .corpus())
                .isEqualTo(1);
        assertThat(new AnswerScore(AnswerScore.Rule.EXACT, AnswerNormaliser.QCR)
                        .score(List.of(pair))
                        .corpus())
                .isEqualTo(0);
    }

    @Test
    void openAnswersByRecallAndContainment() {
        List<TextPair> pairs = List.of(
                TextPair.of("It is the right lower lobe.", "right upper lobe"),
                TextPair.of("Yes, there is.", "yes"),
                TextPair.of("anything", ""));
        AnswerNormaliser rule = AnswerNormaliser.VQA_MED;
        assertThat(new AnswerScore(AnswerScore.Rule.TOKEN_RECALL, rule)
                        .score(pairs)
                        .items())
                .containsExactly(2 / 3.0, 1, Double.NaN);
        assertThat(new AnswerScore(AnswerScore.Rule.CONTAINED, rule)
                        .score(pairs)
                        .items())
                .containsExactly(0, 1, 0);
        assertThat(new AnswerScore(AnswerScore.Rule.TOKEN_RECALL, rule)
                        .score(pairs)
                        .corpus())
                .isCloseTo(5 / 6.0, within(1e-12));
    }

    @Test
    void everyNamedMetricScoresAndHasItsOwnName() {
        List<TextMetric> all = TextMetrics.of(
                List.copyOf(TextMetrics.descriptions().keySet()),
                Tokenization.WS,
                new TextMetrics.Sources(List.of(List.of("no effusion ."), List.of("clear ."))));
        List<TextPair> pairs = List.of(TextPair.of("no effusion .", "no effusion ."), TextPair.of("a", "clear ."));
        // those of metric.clinical have their own test, and some need files
        assertThat(all)
                .filteredOn(metric -> metric.getClass().getPackage().equals(TextMetrics.class.getPackage()))
                .filteredOn(metric -> !metric.name().matches(".*-par.*|BERT.*"))
                .hasSizeGreaterThan(15)
                .allSatisfy(metric -> assertThat(metric.score(pairs).corpus()).isGreaterThan(0));
        assertThat(all.stream().map(TextMetric::name)).doesNotHaveDuplicates();
        assertThatThrownBy(() -> TextMetrics.of(List.of("blue"), Tokenization.WS, TextMetrics.Sources.NONE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("bleu");
    }

    @Test
    void referencesOfR2GenAreCutBeforeTheirEndAndRareWordsAreUnknown() {
        ReferenceVocabulary words = ReferenceVocabulary.of(
                ReferenceVocabulary.Rule.IU, List.of("Heart normal.", "Heart normal.", "Heart normal. Rare."));
        assertThat(words.size()).isEqualTo(3);
        assertThat(words.decoded("Heart enlarged.")).isEqualTo("heart <unk> .");
        assertThat(words.decoded("heart ".repeat(70)).split(" ")).hasSize(59);
    }
}
