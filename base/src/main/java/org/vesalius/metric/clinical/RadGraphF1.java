package org.vesalius.metric.clinical;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vesalius.report.graph.Entity;
import org.vesalius.report.graph.Relation;
import org.vesalius.report.graph.ReportGraph;

/**
 * Graphs of two reports compared as sets, so that repeated mentions count once: the published families of "RadGraph F1". {@link #er} is that of CXR-Report-Metric (Yu et al., Patterns 2023) and of RadCliQ;
 * {@link Reward} that of F1RadGraph (Delbrouck et al., EMNLP 2022). The graphs come from wherever they come: the model's files or {@code GraphExtractor}'s rules; the source is part of a metric's name.
 */
public final class RadGraphF1 {
    /** What of an entity must agree, in F1RadGraph. */
    public enum Reward {
        /** Words and label. */
        SIMPLE,
        /** Words, label, and whether a relation goes out of it. */
        PARTIAL,
        /** Words and label where no relation goes out, else each relation with the words it leads to. */
        COMPLETE;

        /** As in names of metrics. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which words are made small letters first. */
    public enum Case {
        /** All. */
        LOWER,
        /** Those of F1RadGraph's relations, not those of its entities, as its code has it (quirk Q14); matters where reports are not in small letters. */
        RELATIONS_LOWER
    }

    private RadGraphF1() {}

    /** F1 over the things of a reward, in [0, 1]; 0 when either side has none. The best of several references. */
    public static double reward(List<ReportGraph> references, ReportGraph hypothesis, Reward reward, Case letters) {
        Set<List<String>> said = things(hypothesis, reward, letters);
        return references.stream()
                .mapToDouble(reference -> f1(things(reference, reward, letters), said))
                .max()
                .orElse(0);
    }

    /** RG-er: the mean of the F1 of entities (words, label) and that of relations (both ends with their labels, kind); each is the best over the references by itself. */
    public static double er(List<ReportGraph> references, ReportGraph hypothesis) {
        return (entities(references, hypothesis) + relations(references, hypothesis)) / 2;
    }

    /** F1 of entities by words and label; 0 when either side has none. */
    public static double entities(List<ReportGraph> references, ReportGraph hypothesis) {
        return reward(references, hypothesis, Reward.SIMPLE, Case.LOWER);
    }

    /** F1 of relations by kind and by words and label of both ends; 0 when either side has none. */
    public static double relations(List<ReportGraph> references, ReportGraph hypothesis) {
        Set<List<String>> said = relations(hypothesis);
        return references.stream()
                .mapToDouble(reference -> f1(relations(reference), said))
                .max()
                .orElse(0);
    }

    private static Set<List<String>> relations(ReportGraph graph) {
        Set<List<String>> all = new HashSet<>();
        for (Entity entity : graph.entities()) {
            for (Relation relation : entity.relations()) {
                Entity target = target(graph, relation);
                all.add(List.of(
                        lower(entity),
                        entity.label().id(),
                        lower(target),
                        target.label().id(),
                        relation.kind().id()));
            }
        }
        return all;
    }

    private static Set<List<String>> things(ReportGraph graph, Reward reward, Case letters) {
        Set<List<String>> all = new HashSet<>();
        for (Entity entity : graph.entities()) {
            String words = letters == Case.LOWER ? lower(entity) : entity.tokens();
            String label = entity.label().id();
            boolean related = !entity.relations().isEmpty();
            switch (reward) {
                case SIMPLE -> all.add(List.of(words, label));
                case PARTIAL -> all.add(related ? List.of(words, label, "related") : List.of(words, label));
                case COMPLETE -> {
                    if (!related) {
                        all.add(List.of(words, label));
                    }
                    entity.relations()
                            .forEach(relation -> all.add(List.of(
                                    lower(entity), label, relation.kind().id(), lower(target(graph, relation)))));
                }
            }
        }
        return all;
    }

    private static Entity target(ReportGraph graph, Relation relation) {
        return graph.entity(relation.target()).orElseThrow();
    }

    private static String lower(Entity entity) {
        return entity.tokens().toLowerCase(Locale.ROOT);
    }

    private static double f1(Set<List<String>> reference, Set<List<String>> hypothesis) {
        double both = hypothesis.stream().filter(reference::contains).count();
        return Prf.of(both, hypothesis.size() - both, reference.size() - both).f1();
    }
}
