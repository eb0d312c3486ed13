package org.vesalius.metric.text;

import java.util.List;

/** One number that says how near texts are to their references, with a number of each pair beside it. */
public interface TextMetric {
    /** Name, modes and version: {@code BLEU-4[ws,pycocoevalcap]@1}. Numbers of different names never stand in one column. */
    String name();

    /** True of distances. */
    default boolean lowerIsBetter() {
        return false;
    }

    /** What it needs to know of each pair. */
    TextStatistics statistics();

    /** The numbers, from the table that {@link #statistics} made or one read back from a file. */
    TextScores scores(TextTable table);

    /** Both steps. */
    default TextScores score(List<TextPair> pairs) {
        return scores(statistics().of(pairs));
    }
}
