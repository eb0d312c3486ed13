package org.vesalius.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.InputException;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/** Which labels are scored; what their states count as is said by {@link LabelReading}. */
final class Labels {
    private static final String SEVERITY = "severity:";

    private Labels() {}

    /**
     * Those that the user named, else all of the data but the one that says that nothing is there. A generated set, known by its {@code severity:} facts, has its own findings and the same again under CheXpert's names: there its own count.
     */
    static List<String> of(Trial trial) throws IOException {
        LabelReading reading = trial.options().reading();
        Map<String, Map<LabelState, Integer>> counts =
                reading.counts(trial.data().manifest().labels());
        List<String> wanted = trial.options().labels();
        for (String label : wanted) {
            if (!counts.containsKey(label)) {
                throw InputException.unknown("label of this data set", label, counts.keySet());
            }
        }
        if (!wanted.isEmpty()) {
            return wanted;
        }
        boolean generated = generated(trial.data());
        List<String> labels = new TreeMap<>(counts)
                .entrySet().stream()
                        .filter(entry -> reading.decides(entry.getKey(), entry.getValue()))
                        .map(Map.Entry::getKey)
                        .filter(label -> !Pool.NO_FINDINGS.contains(label.toLowerCase(Locale.ROOT)))
                        .filter(label ->
                                !generated || !reading.alignment().isEmpty() || !CheXpert14.NAMES.contains(label))
                        .toList();
        if (labels.isEmpty()) {
            throw InputException.of(
                    "labels of this data set",
                    "some with positive and negative studies",
                    "none",
                    "choose a protocol that needs no labels, such as retrieval");
        }
        return labels;
    }

    private static boolean generated(PreparedData data) throws IOException {
        for (Entry entry : data.entries(Split.VAL).isEmpty() ? data.entries() : data.entries(Split.VAL)) {
            if (data.study(entry).meta().keySet().stream().anyMatch(fact -> fact.startsWith(SEVERITY))) {
                return true;
            }
        }
        return false;
    }

    /** How plain the finding is in [0, 1], where the data knows; else empty. */
    static String severity(Study study, String label) {
        return study.meta().getOrDefault(SEVERITY + label, "");
    }
}
