package org.vesalius.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class BgeTokenizerTest {
    @Test
    void theVocabularyInTheJarIsBertsUncasedOne() {
        // the ids that Hugging Face's documentation gives for bert-base-uncased
        assertArrayEquals(
                new int[] {101, 7592, 1010, 2026, 3899, 2003, 10140, 102},
                BgeSmall.tokenizer().encode("Hello, my dog is cute", 77));
        assertEquals(30_522, BgeSmall.tokenizer().vocabularySize());
    }
}
