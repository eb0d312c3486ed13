package org.vesalius.evaluate;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.vesalius.dataset.Study;
import org.vesalius.report.LabelState;

/** What a report is about, by its data set and not by any model: expert headings where there are some, else labels. */
final class Topics {
    /** For the digest. */
    static final String RULE =
            "MeSH major headings up to their first slash, where a study has any, else its positive labels; none where they say that nothing is there or nobody indexed it";

    private static final String HEADINGS = "mesh_major";
    /** Headings, in small letters, that are no topic. */
    private static final Set<String> NONE =
            Set.of("normal", "no indexing", "technical quality of image unsatisfactory");

    private Topics() {}

    /** The topics of a study, sorted; empty for a normal one. */
    static Set<String> of(Study study) {
        Set<String> topics = new TreeSet<>();
        String headings = study.meta().getOrDefault(HEADINGS, "");
        if (headings.isEmpty()) {
            study.labels().forEach((label, state) -> {
                if (state == LabelState.POSITIVE && !Pool.NO_FINDINGS.contains(label.toLowerCase(Locale.ROOT))) {
                    topics.add(label);
                }
            });
            return topics;
        }
        for (String heading : headings.split(";")) {
            String topic = heading.replaceFirst("/.*", "").strip();
            if (!topic.isEmpty() && !NONE.contains(topic.toLowerCase(Locale.ROOT))) {
                topics.add(topic);
            }
        }
        return topics;
    }
}
