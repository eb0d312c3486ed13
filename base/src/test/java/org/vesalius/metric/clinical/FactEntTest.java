package org.vesalius.metric.clinical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vesalius.metric.clinical.Nli.CONTRADICTION;
import static org.vesalius.metric.clinical.Nli.ENTAILMENT;
import static org.vesalius.metric.clinical.Nli.NEUTRAL;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.metric.clinical.FactEnt.Counting;
import org.vesalius.metric.clinical.FactEnt.Mode;
import org.vesalius.metric.clinical.FactEnt.Part;
import org.vesalius.metric.clinical.FactEnt.Verdicts;

class FactEntTest {
    /** A sentence a string, its entities parted by commas. */
    private static EntitySentences lines(String... entities) {
        List<EntitySentences.Line> lines = new ArrayList<>();
        for (String line : entities) {
            lines.add(new EntitySentences.Line(line, line.isEmpty() ? List.of() : List.of(line.split(","))));
        }
        return new EntitySentences(lines);
    }

    private static double exact(EntitySentences reference, EntitySentences hypothesis, Part part) {
        return FactEnt.score(reference, hypothesis, Verdicts.NONE, Mode.EXACT, part, Counting.CORRECTED);
    }

    /** What IFCC's own unit test expects (ysmiura/ifcc, tests/test_eval.py). */
    @Test
    void theUnitTestOfIfccComesOut() {
        assertEquals(.5, exact(lines("pleural,effusions"), lines("pleural,effusion"), Part.F), 1e-12);
        assertEquals(1, exact(lines("heart"), lines("heart"), Part.F), 1e-12);
    }

    @Test
    void ourRulesFindEntitiesAndLeaveOutWhatNarrowsThem() {
        EntitySentences said = EntitySentences.byRules("No small left pleural effusion. The heart is normal.");
        assertEquals(List.of("pleural", "effusion"), said.lines().getFirst().entities());
        assertEquals(1, exact(lines("heart"), said, Part.R), 1e-12);
        assertEquals(.5, exact(lines("pleural,effusions"), EntitySentences.byRules("No pleural effusion."), Part.F), 0);
    }

    @Test
    void anEntityCountsOnceForEachSentenceThatNamesIt() {
        EntitySentences reference = lines("lung,effusion", "effusion");
        EntitySentences hypothesis = lines("effusion");
        assertEquals(1, exact(reference, hypothesis, Part.P), 1e-12);
        assertEquals(2 / 3.0, exact(reference, hypothesis, Part.R), 1e-12);
        assertEquals(.8, exact(reference, hypothesis, Part.F), 1e-12);
        // two entities more: exp(-4 / 72)
        assertEquals(.8 * Math.exp(-4 / 72.0), exact(reference, hypothesis, Part.FP), 1e-12);
    }

    private static double precision(Mode mode, Counting counting, Nli verdict, String reference, String... said) {
        Nli[] verdicts = new Nli[said.length];
        Arrays.fill(verdicts, verdict);
        return FactEnt.score(
                lines(reference),
                lines(said),
                new Verdicts(List.of(NEUTRAL), List.of(verdicts)),
                mode,
                Part.P,
                counting);
    }

    @Test
    void aVerdictDecidesWhatAnUnnamedEntityIsWorth() {
        Map<Mode, Double> worth =
                Map.of(Mode.EXACT, 0.0, Mode.NLI, 1.0, Mode.NLIC, 0.0, Mode.NLIE, 1.0, Mode.NLIEH, 0.5);
        worth.forEach((mode, one) -> {
            assertEquals(one, precision(mode, Counting.CORRECTED, ENTAILMENT, "heart", "cardiomegaly"), mode + "");
            assertEquals(0, precision(mode, Counting.CORRECTED, NEUTRAL, "heart", "cardiomegaly"), mode + "");
        });
    }

    @Test
    void aContradictedEntityCountsUnderNlieAlone() {
        for (Mode mode : List.of(Mode.NLI, Mode.NLIC)) {
            assertEquals(0, precision(mode, Counting.CORRECTED, CONTRADICTION, "heart", "heart"), 0);
        }
        for (Mode mode : List.of(Mode.EXACT, Mode.NLIE, Mode.NLIEH)) {
            assertEquals(1, precision(mode, Counting.CORRECTED, CONTRADICTION, "heart", "heart"), 0);
        }
    }

    @Test
    void underTheQuirkAnEntailedEntityOfTheHypothesisAlwaysCounts() {
        for (Mode mode : List.of(Mode.NLI, Mode.NLIC, Mode.NLIE, Mode.NLIEH)) {
            assertEquals(1, precision(mode, Counting.IFCC, ENTAILMENT, "heart", "cardiomegaly"), 0, mode + "");
        }
        assertEquals(1, precision(Mode.NLIE, Counting.IFCC, CONTRADICTION, "heart", "cardiomegaly"), 0);
        assertEquals(0, precision(Mode.EXACT, Counting.IFCC, ENTAILMENT, "heart", "cardiomegaly"), 0);
    }

    @Test
    void underTheQuirkARepeatedEntityKeepsItsLastSentence() {
        assertEquals(2 / 3.0, precision(Mode.EXACT, Counting.CORRECTED, NEUTRAL, "lung", "lung,heart", "lung"), 1e-12);
        assertEquals(.5, precision(Mode.EXACT, Counting.IFCC, NEUTRAL, "lung", "lung,heart", "lung"), 1e-12);
    }

    @Test
    void aSideWithoutEntitiesGivesNothing() {
        assertEquals(0, exact(lines(""), lines("heart"), Part.F), 0);
        assertEquals(0, exact(lines("heart"), lines(), Part.FP), 0);
        assertEquals(0, exact(lines(), lines(), Part.F), 0);
    }

    @Test
    void rulesJudgeADenialAgainstAnAssertionAsContradiction() {
        RuleJudge judge = new RuleJudge();
        List<String> others = List.of("The heart is enlarged.", "There is no pleural effusion.");
        assertEquals(
                List.of(CONTRADICTION, ENTAILMENT, NEUTRAL, NEUTRAL),
                judge.judge(
                        List.of(
                                "There is a pleural effusion.",
                                "No pleural effusion.",
                                "There is a pneumothorax.",
                                "Compared with the last study."),
                        others));
        assertEquals(List.of(NEUTRAL), judge.judge(List.of("No pleural effusion."), List.of()));
    }
}
