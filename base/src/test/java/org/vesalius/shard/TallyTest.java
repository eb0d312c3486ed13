package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.dataset.Question;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.View;
import org.vesalius.io.Problem;

class TallyTest {
    private static final StudyImage SHARED = StudyImage.of("a", Path.of("a.png"), View.UNKNOWN);

    private static Study study(int n, Split split) {
        return Study.of("a", "study " + n)
                .withSplit(split)
                .withImages(List.of(SHARED))
                .withQuestions(List.of(new Question("q", "a", "?", "yes", true, "")));
    }

    private static List<Problem> compared(Map<String, Integer> expected) {
        Tally tally = new Tally();
        tally.add(study(1, Split.TRAIN));
        tally.add(study(2, Split.TEST));
        List<Problem> problems = new ArrayList<>();
        tally.compare(expected, problems::add);
        return problems;
    }

    @Test
    void theCompleteSetHasNoProblem() {
        assertEquals(
                List.of(),
                compared(Map.of("studies", 2, "questions", 2, "questions.test", 1, "patients", 1, "patients.test", 1)));
    }

    @Test
    void aPictureOfTwoStudiesCountsOnce() {
        assertEquals(List.of(), compared(Map.of("images", 1, "images.train", 1, "images.test", 1)));
    }

    @Test
    void everyCountThatDiffersIsNamedInOneProblem() {
        List<Problem> problems = compared(Map.of("studies", 3, "questions.test", 451, "images", 1));
        assertEquals(1, problems.size());
        assertEquals(Problem.Kind.INCONSISTENT, problems.getFirst().kind());
        assertEquals(
                "not the complete set, or another release of it, so that results compare with no published ones: "
                        + "{questions.test=1 of 451, studies=2 of 3}",
                problems.getFirst().reason());
    }

    @Test
    void whatTheFolderHasNothingOfAndWhatIsNotCountedHereIsNotCompared() {
        assertEquals(List.of(), compared(Map.of("volumes", 7, "questions.val", 7, "articles", 7)));
    }
}
