package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.tensor.Seed;
import org.vesalius.train.Example;

class SentencePoolTest {
    private static Example says(int row, String... sentences) {
        return Example.of(row, List.of(sentences), Map.of());
    }

    @Test
    void anEqualSentenceHoldsForAllWhoseReportsSayIt() {
        SentencePool pool = SentencePool.draw(
                List.of(says(0, "No pneumothorax."), says(1, "1. no  pneumothorax"), says(2, "Clear lungs.")),
                1,
                0,
                5,
                Seed.random(1));
        assertThat(pool.texts()).containsExactly("no pneumothorax", "clear lungs");
        assertThat(pool.holds()).containsExactly(true, false, true, false, false, true);
    }

    @Test
    void aSpanHoldsWhereItIsAffirmedAndNotWhereItIsDenied() {
        assertThat(SentencePool.affirms("there is a small left pleural effusion", "left pleural effusion"))
                .isTrue();
        assertThat(SentencePool.affirms("no pleural effusion or pneumothorax", "pleural effusion"))
                .isFalse();
        assertThat(SentencePool.affirms("possible pleural effusion", "pleural effusion"))
                .isFalse();
        assertThat(SentencePool.affirms("pleural effusions", "pleural effusion"))
                .isFalse();
    }

    @Test
    void spansAreDrawnOnlyFromWhatIsAffirmed() {
        List<Example> examples = List.of(says(0, "There is a small left pleural effusion."), says(1, "No nodule."));
        for (int seed = 0; seed < 200; seed++) {
            SentencePool pool = SentencePool.draw(examples, 1, 1, 3, Seed.random(seed));
            assertThat(pool.texts()).hasSize(2).last().isEqualTo("no nodule");
            assertThat("there is a small left pleural effusion")
                    .contains(pool.texts().getFirst());
            assertThat(pool.holds()).containsExactly(true, false, false, true);
        }
    }
}
