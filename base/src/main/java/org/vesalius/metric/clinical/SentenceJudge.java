package org.vesalius.metric.clinical;

import java.util.List;

/** Judges the sentences of a report by another report, each by the one that is nearest to it. */
public interface SentenceJudge {
    /** Its name and version, part of a metric's name. */
    String id();

    /** A verdict for each of {@code sentences}: what follows for it from the nearest of {@code others}; neutral where there is none. */
    List<Nli> judge(List<String> sentences, List<String> others);
}
