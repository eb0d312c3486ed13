package org.vesalius.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void warmUpRisesInALineToTheFullRate() {
        Schedule schedule = Schedule.cosine(4);
        assertThat(schedule.factor(0, 100, 0)).isEqualTo(0.25);
        assertThat(schedule.factor(3, 100, 0)).isEqualTo(1);
        assertThat(schedule.factor(4, 100, 0)).isEqualTo(1);
    }

    @Test
    void theCosineIsHalfInTheMiddleAndZeroAtTheEnd() {
        Schedule schedule = Schedule.cosine(0);
        assertThat(schedule.factor(50, 100, 0)).isCloseTo(0.5, within(1e-12));
        assertThat(schedule.factor(100, 100, 0)).isCloseTo(0, within(1e-12));
    }

    @Test
    void stepsAndPlateausMultiply() {
        assertThat(Schedule.step(0.1, 10).factor(25, 100, 0)).isCloseTo(0.01, within(1e-12));
        assertThat(Schedule.plateau(0.5, 3).factor(25, 100, 2)).isEqualTo(0.25);
    }

    @Test
    void aPlateauDropsAfterItsPatienceAndTheBestValidationIsRemembered() {
        Schedule plateau = Schedule.plateau(0.5, 2);
        Counters counters = Counters.start(0).afterValidation(1, plateau);
        assertThat(counters.improvedBy(1)).isFalse();
        counters = counters.afterValidation(0.5, plateau).afterValidation(0.9, plateau);
        assertThat(counters.drops()).isEqualTo(1);
        assertThat(counters.sinceBest()).isEqualTo(2);
        assertThat(counters.afterValidation(1.5, plateau).sinceBest()).isZero();
    }
}
