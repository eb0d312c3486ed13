package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of groups of people or pictures as bars on one scale: those whose part is a kind of group and a group, such as {@code sex: F}. Where a result has none, nothing. */
final class SubgroupBars {
    private static final Pattern GROUP = Pattern.compile("([^:]+): (.+)");

    private final StringBuilder html = new StringBuilder();

    private SubgroupBars() {}

    /** Whether a number is one of a group. */
    static boolean grouped(Measure measure) {
        return GROUP.matcher(measure.part()).matches();
    }

    /** For each kind of group a table for each metric, the first open. */
    static String of(Result result) {
        Map<String, Map<String, List<Measure>>> byKind = new LinkedHashMap<>();
        for (Measure measure : result.measures()) {
            Matcher part = GROUP.matcher(measure.part());
            if (part.matches()) {
                byKind.computeIfAbsent(part.group(1), _ -> new LinkedHashMap<>())
                        .computeIfAbsent(measure.metric(), _ -> new ArrayList<>())
                        .add(measure);
            }
        }
        SubgroupBars bars = new SubgroupBars();
        byKind.forEach((kind, metrics) -> bars.kind(result, kind, metrics));
        return bars.html.toString();
    }

    private void kind(Result result, String kind, Map<String, List<Measure>> metrics) {
        html.append("<h3>By ").append(Html.escape(kind)).append("</h3>");
        boolean first = true;
        for (Map.Entry<String, List<Measure>> metric : metrics.entrySet()) {
            String name = metric.getValue().getFirst().shortName()
                    + metric.getValue().getFirst().quirks();
            if (!first) {
                html.append("<details><summary>").append(Html.escape(name)).append("</summary>");
            }
            table(result, kind, name, metric.getValue());
            if (!first) {
                html.append("</details>");
            }
            first = false;
        }
    }

    private void table(Result result, String kind, String name, List<Measure> measures) {
        double from = measures.stream()
                .mapToDouble(m -> least(m))
                .filter(v -> !Double.isNaN(v))
                .min()
                .orElse(0);
        double to = measures.stream()
                .mapToDouble(m -> most(m))
                .filter(v -> !Double.isNaN(v))
                .max()
                .orElse(1);
        html.append("<div class='scroll'><table><caption>")
                .append(Html.escape(name))
                .append(" of each group, with 95 % intervals by patient; the bars of this table have one scale, from ")
                .append(Html.number(from))
                .append(" to ")
                .append(Html.number(to))
                .append(". Gap: the largest less the smallest.</caption><thead><tr><th scope='col'>Subject</th>")
                .append("<th scope='col'>")
                .append(Html.escape(ReportTables.capital(kind)))
                .append(
                        "</th><th scope='col'>Rows</th><th scope='col'>Value</th><th scope='col'></th><th scope='col'>Gap</th></tr></thead><tbody>");
        String before = "";
        for (Measure measure : measures) {
            boolean next = !measure.subject().equals(before);
            html.append(next ? "<tr class='next'>" : "<tr>")
                    .append("<th scope='row'>")
                    .append(Html.escape(measure.subject()))
                    .append("</th><td>")
                    .append(Html.escape(measure.part().substring(kind.length() + 2)))
                    .append("</td><td>")
                    .append(measure.rows())
                    .append("</td><td>")
                    .append(Html.cell(measure.interval()))
                    .append("</td><td class='bar'>")
                    .append(Svg.interval(measure.interval(), measure.chance(), from, to))
                    .append("</td><td>")
                    .append(next ? gap(result, measure, kind) : "")
                    .append("</td></tr>");
            before = measure.subject();
        }
        html.append("</tbody></table></div>");
    }

    private static String gap(Result result, Measure of, String kind) {
        return result.measures().stream()
                .filter(m -> m.shortName().equals(of.shortName() + "-gap"))
                .filter(m -> m.subject().equals(of.subject()) && m.part().equals(kind))
                .findFirst()
                .map(m -> Html.cell(m.interval()) + " <span class='range'>by chance " + Html.number(m.chance())
                        + "</span>")
                .orElse("");
    }

    private static double least(Measure m) {
        return Double.isNaN(m.interval().low()) ? m.value() : m.interval().low();
    }

    private static double most(Measure m) {
        return Double.isNaN(m.interval().high()) ? m.value() : m.interval().high();
    }
}
