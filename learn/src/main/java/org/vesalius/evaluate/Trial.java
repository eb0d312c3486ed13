package org.vesalius.evaluate;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.vesalius.dataset.Split;
import org.vesalius.io.Progress;
import org.vesalius.shard.PreparedData;

/** A model in front of a prepared set. Pictures are embedded once, however many protocols ask for them. */
public final class Trial {
    private final Scorer scorer;
    private final PreparedData data;
    private final EvaluationOptions options;
    private final Progress progress;
    private final Map<Split, StudySet> sets = new EnumMap<>(Split.class);
    private final Map<Split, StudySet> featureSets = new EnumMap<>(Split.class);

    public Trial(Scorer scorer, PreparedData data, EvaluationOptions options, Progress progress) {
        this.scorer = scorer;
        this.data = data;
        this.options = options;
        this.progress = progress;
    }

    /** The same with another scorer for the split that is scored: what was seen of the others stays. */
    Trial seeing(Scorer other) throws IOException {
        Trial trial = new Trial(other, data, options, progress);
        for (Split split : Split.values()) {
            if (split != options.split() && featureSets.containsKey(split)) {
                trial.featureSets.put(split, features(split));
            }
        }
        return trial;
    }

    public Scorer scorer() {
        return scorer;
    }

    public PreparedData data() {
        return data;
    }

    public EvaluationOptions options() {
        return options;
    }

    public Progress progress() {
        return progress;
    }

    /** The studies of a split with their vectors in the space of texts. */
    public StudySet studies(Split split) throws IOException {
        return studies(sets, split, scorer::embedImages, "embed");
    }

    /** The studies of a split with the features that a probe is fitted on. */
    public StudySet features(Split split) throws IOException {
        return studies(featureSets, split, scorer::features, "features of");
    }

    private StudySet studies(Map<Split, StudySet> known, Split split, StudySet.Encoder encoder, String verb)
            throws IOException {
        StudySet set = known.get(split);
        if (set == null) {
            String stage = "%s %s pictures (%s)"
                    .formatted(verb, split.lower(), scorer.subject().name());
            set = StudySet.read(encoder, data, split, progress, stage);
            known.put(split, set);
        }
        return set;
    }
}
