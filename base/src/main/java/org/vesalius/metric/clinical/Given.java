package org.vesalius.metric.clinical;

import java.util.List;
import java.util.Map;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;
import org.vesalius.report.graph.ReportGraph;

/** What other programs made of the very texts that are scored, in their order: labels (CheXbert), graphs (RadGraph's model), RadCliQ's features. What is not given is empty. */
public record Given(GivenLabels labels, GraphScores.Given graphs, List<RadCliq.Features> features) {
    /** Stands in names of metrics for whoever made it; the files are in the protocol's digest. */
    public static final String ID = "given";

    /** Nothing; enough to make numbers of a table that was read back. */
    public static final Given NONE = new Given(labels(List.of(), List.of()), graphs(List.of(), List.of()), List.of());

    public Given {
        features = List.copyOf(features);
    }

    /** Labels of CheXpert's classes. */
    public static GivenLabels labels(
            List<Map<String, LabelState>> references, List<Map<String, LabelState>> hypotheses) {
        return new GivenLabels(ID, CheXpert14.NAMES, references, hypotheses);
    }

    /** A graph for each reference and each hypothesis. */
    public static GraphScores.Given graphs(List<ReportGraph> references, List<ReportGraph> hypotheses) {
        return new GraphScores.Given(ID, references.stream().map(List::of).toList(), hypotheses);
    }
}
