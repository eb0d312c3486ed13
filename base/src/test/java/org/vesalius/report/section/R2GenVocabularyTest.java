package org.vesalius.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class R2GenVocabularyTest {
    private static final R2GenVocabulary WORDS =
            R2GenVocabulary.of(List.of("the heart is normal .", "the lungs are clear .", "the heart ."), 2, 5);

    @Test
    void wordsAreSortedAndNumberedFromOne() {
        assertEquals(4, WORDS.size());
        assertEquals(1, WORDS.id("."));
        assertEquals(2, WORDS.id(R2GenVocabulary.UNKNOWN));
        assertEquals(3, WORDS.id("heart"));
        assertEquals(4, WORDS.id("the"));
        assertEquals(2, WORDS.id("lungs"), "seen once");
    }

    @Test
    void rareWordsAreReplacedAndLongReportsCut() {
        assertEquals("the <unk> heart .", WORDS.decode("the big heart ."));
        assertEquals(
                "the heart . the", WORDS.decode("the heart . the heart ."), "the mark before it takes one of five");
        assertEquals("", WORDS.decode("  "));
    }
}
