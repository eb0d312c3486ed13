package org.vesalius.evaluate;

import java.util.List;
import java.util.Map;
import org.vesalius.io.InputException;
import org.vesalius.shard.PreparedData;

/**
 * Visual question answering: accuracy over all answers, over open and closed ones ({@code answer_type}) and by {@code question_type}, after each of the published normalisers, which are different numbers;
 * for answers in free words token recall and containment; MMBERT's BLEU-1. The type is the reference file's (the oracle's), not one that a system predicted.
 */
public final class VqaProtocol implements Protocol {
    @Override
    public String id() {
        return "vqa";
    }

    @Override
    public String title() {
        return "Answers to questions about pictures";
    }

    @Override
    public List<Setting> settings() {
        return TextScoring.settings("answer,answer-open,bleu-mmbert");
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
