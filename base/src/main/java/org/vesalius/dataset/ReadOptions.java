package org.vesalius.dataset;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.io.InputException;

/**
 * What a reader may be told; every reader names its settings in {@link Dataset#settings()}.
 *
 * @param settings by name
 */
public record ReadOptions(Map<String, String> settings) {
    public ReadOptions {
        settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    }

    /** Every setting at its default. */
    public static ReadOptions defaults() {
        return new ReadOptions(Map.of());
    }

    /** The same with one more setting. */
    public ReadOptions with(String name, String value) {
        Map<String, String> more = new TreeMap<>(settings);
        more.put(name, value);
        return new ReadOptions(more);
    }

    /** The value of a setting, or what it is when not given. */
    public String get(String name, String otherwise) {
        return settings.getOrDefault(name, otherwise);
    }

    /** Refuses a setting that {@code dataset} does not have. */
    public void check(Dataset dataset) {
        for (String name : settings.keySet()) {
            if (!dataset.settings().containsKey(name)) {
                throw InputException.unknown(
                        "setting of '" + dataset.card().id() + "'",
                        name,
                        dataset.settings().keySet());
            }
        }
    }
}
