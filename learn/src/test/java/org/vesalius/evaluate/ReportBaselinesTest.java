package org.vesalius.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vesalius.evaluate.ReportBaselines.Item;

class ReportBaselinesTest {
    private static final List<Item> TRAIN = List.of(
            new Item("chest pain", Set.of(), "normal ."),
            new Item("trauma", Set.of("Fracture"), "a fracture ."),
            new Item("chest pain", Set.of("Opacity"), "an opacity ."),
            new Item("chest pain", Set.of(), "normal ."),
            new Item("", Set.of("Opacity", "Fracture"), "both ."));
    private static final List<Item> TEST = List.of(
            new Item("chest pain", Set.of("Opacity"), "opacity here ."),
            new Item("trauma after fall", Set.of(), "clear ."),
            new Item("", Set.of("Fracture", "Opacity"), "two things ."));

    @Test
    void theConstantIsTheMostFrequentTrainingReport() {
        assertEquals(List.of("normal .", "normal .", "normal ."), ReportBaselines.constant(TRAIN, TEST));
    }

    @Test
    void rotationAnswersWithTheNextItem() {
        assertEquals(List.of("clear .", "two things .", "opacity here ."), ReportBaselines.rotated(TEST));
    }

    @Test
    void topicsFindTheStudyThatShowsTheSame() {
        assertEquals(List.of("an opacity .", "normal .", "both ."), ReportBaselines.byTopics(TRAIN, TEST));
    }

    @Test
    void ofEqualNeighboursTheMostFrequentTextWins() {
        List<String> answers = ReportBaselines.bySearch(TRAIN, TEST, Item::indication, new TfIdfScorer());
        assertEquals("normal .", answers.getFirst(), "two of three studies with chest pain are normal");
        assertEquals("a fracture .", answers.get(1));
        assertEquals("normal .", answers.get(2), "no indication: the constant");
    }

    @Test
    void theOracleSearchesWithTheReportItself() {
        List<String> answers = ReportBaselines.bySearch(TRAIN, TEST, Item::report, new TfIdfScorer());
        assertEquals("an opacity .", answers.getFirst());
    }

    @Test
    void withoutTrainingReportsThereIsNothingToSay() {
        assertEquals(List.of("", "", ""), ReportBaselines.constant(List.of(), TEST));
        assertEquals(
                List.of("", "", ""), ReportBaselines.bySearch(List.of(), TEST, Item::indication, new Bm25Scorer()));
    }
}
