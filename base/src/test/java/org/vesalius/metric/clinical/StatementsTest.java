package org.vesalius.metric.clinical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextScores;
import org.vesalius.report.label.RuleLabeler;

class StatementsTest {
    private static final RuleLabeler LABELER = new RuleLabeler();

    private static String share(
            BiFunction<Statements, Statements, Statements.Share> of, String reference, String hypothesis) {
        Statements.Share share = of.apply(Statements.of(reference, LABELER), Statements.of(hypothesis, LABELER));
        return share.part() + "/" + share.all();
    }

    @Test
    void theWrongLungIsFound() {
        String left = "Small left pleural effusion.";
        assertEquals("1/1", share(Statements::sideAccuracy, left, "There is a left pleural effusion."));
        assertEquals("0/1", share(Statements::sideAccuracy, left, "Small right pleural effusion."));
        assertEquals("0/1", share(Statements::sideAccuracy, left, "Small bilateral pleural effusions."));
    }

    @Test
    void aFindingWithoutASideIsNoErrorOfSideButMissed() {
        String left = "Small left pleural effusion.";
        assertEquals("0/0", share(Statements::sideAccuracy, left, "Small pleural effusion."));
        assertEquals("0/1", share(Statements::sideRecall, left, "Small pleural effusion."));
        assertEquals("0/1", share(Statements::sideRecall, left, "The lungs are clear."));
        assertEquals(
                "0/0", share(Statements::sideRecall, "No left pleural effusion.", left), "what is denied has no side");
    }

    @Test
    void denialsAreComparedWhereBothAreDefinite() {
        String text = "No pleural effusion. There is a pneumothorax.";
        assertEquals("2/2", share(Statements::negationAccuracy, text, "Pneumothorax without effusion."));
        assertEquals("1/2", share(Statements::negationAccuracy, text, "No pneumothorax or pleural effusion."));
        assertEquals(
                "0/0", share(Statements::negationAccuracy, text, "Possible pleural effusion."), "doubt is left out");
    }

    @Test
    void aPriorIsHallucinatedWhereTheReferenceHasNone() {
        String plain = "There is a pleural effusion.";
        String compared = "The pleural effusion is unchanged since the prior study.";
        assertEquals("1/1", share(Statements::hallucinatedPrior, plain, compared));
        assertEquals("0/1", share(Statements::hallucinatedPrior, plain, plain));
        assertEquals("0/0", share(Statements::hallucinatedPrior, compared, compared));
    }

    @Test
    void theCorpusValueIsAShareOfFindingsAndAPairWithoutOneHasNone() {
        StatementMetric sides = new StatementMetric(StatementMetric.Kind.LATERALITY_ACCURACY);
        TextScores scores = sides.score(List.of(
                TextPair.of("Left effusion.", "Left effusion. Left pneumothorax."),
                TextPair.of("Right effusion. Left pneumothorax.", "Left effusion. Left pneumothorax."),
                TextPair.of("Normal heart.", "Normal heart.")));
        assertEquals(2 / 3.0, scores.corpus(), 1e-12);
        assertEquals(.5, scores.item(1), 1e-12);
        assertTrue(Double.isNaN(scores.item(2)));
        assertTrue(new StatementMetric(StatementMetric.Kind.HALLUCINATED_PRIOR_RATE).lowerIsBetter());
    }
}
