package org.vesalius.identity;

import java.util.EnumMap;
import java.util.Map;

/** How often something was done. */
final class Tally<K extends Enum<K>> {
    private final Map<K, Integer> counts;

    Tally(Class<K> kinds) {
        this.counts = new EnumMap<>(kinds);
    }

    void add(K kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    void addAll(Map<K, Integer> more) {
        more.forEach((kind, n) -> counts.merge(kind, n, Integer::sum));
    }

    Map<K, Integer> counts() {
        return counts;
    }
}
