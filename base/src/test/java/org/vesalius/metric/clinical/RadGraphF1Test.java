package org.vesalius.metric.clinical;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.metric.clinical.RadGraphF1.Case;
import org.vesalius.metric.clinical.RadGraphF1.Reward;
import org.vesalius.report.graph.Entity;
import org.vesalius.report.graph.EntityLabel;
import org.vesalius.report.graph.Relation;
import org.vesalius.report.graph.ReportGraph;

class RadGraphF1Test {
    private static Entity entity(int id, String word, EntityLabel label, int... locatedAt) {
        List<Relation> relations = new ArrayList<>();
        for (int target : locatedAt) {
            relations.add(new Relation(Relation.Kind.LOCATED_AT, "" + target));
        }
        return new Entity("" + id, word, label, id - 1, id - 1, relations);
    }

    private static ReportGraph graph(Entity... entities) {
        List<String> words = new ArrayList<>();
        List.of(entities).forEach(entity -> words.add(entity.tokens()));
        return new ReportGraph(String.join(" ", words), List.of(entities));
    }

    private static final ReportGraph REFERENCE = graph(
            entity(1, "effusion", EntityLabel.ABSENT, 2),
            entity(2, "pleural", EntityLabel.ANATOMY),
            entity(3, "heart", EntityLabel.ANATOMY),
            entity(4, "enlarged", EntityLabel.PRESENT, 3));
    private static final ReportGraph HYPOTHESIS = graph(
            entity(1, "effusion", EntityLabel.ABSENT, 3),
            entity(2, "pleural", EntityLabel.ANATOMY),
            entity(3, "heart", EntityLabel.ANATOMY),
            entity(4, "normal", EntityLabel.PRESENT, 3));
    private static final ReportGraph EMPTY = new ReportGraph("", List.of());

    private static double reward(ReportGraph reference, ReportGraph hypothesis, Reward reward) {
        return RadGraphF1.reward(List.of(reference), hypothesis, reward, Case.LOWER);
    }

    /** The worked case of the specification of metrics, section 8.2. */
    @Test
    void theWorkedCaseComesOut() {
        assertEquals(.75, reward(REFERENCE, HYPOTHESIS, Reward.SIMPLE), 1e-12);
        assertEquals(.75, reward(REFERENCE, HYPOTHESIS, Reward.PARTIAL), 1e-12);
        assertEquals(.5, reward(REFERENCE, HYPOTHESIS, Reward.COMPLETE), 1e-12);
        assertEquals(.75, RadGraphF1.entities(List.of(REFERENCE), HYPOTHESIS), 1e-12);
        assertEquals(0, RadGraphF1.relations(List.of(REFERENCE), HYPOTHESIS), 1e-12);
        assertEquals(.375, RadGraphF1.er(List.of(REFERENCE), HYPOTHESIS), 1e-12);
    }

    @Test
    void anObservationThatLosesItsRelationIsNoLongerPartlyRight() {
        ReportGraph loose = graph(
                entity(1, "effusion", EntityLabel.ABSENT),
                entity(2, "pleural", EntityLabel.ANATOMY),
                entity(3, "heart", EntityLabel.ANATOMY),
                entity(4, "normal", EntityLabel.PRESENT, 3));
        assertEquals(.75, reward(REFERENCE, loose, Reward.SIMPLE), 1e-12);
        assertEquals(.5, reward(REFERENCE, loose, Reward.PARTIAL), 1e-12);
        assertEquals(.5, reward(REFERENCE, loose, Reward.COMPLETE), 1e-12);
    }

    @Test
    void capitalsMatterForEntitiesOnlyUnderTheQuirk() {
        ReportGraph small =
                graph(entity(1, "effusion", EntityLabel.PRESENT, 2), entity(2, "pleural", EntityLabel.ANATOMY));
        ReportGraph large =
                graph(entity(1, "Effusion", EntityLabel.PRESENT, 2), entity(2, "Pleural", EntityLabel.ANATOMY));
        assertEquals(1, reward(small, large, Reward.COMPLETE), 1e-12);
        assertEquals(0, RadGraphF1.reward(List.of(small), large, Reward.SIMPLE, Case.RELATIONS_LOWER), 1e-12);
        // the relation is found, "Pleural" alone is not
        assertEquals(.5, RadGraphF1.reward(List.of(small), large, Reward.COMPLETE, Case.RELATIONS_LOWER), 1e-12);
    }

    @Test
    void entitiesAndRelationsChooseTheirReferenceByThemselves() {
        ReportGraph words = graph(entity(1, "effusion", EntityLabel.ABSENT), entity(2, "pleural", EntityLabel.ANATOMY));
        ReportGraph links = graph(
                entity(1, "effusion", EntityLabel.ABSENT, 2),
                entity(2, "pleural", EntityLabel.ANATOMY),
                entity(3, "heart", EntityLabel.ANATOMY),
                entity(4, "enlarged", EntityLabel.PRESENT));
        ReportGraph said =
                graph(entity(1, "effusion", EntityLabel.ABSENT, 2), entity(2, "pleural", EntityLabel.ANATOMY));
        assertEquals(.5, RadGraphF1.er(List.of(words), said), 1e-12);
        assertEquals((2 / 3.0 + 1) / 2, RadGraphF1.er(List.of(links), said), 1e-12);
        assertEquals(1, RadGraphF1.er(List.of(words, links), said), 1e-12);
    }

    @Test
    void sameGraphsGetOneAndEmptyOnesNothing() {
        for (Reward reward : Reward.values()) {
            assertEquals(1, reward(REFERENCE, REFERENCE, reward), 1e-12);
            assertEquals(0, reward(REFERENCE, EMPTY, reward), 0);
            assertEquals(0, reward(EMPTY, EMPTY, reward), 0);
        }
        assertEquals(1, RadGraphF1.er(List.of(REFERENCE), REFERENCE), 1e-12);
    }

    @Test
    void aRepeatedMentionCountsOnce() {
        ReportGraph twice = graph(
                entity(1, "effusion", EntityLabel.PRESENT),
                entity(2, "effusion", EntityLabel.PRESENT),
                entity(3, "heart", EntityLabel.ANATOMY));
        ReportGraph once = graph(entity(1, "effusion", EntityLabel.PRESENT), entity(2, "heart", EntityLabel.ANATOMY));
        assertEquals(1, reward(once, twice, Reward.SIMPLE), 1e-12);
    }
}
