package org.vesalius.report.label;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.report.LabelState;
import org.vesalius.report.Laterality;
import org.vesalius.report.Measurement;
import org.vesalius.report.Priors;
import org.vesalius.report.Sentence;
import org.vesalius.report.Sentences;

/**
 * What rules read out of a report text, beside its labels. Places are characters of the text, which itself is not kept.
 *
 * @param sentences how many it has
 * @param findings every mention of a class with its side
 * @param lengths in millimetres
 * @param priors references to earlier films
 */
public record ReportFacts(
        int sentences, List<Finding> findings, List<Measurement> lengths, List<Priors.Reference> priors) {
    /** A mention of a class. */
    public record Finding(String label, LabelState state, Laterality side, int start, int end) {}

    public ReportFacts {
        findings = List.copyOf(findings);
        lengths = List.copyOf(lengths);
        priors = List.copyOf(priors);
    }

    /** The facts of a text, its classes those of {@code labeler}. */
    public static ReportFacts of(String text, RuleLabeler labeler) {
        List<Sentence> sentences = Sentences.of(text);
        List<Finding> findings = new ArrayList<>();
        for (Label label : labeler.explain(text)) {
            for (Mention mention : label.mentions()) {
                Mention.Place place = mention.place();
                findings.add(new Finding(
                        label.name(), mention.state(), side(text, sentences, place), place.start(), place.end()));
            }
        }
        return new ReportFacts(sentences.size(), findings, Measurement.in(text), Priors.find(text));
    }

    private static Laterality side(String text, List<Sentence> sentences, Mention.Place place) {
        for (Sentence sentence : sentences) {
            int start = sentence.startOf(0);
            int end = sentence.endOf(sentence.text().length());
            if (start <= place.start() && place.end() <= end) {
                String line = text.substring(start, end).replaceAll("\\s", " ");
                return Laterality.of(line, place.start() - start, place.end() - start);
            }
        }
        return Laterality.NONE;
    }
}
