package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.Digests;
import org.vesalius.shard.Entry;

/** Rows, tables and results made by hand. */
final class Made {
    static final EvaluationOptions OPTIONS =
            EvaluationOptions.defaults().withMinPositives(3).withResamples(200, 1);

    private Made() {}

    static StudySet.Row row(int row, Split split, Study study) {
        return new StudySet.Row(row, new Entry(row, "k" + row, split, "p" + row, "none.tar", 0, 0, 0, 1), study);
    }

    /** Label scores of studies 0, 1, …: positives where {@code truth} has a 1. */
    static void scores(SampleTable table, int from, Split split, String label, String truth, double... scores) {
        for (int i = 0; i < scores.length; i++) {
            int positive = truth.charAt(i) - '0';
            String severity = positive == 1 ? Double.toString(scores[i]) : "";
            table.add(row(from + i, split, Study.of("-", "-")), split.lower(), label, positive, scores[i], severity);
        }
    }

    /** A zero-shot outcome of one label with these test scores. */
    static Protocol.Outcome outcome(String model, Map<String, String> terms, String truth, double... scores) {
        SampleTable table = new SampleTable(ClassMeasures.COLUMNS);
        scores(table, 100, Split.VAL, "nodule", "0011", .1, .2, .8, .9);
        scores(table, 0, Split.TEST, "nodule", truth, scores);
        Protocol.Estimated estimated = new ZeroShotProtocol().estimate(table, OPTIONS);
        ProtocolDigest digest = ProtocolDigest.of(terms);
        Result result = new Result(
                Result.FORMAT,
                "zero-shot",
                digest.hex(),
                digest.terms(),
                new Subject(model, model + " weights"),
                "the data",
                OPTIONS,
                estimated.measures(),
                estimated.notes(),
                List.of(),
                Digests.sha256(table.csv()),
                Provenance.here("vesalius evaluate"));
        return new Protocol.Outcome(result, table);
    }

    static List<String> ids(List<Measure> measures) {
        return new ArrayList<>(measures.stream().map(Measure::id).toList());
    }
}
