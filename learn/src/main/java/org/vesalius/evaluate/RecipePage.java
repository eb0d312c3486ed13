package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.vesalius.io.AtomicFiles;
import org.vesalius.metric.Interval;

/** A comparison of recipes as one page that needs nothing else: a table a protocol, each recipe's range drawn on one scale a number. */
public final class RecipePage {
    private final StringBuilder html = new StringBuilder();

    private RecipePage() {}

    /** Writes the page whole or not at all; {@code facts} stand at its head. */
    public static void write(
            Path file, boolean synthetic, SequencedMap<String, String> facts, List<RecipeComparison.Table> tables)
            throws IOException {
        AtomicFiles.write(file, new RecipePage().page(synthetic, new LinkedHashMap<>(facts), tables));
    }

    private String page(boolean synthetic, SequencedMap<String, String> facts, List<RecipeComparison.Table> tables)
            throws IOException {
        HtmlReport.head(html, "Recipes compared", synthetic, facts);
        for (RecipeComparison.Table table : tables) {
            html.append("<h2>")
                    .append(Html.escape(Protocols.byId(table.protocol()).title()))
                    .append(
                            "</h2><p>Mean over the seeds with its 95 % range over patients; the dashed line is chance. ")
                    .append("p: paired bootstrap against the first recipe, Holm's adjustment over the recipes. ")
                    .append("Protocol digest ")
                    .append(table.digest().shortHex())
                    .append(".</p>");
            table.rows().forEach(this::row);
            for (RecipeComparison.LeftOut out : table.leftOut()) {
                html.append("<p>")
                        .append(Html.escape(out.recipe() + ": " + out.reason()))
                        .append("</p>");
            }
        }
        return html.append("</main></body></html>\n").toString();
    }

    private void row(RecipeComparison.Row row) {
        html.append("<h3>")
                .append(Html.escape(Summary.name(row.measure())))
                .append("</h3><table><thead><tr><th>recipe</th><th></th><th>mean</th><th>95 %</th><th>each seed</th>")
                .append("<th>difference</th><th>p</th></tr></thead><tbody>");
        double from = Math.min(
                low(row),
                Double.isNaN(row.measure().chance()) ? 1 : row.measure().chance());
        double to = row.cells().stream()
                .mapToDouble(cell -> top(cell.value()))
                .max()
                .orElse(1);
        for (RecipeComparison.Cell cell : row.cells()) {
            html.append("<tr><td>")
                    .append(Html.escape(cell.recipe()))
                    .append("</td><td>")
                    .append(Svg.interval(cell.value(), row.measure().chance(), from, to))
                    .append("</td><td>")
                    .append(Html.number(cell.value().value()))
                    .append("</td><td>")
                    .append(Html.range(cell.value()))
                    .append("</td><td>")
                    .append(String.join(
                            " ", cell.perSeed().stream().map(Html::number).toList()))
                    .append("</td><td>")
                    .append(cell.difference()
                            .map(d -> Html.number(d.difference().value()) + " " + Html.range(d.difference()))
                            .orElse(""))
                    .append("</td><td>")
                    .append(Double.isNaN(cell.adjusted()) ? "" : Html.number(cell.adjusted()))
                    .append("</td></tr>");
        }
        html.append("</tbody></table>");
    }

    private static double low(RecipeComparison.Row row) {
        return row.cells().stream()
                .mapToDouble(cell -> Double.isNaN(cell.value().low())
                        ? cell.value().value()
                        : cell.value().low())
                .min()
                .orElse(0);
    }

    private static double top(Interval interval) {
        return Double.isNaN(interval.high()) ? interval.value() : interval.high();
    }
}
