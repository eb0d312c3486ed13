package org.vesalius.evaluate;

import java.util.List;
import java.util.Map;
import org.vesalius.io.InputException;
import org.vesalius.shard.PreparedData;

/**
 * Findings made an impression: ROUGE-1, 2 and L of the rouge_score package with its stemmer, as the papers of RadSum report them. Which pairs are scored (empty sections and findings of fewer than ten words
 * are usually left out) is decided by who writes the reference file, whose digest is part of the protocol's.
 */
public final class SummarisationProtocol implements Protocol {
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

    /** Not of a run yet: no model of the catalogue writes them. */
    @Override
    public boolean possible(PreparedData data) {
        return false;
    }

    @Override
    public boolean usual() {
        return false;
    }

    @Override
    public Map<String, String> terms(Trial trial) {
        return Map.of("protocol", id() + "@1", "metrics", TextScoring.names(settings(trial.options())));
    }

    @Override
    public Collected collect(Trial trial) {
        throw InputException.of(
                id(),
                "files of texts",
                "a run, and no model of the catalogue writes what it is about",
                "score files: vesalius score --protocol " + id() + " --references R --hypotheses H");
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        return TextScoring.estimate(samples, settings(options), options);
    }
}
