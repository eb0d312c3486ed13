package org.vesalius.metric.clinical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.report.graph.GraphExtractor;

class EntityMatchTest {
    private static double match(String reference, String hypothesis) {
        return EntityMatch.f1(
                List.of(GraphExtractor.of(reference)),
                GraphExtractor.of(hypothesis),
                EntityMatch::letters,
                EntityMatch.Weights.DEFAULT);
    }

    @Test
    void theSameReportIsOneAndNothingIsZero() {
        assertEquals(1, match("Small left pleural effusion.", "Small left pleural effusion."), 1e-12);
        assertEquals(0, match("Small left pleural effusion.", ""), 0);
        assertEquals(0, match("", ""), 0);
    }

    @Test
    void anotherFormOfAWordIsNearerThanAnotherFinding() {
        double form = match("There is a pleural effusion.", "There are pleural effusions.");
        double other = match("There is a pleural effusion.", "There is a pneumothorax.");
        assertTrue(form > .8 && form < 1, "a plural is near: " + form);
        assertTrue(other < form / 2, "another finding is not: " + other);
    }

    @Test
    void theContraryCostsMoreThanADoubt() {
        double same = match("There is an effusion.", "There is an effusion.");
        double doubt = match("There is an effusion.", "There may be an effusion.");
        double contrary = match("There is an effusion.", "There is no effusion.");
        assertTrue(same > doubt && doubt > contrary && contrary > 0, same + " " + doubt + " " + contrary);
    }

    /** Worked by hand: "effusion" alone, present against absent: likeness 1, kept .2 in both directions. */
    @Test
    void aContraryKeepsAFifth() {
        assertEquals(.2, match("Effusion.", "No effusion."), 1e-12);
    }

    /** " ab " has runs " ab", "ab "; " abc " has " ab", "abc", "bc ": one of five halves in common twice. */
    @Test
    void likenessOfLettersIsDice() {
        assertEquals(2 / 5.0, EntityMatch.letters("ab", "abc"), 1e-12);
        assertEquals(1, EntityMatch.letters("Heart", "heart"), 1e-12);
        assertEquals(0, EntityMatch.letters("heart", "lung"), 0);
    }
}
