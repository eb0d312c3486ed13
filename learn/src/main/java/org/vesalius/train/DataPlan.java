package org.vesalius.train;

import java.util.List;
import org.vesalius.report.Section;

/**
 * What of a study is shown: one text each time, and the pictures of {@link Views}.
 *
 * @param sections whose text is used, in this order; a study where all are empty is left out
 * @param pairing whose text goes with a study's pictures
 * @param limit studies of the training split, from the first on, or 0 for all
 */
public record DataPlan(List<Section> sections, TextRule text, Views views, Pairing pairing, int limit) {
    /** Which part of the chosen sections. */
    public enum TextRule {
        /** All of it. */
        WHOLE,
        /** One sentence, drawn anew each time (ConVIRT). */
        RANDOM_SENTENCE,
        /** The sentences in an order drawn anew each time. */
        SHUFFLED_SENTENCES
    }

    /** Which pictures of a study; a picture that is not there is black, and {@link Batch.Pictures} says so. */
    public enum Views {
        /** A frontal one where there is one, else any; drawn anew each time. */
        FRONTAL_FIRST(1),
        /** Any, drawn anew each time. */
        ANY(1),
        /** A frontal one as above, and a lateral one where there is one (LIMITR). */
        FRONTAL_AND_LATERAL(2),
        /** Three of any view, drawn with replacement (REFERS). */
        THREE_DRAWN(3),
        /** A frontal one as above, and one of the same patient's study before, where there is one (BioViL-T). */
        WITH_PRIOR(2);

        private final int pictures;

        Views(int pictures) {
            this.pictures = pictures;
        }

        /** How many pictures of a study are shown. */
        public int pictures() {
            return pictures;
        }
    }

    /** Whose text goes with a study's pictures. */
    public enum Pairing {
        /** Its own. */
        OWN,
        /** Another study's, always the same one: a control that must not learn. */
        SHUFFLED,
        /** That of a study drawn from the half of the studies whose pictures are never shown (MedCLIP); its labels come with it. */
        NEVER_PAIRED
    }

    public DataPlan {
        sections = List.copyOf(sections);
    }

    /** These sections under this rule, frontal images with their own texts, all studies. */
    public static DataPlan of(TextRule rule, Section... sections) {
        return new DataPlan(List.of(sections), rule, Views.FRONTAL_FIRST, Pairing.OWN, 0);
    }

    /** The same with other pictures. */
    public DataPlan withViews(Views other) {
        return new DataPlan(sections, text, other, pairing, limit);
    }

    /** The same with other pairs. */
    public DataPlan withPairing(Pairing other) {
        return new DataPlan(sections, text, views, other, limit);
    }
}
