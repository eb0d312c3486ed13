package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.vesalius.io.AtomicFiles;

/** Evaluated runs side by side as one page that needs nothing else; what must not be compared stands there with the terms that differ, and without its numbers. */
public final class ComparisonPage {
    private final StringBuilder html = new StringBuilder();

    private ComparisonPage() {}

    /** Writes the page whole or not at all. */
    public static void write(Path file, List<Comparison.Table> tables, List<Comparison.Refusal> refusals)
            throws IOException {
        AtomicFiles.write(file, new ComparisonPage().page(tables, refusals));
    }

    private String page(List<Comparison.Table> tables, List<Comparison.Refusal> refusals) throws IOException {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        if (!tables.isEmpty()) {
            List<Subject> subjects = tables.getFirst().subjects();
            for (int i = 0; i < subjects.size(); i++) {
                facts.put(
                        "Run " + (i + 1),
                        subjects.get(i).name() + ", weights " + subjects.get(i).digest());
            }
        }
        HtmlReport.head(html, "Runs compared", false, facts);
        refusals.forEach(this::refused);
        tables.forEach(this::protocol);
        return html.append("</main></body></html>\n").toString();
    }

    private void refused(Comparison.Refusal refusal) {
        html.append("<div class='refused'><h2>")
                .append(Html.escape(Protocols.byId(refusal.protocol()).title()))
                .append(": not compared</h2><p>")
                .append(Html.escape(refusal.first() + " and " + refusal.second()))
                .append(
                        " were measured differently, so their numbers do not mean the same.</p><div class='scroll'><table class='words'><caption>Terms of the protocol that differ</caption><thead><tr>");
        for (String head : List.of("Term", refusal.first(), refusal.second())) {
            html.append("<th scope='col'>").append(Html.escape(head)).append("</th>");
        }
        html.append("</tr></thead><tbody>");
        refusal.differences()
                .forEach(difference -> html.append("<tr><th scope='row'>")
                        .append(Html.escape(difference.term()))
                        .append("</th><td>")
                        .append(Html.escape(difference.first()))
                        .append("</td><td>")
                        .append(Html.escape(difference.second()))
                        .append("</td></tr>"));
        html.append("</tbody></table></div></div>");
    }

    private void protocol(Comparison.Table table) {
        html.append("<h2>")
                .append(Html.escape(Protocols.byId(table.protocol()).title()))
                .append("</h2><p class='soft'>Protocol digest <code>")
                .append(table.digest().shortHex())
                .append(
                        "</code>. Each run against run 1 by a paired bootstrap of the patients; p over the subjects of a metric is adjusted by Holm.");
        table.notes()
                .forEach(note -> html.append(' ')
                        .append(Html.escape(ReportTables.capital(note)))
                        .append('.'));
        html.append("</p>");
        Set<String> ids = new HashSet<>();
        Summary.chosen(table.lines().stream()
                        .map(line -> line.cells().getFirst().measure())
                        .toList())
                .forEach(measure -> ids.add(measure.id()));
        List<Comparison.Line> first = table.lines().stream()
                .filter(line -> ids.contains(line.cells().getFirst().measure().id()))
                .toList();
        lines("What is asked for first", table.subjects(), first);
        if (first.size() < table.lines().size()) {
            html.append("<details><summary>All ").append(table.lines().size()).append(" numbers</summary>");
            lines("All numbers", table.subjects(), table.lines());
            html.append("</details>");
        }
        terms(table.digest());
    }

    private void lines(String caption, List<Subject> subjects, List<Comparison.Line> lines) {
        html.append("<div class='scroll'><table><caption>")
                .append(caption)
                .append(
                        ", with 95 % intervals; the bars of a line have one scale, the tick is chance</caption><thead><tr><th scope='col'>Number</th>");
        for (int i = 0; i < subjects.size(); i++) {
            html.append("<th scope='col'>")
                    .append(i + 1)
                    .append(' ')
                    .append(Html.escape(subjects.get(i).name()))
                    .append("</th><th scope='col'></th>");
            if (i > 0) {
                html.append("<th scope='col'>Difference from 1</th><th scope='col'>p</th>");
            }
        }
        html.append("</tr></thead><tbody>");
        lines.forEach(this::line);
        html.append("</tbody></table></div>");
    }

    private void line(Comparison.Line line) {
        Measure of = line.cells().getFirst().measure();
        double chance = of.chance();
        double from = Double.isNaN(chance) ? Double.POSITIVE_INFINITY : chance;
        double to = Double.isNaN(chance) ? Double.NEGATIVE_INFINITY : chance;
        for (Comparison.Cell cell : line.cells()) {
            var interval = cell.measure().interval();
            from = Math.min(from, Double.isNaN(interval.low()) ? interval.value() : interval.low());
            to = Math.max(to, Double.isNaN(interval.high()) ? interval.value() : interval.high());
        }
        boolean mean = line.subject().equals(Measure.MACRO);
        html.append(mean ? "<tr class='mean'>" : "<tr>")
                .append("<th scope='row'>")
                .append(Html.escape(Summary.name(of)))
                .append("</th>");
        for (int i = 0; i < line.cells().size(); i++) {
            Comparison.Cell cell = line.cells().get(i);
            html.append("<td>")
                    .append(Html.cell(cell.measure().interval()))
                    .append("</td><td class='bar'>")
                    .append(from < to ? Svg.interval(cell.measure().interval(), chance, from, to) : "")
                    .append("</td>");
            if (i > 0) {
                html.append("<td>")
                        .append(cell.difference()
                                .map(d -> Html.cell(d.difference()))
                                .orElse("–"))
                        .append("</td><td>")
                        .append(Html.p(cell.adjusted()))
                        .append("</td>");
            }
        }
        html.append("</tr>");
    }

    private void terms(ProtocolDigest digest) {
        html.append(Html.protocol(digest.hex(), digest.terms()));
    }
}
