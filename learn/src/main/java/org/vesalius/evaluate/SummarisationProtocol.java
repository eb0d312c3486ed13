package org.vesalius.evaluate;

import java.util.List;

/**
 * Findings made an impression: ROUGE-1, 2 and L of the rouge_score package with its stemmer, as the papers of RadSum report them. Which pairs are scored (empty sections and findings of fewer than ten words
 * are usually left out) is decided by who writes the reference file, whose digest is part of the protocol's.
 */
public final class SummarisationProtocol implements FilesOnly {
    @Override
    public String id() {
        return "summarisation";
    }

    @Override
    public String title() {
        return "Impressions that a system wrote of findings";
    }

    @Override
    public List<Setting> settings() {
        return TextScoring.settings("rouge");
    }
}
