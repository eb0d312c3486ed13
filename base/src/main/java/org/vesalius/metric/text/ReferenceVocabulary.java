package org.vesalius.metric.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.vesalius.report.section.Cleaning;

/**
 * What R2Gen and its family score against (quirk Q1): the report cleaned, cut to the model's length and rid of rare words. A sequence begins with one marker, ends with one, and is cut afterwards, so that one
 * token less than the length is left; words that the training part has fewer times than the threshold are {@code <unk>}.
 */
public final class ReferenceVocabulary {
    private static final String UNKNOWN = "<unk>";

    private final Rule rule;
    private final Set<String> words;

    /** Whose numbers. */
    public enum Rule {
        /** Indiana reports: words of three, 60 places. */
        IU(Cleaning.R2GEN_IU, 3, 60),
        /** MIMIC-CXR: words of ten, 100 places. */
        MIMIC(Cleaning.R2GEN_MIMIC, 10, 100);

        private final Cleaning cleaning;
        private final int threshold;
        private final int places;

        Rule(Cleaning cleaning, int threshold, int places) {
            this.cleaning = cleaning;
            this.threshold = threshold;
            this.places = places;
        }

        /** How its reports are cleaned. */
        public Cleaning cleaning() {
            return cleaning;
        }
    }

    private ReferenceVocabulary(Rule rule, Set<String> words) {
        this.rule = rule;
        this.words = words;
    }

    /** From the reports of the training part as they are written. */
    public static ReferenceVocabulary of(Rule rule, List<String> trainingReports) {
        Map<String, Integer> counts = new HashMap<>();
        for (String report : trainingReports) {
            for (String word : Tokenization.white(rule.cleaning.clean(report))) {
                counts.merge(word, 1, Integer::sum);
            }
        }
        return new ReferenceVocabulary(
                rule,
                counts.entrySet().stream()
                        .filter(word -> word.getValue() >= rule.threshold)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet()));
    }

    /** How many words it knows, {@code <unk>} not counted. */
    public int size() {
        return words.size();
    }

    /** What of a report as it is written would be scored against. */
    public String decoded(String report) {
        return Tokenization.white(rule.cleaning.clean(report)).stream()
                .limit(rule.places - 1)
                .map(word -> words.contains(word) ? word : UNKNOWN)
                .collect(Collectors.joining(" "));
    }
}
