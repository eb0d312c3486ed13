package org.vesalius.metric.clinical;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vesalius.report.graph.Entity;
import org.vesalius.report.graph.EntityLabel;
import org.vesalius.report.graph.ReportGraph;

/**
 * Soft matching of entities after RaTEScore (Zhao et al., EMNLP 2024): each entity of a report is held against the one of the other report that is likest to it, what it is weighs, and finding the contrary
 * is punished; F1 of both directions. The entities, the likeness of words and the weights are ours and were fitted to nobody's ratings, so its numbers are not RaTEScore's.
 */
public final class EntityMatch {
    private EntityMatch() {}

    /** How like two phrases are, from 0 to 1 for the same. */
    @FunctionalInterface
    public interface Likeness {
        double of(String one, String other);
    }

    /**
     * What entities weigh.
     *
     * @param anatomy of a part of the body
     * @param observation of something seen, asserted or doubted
     * @param absent of something said not to be there
     * @param doubted what remains of a likeness where one side doubts and the other asserts or denies
     * @param opposed what remains of it where one side asserts and the other denies
     */
    public record Weights(double anatomy, double observation, double absent, double doubted, double opposed) {
        /** A finding counts three times as much as where it is; a denial less than a finding, since normal reports are made of denials. */
        public static final Weights DEFAULT = new Weights(0.3, 1, 0.5, 0.7, 0.2);

        double of(EntityLabel label) {
            return switch (label) {
                case ANATOMY -> anatomy;
                case PRESENT, UNCERTAIN -> observation;
                case ABSENT -> absent;
            };
        }

        /** What remains of the likeness of words: nothing between a part of the body and something seen. */
        double kept(EntityLabel one, EntityLabel other) {
            if (one == other) {
                return 1;
            }
            if (one == EntityLabel.ANATOMY || other == EntityLabel.ANATOMY) {
                return 0;
            }
            return one == EntityLabel.UNCERTAIN || other == EntityLabel.UNCERTAIN ? doubted : opposed;
        }
    }

    /** In [0, 1]; 0 when either side has no entity. The best of several references. */
    public static double f1(List<ReportGraph> references, ReportGraph hypothesis, Likeness likeness, Weights weights) {
        return references.stream()
                .mapToDouble(reference -> Prf.harmonic(
                        found(hypothesis, reference, likeness, weights),
                        found(reference, hypothesis, likeness, weights)))
                .max()
                .orElse(0);
    }

    private static double found(ReportGraph of, ReportGraph in, Likeness likeness, Weights weights) {
        double found = 0;
        double all = 0;
        for (Entity entity : of.entities()) {
            double best = 0;
            for (Entity other : in.entities()) {
                double kept = weights.kept(entity.label(), other.label());
                if (kept > best) {
                    best = Math.max(best, kept * likeness.of(entity.tokens(), other.tokens()));
                }
            }
            double weight = weights.of(entity.label());
            found += weight * best;
            all += weight;
        }
        return all > 0 ? found / all : 0;
    }

    /** The share of runs of three letters that two phrases have in common (Dice), small letters: "effusion" and "effusions" are near, synonyms are not. */
    public static double letters(String one, String other) {
        Set<String> first = runs(one);
        Set<String> second = runs(other);
        long both = first.stream().filter(second::contains).count();
        return 2.0 * both / (first.size() + second.size());
    }

    private static Set<String> runs(String phrase) {
        String padded = " " + phrase.toLowerCase(Locale.ROOT) + " ";
        Set<String> runs = new HashSet<>();
        for (int i = 0; i + 3 <= padded.length(); i++) {
            runs.add(padded.substring(i, i + 3));
        }
        if (runs.isEmpty()) {
            runs.add(padded);
        }
        return runs;
    }
}
