package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/** The curves of a run's {@code log.jsonl}: lines of {@code step}, {@code kind} ({@code train} or {@code validate}) and {@code values}. */
record TrainingLog(Map<String, Map<String, List<Point>>> curves) {
    /** A value at a step. */
    record Point(double step, double value) {}

    /** By value name, then by kind; a log that is not there has no curves. */
    static TrainingLog read(Path file) throws IOException {
        Map<String, Map<String, List<Point>>> curves = new TreeMap<>();
        if (!Files.isRegularFile(file)) {
            return new TrainingLog(curves);
        }
        for (String line : Files.readAllLines(file)) {
            if (line.endsWith("}")) {
                JsonNode node = Json.tree(line, "log of the run");
                String kind = node.path("kind").asString("");
                double step = node.path("step").asDouble();
                node.path("values").forEachEntry((name, value) -> {
                    double number = value.asDouble(Double.NaN);
                    if (Double.isFinite(number)) {
                        curves.computeIfAbsent(name, n -> new TreeMap<>())
                                .computeIfAbsent(kind, k -> new ArrayList<>())
                                .add(new Point(step, number));
                    }
                });
            }
        }
        return new TrainingLog(curves);
    }

    /** Those that say how learning went: what validation measures, and every loss. */
    Map<String, Map<String, List<Point>>> ofLearning() {
        Map<String, Map<String, List<Point>>> kept = new TreeMap<>();
        curves.forEach((name, kinds) -> {
            boolean curve = kinds.values().stream().anyMatch(points -> points.size() > 1);
            if (curve && (kinds.containsKey("validate") || name.contains("loss"))) {
                kept.put(name, kinds);
            }
        });
        return kept;
    }
}
