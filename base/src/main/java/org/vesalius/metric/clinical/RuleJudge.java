package org.vesalius.metric.clinical;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vesalius.report.graph.Entity;
import org.vesalius.report.graph.EntityLabel;
import org.vesalius.report.graph.GraphExtractor;

/**
 * Verdicts by rules, in place of a trained model: a sentence is judged by the one that shares most of its entities. It is contradicted when one of its observations is present here and absent there,
 * entailed when all its entities stand there with the same state, else neutral. Not an inference model: "enlarged heart" does not follow from "cardiomegaly".
 */
public record RuleJudge() implements SentenceJudge {
    @Override
    public String id() {
        return "rule-nli-1";
    }

    @Override
    public List<Nli> judge(List<String> sentences, List<String> others) {
        List<Map<String, EntityLabel>> known =
                others.stream().map(RuleJudge::entities).toList();
        return sentences.stream()
                .map(sentence -> verdict(entities(sentence), known))
                .toList();
    }

    private static Map<String, EntityLabel> entities(String sentence) {
        Map<String, EntityLabel> all = new TreeMap<>();
        for (Entity entity : GraphExtractor.of(sentence).entities()) {
            all.put(entity.tokens().toLowerCase(Locale.ROOT), entity.label());
        }
        return all;
    }

    private static Nli verdict(Map<String, EntityLabel> sentence, List<Map<String, EntityLabel>> others) {
        @Nullable Map<String, EntityLabel> nearest = null;
        double most = 0;
        for (Map<String, EntityLabel> other : others) {
            double shared =
                    sentence.keySet().stream().filter(other::containsKey).count();
            double likeness = 2 * shared / (sentence.size() + other.size());
            if (likeness > most) {
                most = likeness;
                nearest = other;
            }
        }
        return nearest == null ? Nli.NEUTRAL : verdict(sentence, nearest);
    }

    private static Nli verdict(Map<String, EntityLabel> sentence, Map<String, EntityLabel> other) {
        boolean opposed = sentence.entrySet().stream()
                .anyMatch(entity -> other.containsKey(entity.getKey())
                        && opposite(entity.getValue(), other.getOrDefault(entity.getKey(), entity.getValue())));
        if (opposed) {
            return Nli.CONTRADICTION;
        }
        boolean all = sentence.entrySet().stream().allMatch(entity -> entity.getValue() == other.get(entity.getKey()));
        return all ? Nli.ENTAILMENT : Nli.NEUTRAL;
    }

    private static boolean opposite(EntityLabel one, EntityLabel other) {
        return (one == EntityLabel.PRESENT && other == EntityLabel.ABSENT)
                || (one == EntityLabel.ABSENT && other == EntityLabel.PRESENT);
    }
}
