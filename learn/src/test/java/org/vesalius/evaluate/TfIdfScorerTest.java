package org.vesalius.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class TfIdfScorerTest {
    /** scikit-learn 1.2.1, TfidfVectorizer(token_pattern=r'\w+'), cosine of the first text with all. */
    @Test
    void valuesAreThoseOfScikitLearn() {
        float[] scores = new TfIdfScorer()
                .search(List.of("chest pain", "Chest pain, dyspnea", "dyspnea dyspnea cough", "", "chest x ray"))
                .from(0);
        assertArrayEquals(SKLEARN, scores, 1e-6f);
    }

    private static final float[] SKLEARN = {1, 0.7925411f, 0, 0, 0.2733636f};

    @Test
    void aTextWithoutWordsIsLikeNone() {
        float[] scores = new TfIdfScorer().search(List.of("", "chest", ".")).from(0);
        assertEquals(0, scores[0], 0);
        assertEquals(0, scores[1], 0);
    }
}
