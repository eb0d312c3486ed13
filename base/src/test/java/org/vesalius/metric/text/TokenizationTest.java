package org.vesalius.metric.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vesalius.io.InputException;

class TokenizationTest {
    private static final String TEXT = "The heart isn't enlarged (T7: 3.5 cm).  No left-sided pneumothorax!";

    @ParameterizedTest
    @EnumSource(Tokenization.class)
    void anEmptyTextHasNoTokens(Tokenization mode) {
        assertThat(mode.hypothesis("")).isEmpty();
        assertThat(mode.hypothesis("  \n "))
                .filteredOn(token -> !token.isBlank())
                .isEmpty();
        assertThat(Tokenization.of(mode.id())).isEqualTo(mode);
    }

    @Test
    void whiteSpaceAlone() {
        assertThat(Tokenization.WS.hypothesis("the lungs\tare  clear ."))
                .containsExactly("the", "lungs", "are", "clear", ".");
    }

    @Test
    void whiteSpaceIsWhatPythonSplitsOn() {
        assertThat(Tokenization.WS.hypothesis("\u00a0a\u2003b\u0085c\u001cd\u3000e\u200bf\n"))
                .containsExactly("a", "b", "c", "d", "e\u200bf");
    }

    @Test
    void ptbLiteDropsPunctuationButNotWithinNumbers() {
        assertThat(Tokenization.PTB_LITE.hypothesis(TEXT))
                .containsExactly(
                        "the", "heart", "is", "n't", "enlarged", "t7", "3.5", "cm", "no", "left-sided", "pneumothorax");
        assertThat(Tokenization.PTB_LITE.hypothesis("Dr. Ray's 1,200 mL at 5 p.m. vs. yesterday"))
                .containsExactly("dr.", "ray", "'s", "1,200", "ml", "at", "5", "p.m.", "vs.", "yesterday");
    }

    /** From NLTK 3.8's own tokeniser, sentence by sentence. */
    @Test
    void nltkKeepsPunctuationAndSplitsClitics() {
        assertThat(Tokenization.NLTK.hypothesis(TEXT))
                .containsExactly(
                        "the",
                        "heart",
                        "is",
                        "n't",
                        "enlarged",
                        "(",
                        "t7",
                        ":",
                        "3.5",
                        "cm",
                        ")",
                        ".",
                        "no",
                        "left-sided",
                        "pneumothorax",
                        "!");
        assertThat(Tokenization.NLTK.hypothesis(
                        "Dr. Roe said \"clear\", i.e. no change. 10% loss; can't exclude A. fib."))
                .containsExactly(
                        "dr.", "roe", "said", "``", "clear", "''", ",", "i.e.", "no", "change", ".", "10", "%", "loss",
                        ";", "ca", "n't", "exclude", "a.", "fib", ".");
    }

    @Test
    void wordpunctTearsNumbersAndClitics() {
        assertThat(Tokenization.WORDPUNCT.hypothesis("3.5 cm, can't"))
                .containsExactly("3", ".", "5", "cm", ",", "can", "'", "t");
    }

    @Test
    void rougeScoreKnowsLettersAndDigitsOnly() {
        assertThat(Tokenization.ROUGE_SCORE.hypothesis("Left-sided effusions: 3.5"))
                .containsExactly("left", "sided", "effusions", "3", "5");
        assertThat(Tokenization.ROUGE_SCORE_STEM.hypothesis("Left-sided effusions: has"))
                .containsExactly("left", "side", "effus", "has");
    }

    @Test
    void radcliqTearsEveryFullStopOff() {
        assertThat(Tokenization.RADCLIQ.hypothesis("No change. 3.5 cm"))
                .containsExactly("no", "change", ".", "3", ".5", "cm");
    }

    @Test
    void cvtCleansReferencesOnly() {
        assertThat(Tokenization.CVT.reference("No (new) change. Clear."))
                .containsExactly("no", "new", "change", ".", "clear", ".");
        assertThat(Tokenization.CVT.hypothesis("no (new) change.")).containsExactly("no", "(new)", "change", ".");
    }

    @Test
    void anUnknownOneNamesTheNearestAndPtbIsNotClaimed() {
        assertThatThrownBy(() -> Tokenization.of("rouge"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("rouge_score");
        assertThatThrownBy(() -> Tokenization.of("ptb")).hasMessageContaining("ptb-lite");
    }

    /** From NLTK 3.8's PorterStemmer. */
    @ParameterizedTest
    @CsvSource({
        "effusions,effus",
        "skies,sky",
        "dies,die",
        "flies,fli",
        "died,die",
        "spied,spi",
        "agreed,agre",
        "feed,feed",
        "troubled,troubl",
        "hopping,hop",
        "falling,fall",
        "filing,file",
        "enjoy,enjoy",
        "happy,happi",
        "radically,radic",
        "rationally,ration",
        "conformably,conform",
        "hopefully,hope",
        "radiology,radiolog",
        "adoption,adopt",
        "controlling,control",
        "rate,rate",
        "cease,ceas",
        "sized,size",
        "generalizations,gener",
        "oscillators,oscil",
        "ing,ing",
        "is,is",
        "syzygy,syzygi",
        "us,us",
        "opacities,opac",
        "atelectatic,atelectat",
        "ed,ed",
        "bed,bed"
    })
    void stems(String word, String stem) {
        assertThat(Porter.stem(word)).isEqualTo(stem);
    }

    @Test
    void aListOfTokensIsInTheOrderOfTheText() {
        assertThat(List.of(Tokenization.values()))
                .allSatisfy(mode -> assertThat(mode.hypothesis("b a")).containsExactly("b", "a"));
    }
}
