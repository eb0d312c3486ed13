package org.vesalius.shard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Patients that must stay together: a disjoint-set forest whose roots are the smallest ids, so that the order of joining does not matter. */
final class Patients {
    private final Map<String, String> parent = new HashMap<>();
    private final Set<String> linked = new HashSet<>();

    /** Says that two are linked. */
    void link(String a, String b) {
        String first = root(a);
        String second = root(b);
        boolean firstIsSmaller = first.compareTo(second) < 0;
        if (!first.equals(second)) {
            parent.put(firstIsSmaller ? second : first, firstIsSmaller ? first : second);
        }
        if (!a.equals(b)) {
            linked.add(a);
            linked.add(b);
        }
    }

    /** How many are linked to somebody else. */
    int linked() {
        return linked.size();
    }

    /** The smallest id among those who are linked to this one. */
    String root(String patient) {
        String at = patient;
        String above = parent.getOrDefault(at, at);
        while (!above.equals(at)) {
            String next = parent.getOrDefault(above, above);
            parent.put(at, next);
            at = above;
            above = next;
        }
        return at;
    }
}
