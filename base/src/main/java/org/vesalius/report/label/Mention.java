package org.vesalius.report.label;

import java.util.Optional;
import org.vesalius.report.LabelState;

/**
 * A phrase in a text that speaks for or against a class.
 *
 * @param phrase as in its list
 * @param list the file of phrases it stands in
 * @param state what is said of it
 * @param rule by which, in words
 * @param place of the phrase in the text, characters
 * @param because place of the word that denies, doubts or describes it
 */
public record Mention(String phrase, String list, LabelState state, String rule, Place place, Optional<Place> because) {
    /** Characters from {@code start} until before {@code end} of the text. */
    public record Place(int start, int end) {}
}
