package org.vesalius.phantom;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.vesalius.dataset.Split;
import org.vesalius.volume.Volume;

/**
 * The synthetic thorax: who comes with what, and everything that is made of it. A patient depends on seed, split and number alone, so that any one can be made without the others.
 */
public final class Phantom {
    private final long seed;
    private final double followed;

    /** With the usual share of patients who come again. */
    public Phantom(long seed) {
        this(seed, PhantomOptions.FOLLOWED);
    }

    /** {@code followed} is the share of patients who come again. */
    public Phantom(long seed, double followed) {
        this.seed = seed;
        this.followed = followed;
    }

    /**
     * One study in full.
     *
     * @param volume makes the CT volume, on demand since it takes longer than all the rest
     */
    public record Made(Truth truth, String report, Film frontal, Film lateral, Supplier<Volume> volume) {}

    /** All visits of patients 0, 1, … until there are {@code studies}; a list per patient. */
    public List<List<Visit>> visits(Split split, int studies) {
        Population people = population(split);
        List<List<Visit>> patients = new ArrayList<>();
        int left = studies;
        for (int number = 0; left > 0; number++) {
            List<Visit> visits = people.visits(number, left);
            left -= visits.size();
            patients.add(visits);
        }
        return patients;
    }

    private Population population(Split split) {
        return switch (split) {
            case TRAIN -> new Population(seed, 1, "syn-a", followed);
            case VAL -> new Population(seed, 2, "syn-b", followed);
            case TEST -> new Population(seed, 3, "syn-c", followed);
        };
    }

    /** Renders one of a patient's visits. */
    public static Made make(Split split, List<Visit> visits, int index) {
        Visit visit = visits.get(index);
        Body body = Body.of(visit);
        Film frontal = Film.frontal(visit, body);
        Film lateral = Film.lateral(visit, body);
        List<Narrative.Sentence> sentences = sentences(visits, index);
        String prior = index == 0 ? null : visits.get(index - 1).studyId();
        Truth truth = TruthOf.visit(visit, split, prior, sentences, frontal, lateral);
        return new Made(truth, Narrative.text(sentences), frontal, lateral, () -> PhantomCt.of(visit, body));
    }

    /** The report of one of a patient's visits, without its films. */
    public static String report(List<Visit> visits, int index) {
        return Narrative.text(sentences(visits, index));
    }

    private static List<Narrative.Sentence> sentences(List<Visit> visits, int index) {
        Visit visit = visits.get(index);
        int priorDays = index == 0 ? 0 : visit.day() - visits.get(index - 1).day();
        return Narrative.of(visit, priorDays);
    }
}
