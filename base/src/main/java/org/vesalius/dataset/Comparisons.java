package org.vesalius.dataset;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/** What Chest ImaGenome says of a film against an earlier one of the same patient. */
final class Comparisons {
    private static final String CUE = "comparison|yes|";

    private final List<Comparison> all = new ArrayList<>();
    private final Map<String, Set<String>> byRegion = new TreeMap<>();

    /**
     * One region of two films.
     *
     * @param region such as {@code "left lung"}
     * @param change {@code improved}, {@code worsened} or {@code no change}; several where the phrase says several
     * @param attributes of what it is said, as {@code "anatomicalfinding|yes|lung opacity"}
     * @param prior the earlier film
     * @param phrase of the report
     */
    record Comparison(String region, List<String> change, List<String> attributes, String prior, String phrase) {}

    /** The relations of a scene graph, and what the phrases of a region say where there is no relation. */
    static Comparisons of(JsonNode graph) {
        Comparisons comparisons = new Comparisons();
        for (JsonNode relation : graph.path("relationships")) {
            comparisons.add(
                    JsonRows.text(relation, "bbox_name"),
                    texts(relation.path("relationship_names")),
                    texts(relation.path("attributes")),
                    film(JsonRows.text(relation, "object_id")),
                    JsonRows.text(relation, "phrase"));
        }
        for (JsonNode region : graph.path("attributes")) {
            for (JsonNode cues : region.path("comparison_cues")) {
                comparisons.says(JsonRows.text(region, "bbox_name"), changes(texts(cues)));
            }
        }
        return comparisons;
    }

    /** One relation; names that say no change are passed over. */
    void add(String region, List<String> names, List<String> attributes, String prior, String phrase) {
        List<String> change = changes(names);
        if (!change.isEmpty()) {
            all.add(new Comparison(region, change, attributes, prior, phrase));
            says(region, change);
        }
    }

    private void says(String region, List<String> change) {
        if (!change.isEmpty()) {
            byRegion.computeIfAbsent(region, _ -> new TreeSet<>()).addAll(change);
        }
    }

    private static List<String> changes(List<String> names) {
        return names.stream()
                .filter(name -> name.startsWith(CUE))
                .map(name -> name.substring(CUE.length()))
                .distinct()
                .toList();
    }

    /** {@code DICOM_right lung} begins with the film. */
    static String film(String object) {
        int end = object.indexOf('_');
        return end < 0 ? object : object.substring(0, end);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asString("").strip()));
        return texts;
    }

    /** As facts of a study: the relations, each region's change in words, and the earlier film where it is one. */
    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        if (!all.isEmpty()) {
            facts.put(ChestImaGenome.COMPARISONS, Json.line(all));
        }
        byRegion.forEach((region, change) -> facts.put("change:" + region, String.join("; ", change)));
        Set<String> priors = new LinkedHashSet<>();
        all.forEach(comparison -> priors.add(comparison.prior()));
        priors.remove("");
        if (priors.size() == 1) {
            facts.put("prior", priors.iterator().next());
        }
        return facts;
    }
}
