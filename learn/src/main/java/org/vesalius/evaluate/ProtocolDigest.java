package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vesalius.io.Digests;
import org.vesalius.io.Json;

/**
 * Everything that decides what a number means, by name: data set with its digest and reader version, split ids, transform, prompts, sections, metrics with their modes and versions, resampling. Numbers of equal digests
 * may stand side by side.
 */
public record ProtocolDigest(SortedMap<String, String> terms) {
    private static final int SHORT = 12;

    public ProtocolDigest {
        terms = Collections.unmodifiableSortedMap(new TreeMap<>(terms));
    }

    /** From any map. */
    public static ProtocolDigest of(Map<String, String> terms) {
        return new ProtocolDigest(new TreeMap<>(terms));
    }

    /** SHA-256 of the terms. */
    public String hex() {
        return Digests.sha256(Json.line(terms));
    }

    /** The beginning of {@link #hex}, for tables. */
    public String shortHex() {
        return hex().substring(0, SHORT);
    }

    /** A term that two protocols do not share; {@code (none)} where one lacks it. */
    public record Difference(String term, String first, String second) {
        @Override
        public String toString() {
            return term + ": '" + first + "' against '" + second + "'";
        }
    }

    /** All terms that differ, by name. */
    public List<Difference> differences(ProtocolDigest other) {
        var names = new TreeSet<>(terms.keySet());
        names.addAll(other.terms.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String name : names) {
            String first = terms.getOrDefault(name, "(none)");
            String second = other.terms.getOrDefault(name, "(none)");
            if (!first.equals(second)) {
                differences.add(new Difference(name, first, second));
            }
        }
        return differences;
    }
}
