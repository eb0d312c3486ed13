package org.vesalius.cli;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.evaluate.HtmlReport;
import org.vesalius.evaluate.Protocol;
import org.vesalius.evaluate.Result;
import org.vesalius.evaluate.Summary;

/** A result for the terminal, with its baselines beside it. */
final class ResultText {
    private ResultText() {}

    /** A table of the foremost numbers, what must be known beside them, and the digest. */
    static String of(HtmlReport.Part part) {
        Result result = part.model().result();
        List<String> heads = new ArrayList<>(List.of(result.protocol(), "value", "95 % interval", "chance"));
        part.baselines()
                .forEach(baseline -> heads.add(baseline.result().subject().name()));
        Table table = new Table(heads.toArray(String[]::new));
        for (Summary.Line line : Summary.of(result)) {
            List<Object> cells = new ArrayList<>(List.of(
                    line.name(),
                    Numbers.of(line.measure().value()),
                    Numbers.range(line.measure().interval()),
                    Numbers.of(line.measure().chance())));
            for (Protocol.Outcome baseline : part.baselines()) {
                cells.add(baseline.result()
                        .find(
                                line.measure().metric(),
                                line.measure().subject(),
                                line.measure().part())
                        .map(measure -> Numbers.of(measure.value()))
                        .orElse("-"));
            }
            table.row(cells.toArray());
        }
        StringBuilder text = new StringBuilder(table.toString());
        result.notes().forEach(note -> text.append(note).append('\n'));
        return text.append("protocol digest ")
                .append(result.protocolDigest().shortHex())
                .append('\n')
                .toString();
    }
}
