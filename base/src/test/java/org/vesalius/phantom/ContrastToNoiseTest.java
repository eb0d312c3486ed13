package org.vesalius.phantom;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Severity runs from just visible to plain. */
class ContrastToNoiseTest {
    private static final int PEOPLE = 4;

    @ParameterizedTest
    @EnumSource(Finding.class)
    void growsFromJustVisibleToPlain(Finding finding) {
        double least = mean(finding, 0);
        double middle = mean(finding, 0.5);
        double most = mean(finding, 1);
        // a large heart is told by its width, not by its contrast
        double limit = finding == Finding.CARDIOMEGALY ? 6 : 2.9;
        assertTrue(least > 0.8 && least < limit, finding + " at 0: " + least);
        // the densest lines saturate the reading, and with it what is left of them after subtraction
        assertTrue(middle > 1.3 * least && most > 0.95 * middle, finding + ": " + least + " " + middle + " " + most);
        assertTrue(most > 4, finding + " at 1: " + most);
    }

    private static double mean(Finding finding, double severity) {
        double sum = 0;
        for (int person = 0; person < PEOPLE; person++) {
            Visit visit = Sitters.with(finding, severity, person);
            sum += Film.frontal(visit, Body.of(visit)).contrastToNoise("f1");
        }
        return sum / PEOPLE;
    }
}
