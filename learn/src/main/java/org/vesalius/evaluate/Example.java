package org.vesalius.evaluate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;

/** Something to look at: one sample of a result, for its page. */
public sealed interface Example {
    /** How it was chosen. */
    Choice choice();

    /** How examples are chosen. */
    enum Choice {
        HASH("Chosen by the hash of their keys, not by hand"),
        BEST("Among the best"),
        WORST("Among the worst"),
        FOUND("Surely right: positives that score highest"),
        MISSED("Surely wrong: positives that score lowest"),
        FALSE_ALARM("Surely wrong: negatives that score highest"),
        HIGHEST("Highest"),
        LOWEST("Lowest");

        private final String words;

        Choice(String words) {
            this.words = words;
        }

        /** As a heading. */
        String words() {
            return words;
        }
    }

    /**
     * A phrase on its picture.
     *
     * @param phrase null where texts must not be shown
     * @param picture address of the picture
     * @param overlay address of the picture under its map
     * @param boxes on both
     * @param share of the map's maxima inside the boxes
     */
    record Grounded(
            Choice choice,
            String finding,
            @Nullable String phrase,
            String picture,
            String overlay,
            int width,
            int height,
            List<Box> boxes,
            double share,
            double cnr)
            implements Example {
        public Grounded {
            boxes = List.copyOf(boxes);
        }
    }

    /** A picture that was found. */
    record Hit(String picture, boolean own, boolean sameText, double score) {}

    /**
     * A text with the pictures nearest to it.
     *
     * @param row of the prepared set
     * @param text null where texts must not be shown
     * @param rank of its own picture among {@code pool}
     */
    record Retrieved(Choice choice, int row, @Nullable String text, List<Hit> hits, int rank, int pool)
            implements Example {
        public Retrieved {
            hits = List.copyOf(hits);
        }
    }

    /**
     * A picture with the score of a label.
     *
     * @param row of the prepared set
     * @param share of the label's other studies that score lower
     * @param text of the report; null where texts must not be shown
     */
    record Scored(
            Choice choice,
            String label,
            int row,
            double score,
            double share,
            String picture,
            @Nullable String text) implements Example {}

    /**
     * A study with a number of its own.
     *
     * @param name of the number
     * @param about what the number is about within the study, such as a structure; empty where there is one a study
     * @param row of the prepared set
     * @param picture empty where the study has none
     * @param text of the report; null where texts must not be shown
     */
    record Rated(
            Choice choice,
            String name,
            String about,
            int row,
            double value,
            String picture,
            @Nullable String text) implements Example {}
}
