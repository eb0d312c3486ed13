package org.vesalius.evaluate;

import java.io.IOException;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.report.LabelState;
import org.vesalius.shard.Counts;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/** Whether a prepared set has what protocols ask for most. */
final class Needs {
    private Needs() {}

    /** A label with positive and negative studies. */
    static boolean labels(PreparedData data) {
        return data.manifest().labels().values().stream()
                .anyMatch(states -> states.getOrDefault(LabelState.POSITIVE, 0) > 0
                        && states.getOrDefault(LabelState.NEGATIVE, 0) > 0);
    }

    /** At least two test studies with texts and two with pictures. */
    static boolean pairs(PreparedData data) {
        Counts test = data.manifest().counts(Split.TEST);
        return test.texts() > 1 && test.images() > 1;
    }

    /** At least two test studies with a text and a topic. */
    static boolean topics(PreparedData data) throws IOException {
        int found = 0;
        for (Entry entry : data.entries(Split.TEST)) {
            Study study = data.study(entry);
            found += study.report().isEmpty() || Topics.of(study).isEmpty() ? 0 : 1;
            if (found > 1) {
                return true;
            }
        }
        return false;
    }

    /** A box on a picture of a test study. */
    static boolean boxes(PreparedData data) throws IOException {
        for (Entry entry : data.entries(Split.TEST)) {
            if (data.study(entry).images().stream()
                    .anyMatch(image -> !image.boxes().isEmpty())) {
                return true;
            }
        }
        return false;
    }
}
