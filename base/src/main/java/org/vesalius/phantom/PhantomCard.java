package org.vesalius.phantom;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a written folder holds, as {@code phantom.json}.
 *
 * @param kind always {@value #KIND}
 * @param counts {@code patients}, {@code studies}, {@code images}, and studies with each finding by its label
 */
public record PhantomCard(
        String kind, int version, String notice, PhantomOptions options, Map<String, Integer> counts) {
    /** Beside the splits. */
    public static final String FILE = "phantom.json";

    /** Of the folder. */
    public static final String KIND = "vesalius-phantom";

    static PhantomCard of(PhantomOptions options, List<List<Visit>> patients) {
        Map<String, Integer> counts = new TreeMap<>();
        Map<Finding, Integer> found = new EnumMap<>(Finding.class);
        List<Visit> studies = patients.stream().flatMap(List::stream).toList();
        for (Finding finding : Finding.values()) {
            found.put(
                    finding, (int) studies.stream().filter(v -> v.has(finding)).count());
        }
        found.forEach((finding, n) -> counts.put(finding.label(), n));
        counts.put("patients", patients.size());
        counts.put("studies", studies.size());
        counts.put("images", 2 * studies.size());
        return new PhantomCard(KIND, Truth.VERSION, Truth.NOTICE, options, counts);
    }
}
