package org.vesalius.metric.clinical;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vesalius.metric.clinical.Nli.CONTRADICTION;
import static org.vesalius.metric.clinical.Nli.ENTAILMENT;
import static org.vesalius.metric.clinical.Nli.NEUTRAL;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
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

    /** IFCC's counting once more, straight from its description: by the hypothesis an entity's last sentence, by the reference every one. */
    private static double plain(EntitySentences reference, EntitySentences hypothesis, Verdicts verdicts, Mode mode) {
        Map<String, Integer> last = new LinkedHashMap<>();
        for (int line = 0; line < hypothesis.lines().size(); line++) {
            for (String entity : hypothesis.lines().get(line).entities()) {
                last.put(entity, line);
            }
        }
        Set<String> referred = new HashSet<>();
        double recalled = 0;
        int all = 0;
        for (int line = 0; line < reference.lines().size(); line++) {
            for (String entity : reference.lines().get(line).entities()) {
                referred.add(entity);
                recalled +=
                        plain(verdicts.reference().get(line), last.containsKey(entity), last.containsKey(entity), mode);
                all++;
            }
        }
        double precise = 0;
        for (Map.Entry<String, Integer> entity : last.entrySet()) {
            precise +=
                    plain(verdicts.hypothesis().get(entity.getValue()), referred.contains(entity.getKey()), true, mode);
        }
        double precision = last.isEmpty() ? 0 : precise / last.size();
        double recall = all == 0 ? 0 : recalled / all;
        return precision * recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    private static double plain(Nli verdict, boolean named, boolean looked, Mode mode) {
        if (mode == Mode.EXACT || verdict == NEUTRAL) {
            return named ? 1 : 0;
        }
        if (verdict == ENTAILMENT && !looked) {
            return mode == Mode.NLIEH ? .5 : mode == Mode.NLIC ? 0 : 1;
        }
        boolean counts = verdict == ENTAILMENT || mode == Mode.NLIE || mode == Mode.NLIEH;
        return counts && looked ? 1 : 0;
    }

    @Test
    void aSecondPlainCountGivesTheSameOnRandomReports() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 300; i++) {
            EntitySentences reference = random(random);
            EntitySentences hypothesis = random(random);
            Verdicts verdicts = new Verdicts(verdicts(random, reference), verdicts(random, hypothesis));
            for (Mode mode : Mode.values()) {
                assertEquals(
                        plain(reference, hypothesis, verdicts, mode),
                        FactEnt.score(reference, hypothesis, verdicts, mode, Part.F, Counting.IFCC),
                        1e-12);
            }
        }
    }

    private static EntitySentences random(SplittableRandom random) {
        List<EntitySentences.Line> lines = new ArrayList<>();
        for (int line = random.nextInt(4); line > 0; line--) {
            List<String> entities = new ArrayList<>();
            for (int entity = random.nextInt(4); entity > 0; entity--) {
                entities.add("e" + random.nextInt(6));
            }
            lines.add(new EntitySentences.Line("line", entities));
        }
        return new EntitySentences(lines);
    }

    private static List<Nli> verdicts(SplittableRandom random, EntitySentences report) {
        Nli[] all = Nli.values();
        return report.lines().stream()
                .map(line -> all[random.nextInt(all.length)])
                .toList();
    }
}
