package org.vesalius.train;

import java.util.List;
import java.util.Map;
import org.vesalius.report.LabelState;

/**
 * The text side of one pair of a batch.
 *
 * @param row of the manifest: what names the pair in messages
 * @param text what the plan's rule took from the report
 * @param sentences all sentences of the plan's sections
 */
public record Example(int row, String text, List<String> sentences, Map<String, LabelState> labels) {
    public Example {
        sentences = List.copyOf(sentences);
        labels = Map.copyOf(labels);
    }
}
