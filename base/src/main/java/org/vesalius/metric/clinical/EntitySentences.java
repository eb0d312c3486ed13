package org.vesalius.metric.clinical;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vesalius.report.Sentences;
import org.vesalius.report.graph.GraphExtractor;

/** The sentences of a report and the clinical entities named in each, in small letters. */
public record EntitySentences(List<Line> lines) {
    /** How {@link #byRules} finds entities, part of a metric's name. */
    public static final String RULES = GraphExtractor.VERSION;

    /** A sentence. */
    public record Line(String text, List<String> entities) {
        public Line {
            entities = List.copyOf(entities);
        }
    }

    public EntitySentences {
        lines = List.copyOf(lines);
    }

    /** By the rules of {@link GraphExtractor}: anatomy and observations, without what only narrows another ("left", "small"), as IFCC keeps ANATOMY and OBSERVATION and drops their modifiers. */
    public static EntitySentences byRules(String report) {
        return new EntitySentences(
                Sentences.split(report).stream().map(EntitySentences::line).toList());
    }

    private static Line line(String sentence) {
        return new Line(
                sentence,
                GraphExtractor.of(sentence).entities().stream()
                        .filter(entity -> !GraphExtractor.narrows(entity))
                        .map(entity -> entity.tokens().toLowerCase(Locale.ROOT))
                        .toList());
    }

    /** The sentences alone. */
    public List<String> sentences() {
        return lines.stream().map(Line::text).toList();
    }

    /** In which sentences each entity is named, once for each time. */
    Map<String, List<Integer>> places() {
        Map<String, List<Integer>> places = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            for (String entity : lines.get(i).entities()) {
                places.computeIfAbsent(entity, _ -> new ArrayList<>()).add(i);
            }
        }
        return places;
    }
}
