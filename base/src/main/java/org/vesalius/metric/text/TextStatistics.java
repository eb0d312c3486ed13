package org.vesalius.metric.text;

import java.util.List;

/**
 * What some scores need to know of each pair: the one part that reads text. Scores whose statistics are equal share one table, so an implementation is a record of its modes. The numbers are enough for
 * every score that is made of them.
 */
public interface TextStatistics {
    /** Letters, digits and hyphens: the beginning of its columns in a per-sample table, such as {@code bleu-ws}. */
    String name();

    /** The numbers it keeps of each pair, in order, such as {@code correct1}. */
    List<String> columns();

    /** The numbers of each pair, in order. What belongs to the corpus as a whole (document frequencies) is taken from these very pairs unless its mode says otherwise. */
    TextTable of(List<TextPair> pairs);
}
