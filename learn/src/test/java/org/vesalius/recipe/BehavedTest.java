package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.metric.Interval;

class BehavedTest {
    private static Behaved record(double low, double p, double required) {
        Interval range = new Interval(low + 0.1, low, low + 0.2, 1000, "bootstrap");
        return new Behaved(
                "some",
                "thing",
                "it does",
                "train",
                List.of("off=1"),
                "data",
                List.of(0L),
                "share",
                10,
                8,
                range,
                range,
                range,
                p,
                "test",
                List.of(low + 0.1),
                required,
                "a",
                "b",
                60);
    }

    @Test
    void aClaimHoldsOnlyWhereTheWholeRangeExceedsTheMarginAndChanceIsUnlikely() {
        assertThat(record(0.02, 0.01, 0).holds()).isTrue();
        assertThat(record(0.02, 0.01, 0.05).holds()).isFalse();
        assertThat(record(-0.02, 0.01, 0).holds()).isFalse();
        assertThat(record(0.02, 0.2, 0).holds()).isFalse();
        assertThat(record(0.02, Double.NaN, 0).holds()).isFalse();
    }

    @Test
    void aRecordIsReadAsItWasWritten(@TempDir Path root) throws IOException {
        Behaved record = record(0.02, 0.01, 0);
        record.write(root);
        assertThat(Behaved.read(root, "some", "thing")).contains(record);
        assertThat(Behaved.read(root, "some", "other")).isEmpty();
    }
}
