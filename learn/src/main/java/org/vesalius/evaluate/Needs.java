package org.vesalius.evaluate;

import java.io.IOException;
import org.vesalius.dataset.Split;
import org.vesalius.report.LabelState;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/** Whether a prepared set has what a protocol is about. */
final class Needs {
    private Needs() {}

    static boolean met(String protocol, PreparedData data) throws IOException {
        return switch (protocol) {
            case "zero-shot", "linear-probe" -> labels(data);
            case "retrieval" -> data.manifest().counts(Split.TEST).texts() > 1;
            case "grounding" -> boxes(data);
            default -> true;
        };
    }

    private static boolean labels(PreparedData data) {
        return data.manifest().labels().values().stream()
                .anyMatch(states -> states.getOrDefault(LabelState.POSITIVE, 0) > 0
                        && states.getOrDefault(LabelState.NEGATIVE, 0) > 0);
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
