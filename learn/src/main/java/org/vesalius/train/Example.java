package org.vesalius.train;

import java.util.List;
import java.util.Map;
import org.vesalius.report.LabelState;
import org.vesalius.report.Section;

/**
 * What goes with the pictures of one study of a batch.
 *
 * @param row of the manifest: what names the study in messages
 * @param text what the plan's rule took from the report
 * @param sentences all sentences of the plan's sections
 * @param sections the sentences of each section that the study has, of the plan's or not
 * @param labels of the pictures
 * @param textLabels of the study that the text is from, which are the same where texts are paired
 * @param facts what the reader knows beside ({@code genotype}, {@code sex}, {@code change:nodule} …)
 */
public record Example(
        int row,
        String text,
        List<String> sentences,
        Map<Section, List<String>> sections,
        Map<String, LabelState> labels,
        Map<String, LabelState> textLabels,
        Map<String, String> facts) {
    public Example {
        sentences = List.copyOf(sentences);
        sections = Map.copyOf(sections);
        labels = Map.copyOf(labels);
        textLabels = Map.copyOf(textLabels);
        facts = Map.copyOf(facts);
    }

    /** Text and labels alone. */
    public static Example of(int row, List<String> sentences, Map<String, LabelState> labels) {
        return new Example(row, String.join(" ", sentences), sentences, Map.of(), labels, labels, Map.of());
    }
}
