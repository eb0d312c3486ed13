package org.vesalius.evaluate;

import java.io.IOException;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.report.LabelState;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/** Whether a prepared set has what a protocol is about. */
final class Needs {
    private Needs() {}

    static boolean met(String protocol, PreparedData data) throws IOException {
        return switch (protocol) {
            case "zero-shot", "linear-probe" -> labels(data);
            case "retrieval" ->
                data.manifest().counts(Split.TEST).texts() > 1
                        && data.manifest().counts(Split.TEST).images() > 1;
            case "report-retrieval" -> topics(data);
            case "grounding" -> boxes(data);
            default -> true;
        };
    }

    private static boolean labels(PreparedData data) {
        return data.manifest().labels().values().stream()
                .anyMatch(states -> states.getOrDefault(LabelState.POSITIVE, 0) > 0
                        && states.getOrDefault(LabelState.NEGATIVE, 0) > 0);
    }

    /** At least two test studies with a text and a topic. */
    private static boolean topics(PreparedData data) throws IOException {
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

    private static boolean boxes(PreparedData data) throws IOException {
        for (Entry entry : data.entries(Split.TEST)) {
            if (data.study(entry).images().stream()
                    .anyMatch(image -> !image.boxes().isEmpty())) {
                return true;
            }
        }
        return false;
    }
}
