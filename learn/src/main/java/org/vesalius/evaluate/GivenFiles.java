package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vesalius.dataset.LabelRows;
import org.vesalius.dataset.ScoreRows;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.metric.clinical.Given;
import org.vesalius.metric.clinical.GivenFeatures;
import org.vesalius.metric.clinical.GraphScores;
import org.vesalius.metric.clinical.RadCliq;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;
import org.vesalius.report.graph.RadGraphJson;
import org.vesalius.report.graph.ReportGraph;

/**
 * Files of what other programs made of the texts that are scored, a row a text in the order of the references.
 *
 * @param labels tables in CheXpert's form: of the references, of the hypotheses
 * @param graphs RadGraph's JSON: of the references, of the hypotheses
 * @param features a table with the columns of {@link GivenFeatures}
 */
public record GivenFiles(List<Path> labels, List<Path> graphs, List<Path> features) {
    /** No files. */
    public static final GivenFiles NONE = new GivenFiles(List.of(), List.of(), List.of());

    /**
     * Checks how many there are.
     *
     * @throws InputException when a pair is not one
     */
    public GivenFiles {
        labels = pair("labels", labels);
        graphs = pair("graphs", graphs);
        features = List.copyOf(features);
    }

    private static List<Path> pair(String what, List<Path> files) {
        if (!files.isEmpty() && files.size() != 2) {
            throw InputException.of(
                    what,
                    "two files, of the references and of the hypotheses",
                    "" + files.size(),
                    "name both with a comma between them");
        }
        return List.copyOf(files);
    }

    /** All of them. */
    List<Path> files() {
        return Stream.of(labels, graphs, features).flatMap(List::stream).toList();
    }

    /** Reads them; {@code byPlace} takes the columns of labels by their place, not by their name (quirk Q21). */
    Given read(boolean byPlace) throws IOException {
        for (Path file : files()) {
            if (!Files.isRegularFile(file)) {
                throw InputException.of(
                        String.valueOf(file.getFileName()), "a file", "nothing at that place", "check the path");
            }
        }
        return new Given(
                labels.isEmpty()
                        ? Given.NONE.labels()
                        : Given.labels(labels(labels.getFirst(), byPlace), labels(labels.getLast(), byPlace)),
                graphs.isEmpty() ? Given.NONE.graphs() : graphs(graphs.getFirst(), graphs.getLast()),
                features.isEmpty() ? List.of() : features(features.getFirst()));
    }

    private static List<Map<String, LabelState>> labels(Path file, boolean byPlace) throws IOException {
        return byPlace ? LabelRows.byPlace(file, CheXpert14.NAMES) : LabelRows.list(file, CheXpert14.NAMES);
    }

    private static GraphScores.Given graphs(Path references, Path hypotheses) throws IOException {
        return Given.graphs(graphs(references), graphs(hypotheses));
    }

    private static List<ReportGraph> graphs(Path file) throws IOException {
        List<ReportGraph> graphs = new ArrayList<>();
        Json.tree(file, "graphs in " + file.getFileName())
                .properties()
                .forEach(report -> graphs.add(RadGraphJson.read(report.getValue())));
        return graphs;
    }

    private static List<RadCliq.Features> features(Path file) throws IOException {
        return ScoreRows.read(file, GivenFeatures.COLUMNS).stream()
                .map(row -> new RadCliq.Features(row.get(0), row.get(1), row.get(2), row.get(3)))
                .toList();
    }
}
