package org.vesalius.metric.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.metric.Bootstrap;

class TextScoresTest {
    private static final TextTable TABLE =
            TextTable.of(List.of("hits", "tries"), new double[][] {{1, 2}, {0, 6}, {3, 4}});

    @Test
    void theCorpusValueOfSumsIsNotTheMeanOfTheItems() {
        TextScores scores = TextScores.ofSums(TABLE, row -> row[0] / row[1]);
        assertThat(scores.items()).containsExactly(0.5, 0, 0.75);
        assertThat(scores.corpus()).isEqualTo(4 / 12.0);
        assertThat(TextScores.mean(scores.items()).corpus()).isEqualTo(1.25 / 3);
    }

    @Test
    void aRowThatIsNamedTwiceCountsTwice() {
        TextScores scores = TextScores.ofSums(TABLE, row -> row[0] / row[1]);
        assertThat(scores.corpus(new int[] {0, 2, 2})).isEqualTo(7 / 10.0);
        assertThat(scores.statistic().of(new int[] {1, 0, 2})).isEqualTo(7 / 10.0);
    }

    @Test
    void ofNoRowsThereIsNoValue() {
        assertThat(TextScores.ofSums(TABLE, row -> 1).corpus(new int[0])).isNaN();
        assertThat(TextScores.mean(new double[0]).corpus()).isNaN();
    }

    @Test
    void theBootstrapNeedsTheStatisticsOnly() {
        TextScores scores = TextScores.ofSums(TABLE, row -> row[0] / row[1]);
        var interval = Bootstrap.byRow(3, 200, 1).interval(scores.statistic());
        assertThat(interval.value()).isEqualTo(scores.corpus());
        assertThat(interval.low()).isLessThan(interval.value());
        assertThat(interval.high()).isGreaterThan(interval.value());
    }

    @Test
    void aTableIsReadByColumnAndRefusesRowsOfAnotherLength() {
        assertThat(TABLE.column("tries")).containsExactly(2, 6, 4);
        assertThatThrownBy(() -> TABLE.column("misses")).hasMessageContaining("misses");
        assertThatThrownBy(() -> TextTable.of(List.of("a"), new double[][] {{1, 2}}))
                .hasMessageContaining("row 0");
    }

    @Test
    void aPairNeedsAReference() {
        assertThatThrownBy(() -> new TextPair("clear", List.of())).isInstanceOf(InputException.class);
    }
}
