package org.vesalius.train;

import java.util.List;
import org.vesalius.report.Section;

/**
 * What of a study is shown: one image and one text each time.
 *
 * @param sections whose text is used, in this order; a study where all are empty is left out
 * @param limit studies of the training split, from the first on, or 0 for all
 * @param shuffledPairs each study gets another study's text: a control that must not learn
 */
public record DataPlan(List<Section> sections, TextRule text, Views views, int limit, boolean shuffledPairs) {
    /** Which part of the chosen sections. */
    public enum TextRule {
        /** All of it. */
        WHOLE,
        /** One sentence, drawn anew each time (ConVIRT). */
        RANDOM_SENTENCE,
        /** The sentences in an order drawn anew each time. */
        SHUFFLED_SENTENCES
    }

    /** Which image of a study. */
    public enum Views {
        /** A frontal one where there is one, else any; drawn anew each time. */
        FRONTAL_FIRST,
        /** Any, drawn anew each time. */
        ANY
    }

    public DataPlan {
        sections = List.copyOf(sections);
    }

    /** These sections under this rule, frontal images, all studies. */
    public static DataPlan of(TextRule rule, Section... sections) {
        return new DataPlan(List.of(sections), rule, Views.FRONTAL_FIRST, 0, false);
    }
}
