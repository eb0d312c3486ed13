package org.vesalius.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

class TokenizerTrainerTest {
    private static final List<String> LOW = List.of(
            "low low low low low", "lower lower", "newest newest newest newest newest newest", "widest widest widest");

    @Test
    void theFirstMergesAreThoseOfThePaperThatIntroducedThem() {
        // Sennrich et al., ACL 2016, figure 1: e s, es t</w> and l o, lo w; equal counts go alphabetically here
        ByteBpe tokenizer = TokenizerTrainer.byteBpe(LOW, 514 + 4);
        assertEquals(List.of("e s", "es t</w>", "l o", "e w"), tokenizer.merges());
    }

    @Test
    void wordPieceLearnsWholeWords() {
        WordPiece tokenizer = TokenizerTrainer.wordPiece(LOW, 100);
        assertTrue(tokenizer.id("newest") > 0 && tokenizer.id("low") > 0 && tokenizer.id("##est") > 0);
        assertEquals("lowest", tokenizer.decode(tokenizer.encode("lowest", 10)));
    }

    @Test
    void theOrderOfTheTextsDoesNotMatter() {
        List<String> shuffled = new ArrayList<>(NastyText.lines());
        Collections.shuffle(shuffled, new Random(3));
        assertEquals(
                TokenizerTrainer.wordPiece(NastyText.lines(), 1200).vocabulary(),
                TokenizerTrainer.wordPiece(shuffled, 1200).vocabulary());
        assertEquals(
                TokenizerTrainer.byteBpe(NastyText.lines(), 1200).merges(),
                TokenizerTrainer.byteBpe(shuffled, 1200).merges());
    }

    @Test
    void theSizeAskedForIsReachedAndNotPassed() {
        assertEquals(900, TokenizerTrainer.wordPiece(NastyText.lines(), 900).vocabularySize());
        assertEquals(1200, TokenizerTrainer.byteBpe(NastyText.lines(), 1200).vocabularySize());
    }

    @Test
    void pairsThatOccurOnceAreNotLearnt() {
        assertFalse(
                TokenizerTrainer.wordPiece(List.of("ab cd"), 100).vocabulary().contains("ab"));
    }

    @Test
    void aVocabularyTooSmallForTheLettersIsRefused() {
        var e = assertThrows(InputException.class, () -> TokenizerTrainer.wordPiece(LOW, 6));
        assertTrue(e.toString().contains("vocabulary size: expected at least"), e.toString());
    }
}
