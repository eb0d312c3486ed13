package org.vesalius.report.label;

import java.util.List;
import org.vesalius.report.LabelState;

/**
 * What a text says of a class, and why.
 *
 * @param rule how the mentions were summed up, in words
 * @param mentions in the order of the text
 */
public record Label(String name, LabelState state, String rule, List<Mention> mentions) {
    public Label {
        mentions = List.copyOf(mentions);
    }
}
