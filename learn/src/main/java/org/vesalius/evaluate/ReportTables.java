package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vesalius.metric.Retrieval;
import org.vesalius.metric.spatial.Grounding;

/** The numbers of a result as HTML tables, baselines beside the model. */
final class ReportTables {
    private static final int TERTILES = 3;
    /** So many numbers need no choice. */
    private static final int FEW = 24;

    private final Result result;
    private final List<Result> baselines;
    private final StringBuilder html = new StringBuilder();

    private ReportTables(HtmlReport.Part part) {
        result = part.model().result();
        baselines = part.baselines().stream().map(Protocol.Outcome::result).toList();
    }

    /** The tables that belong to the protocol. */
    static String of(HtmlReport.Part part) {
        ReportTables tables = new ReportTables(part);
        switch (tables.result.protocol()) {
            case "retrieval" -> tables.retrieval();
            case "grounding" -> tables.grounding();
            case "zero-shot", "linear-probe" -> {
                if (tables.subjects("auroc").isEmpty()) {
                    tables.anything();
                } else {
                    tables.classes();
                    tables.severity();
                }
            }
            default -> tables.anything();
        }
        return tables.html.toString();
    }

    private Set<String> subjects(String metric) {
        Set<String> subjects = new LinkedHashSet<>();
        for (Measure measure : result.measures()) {
            if (measure.shortName().equals(metric) && measure.part().isEmpty()) {
                subjects.add(measure.subject());
            }
        }
        return subjects;
    }

    private void classes() {
        List<String> heads = new ArrayList<>(List.of("Finding", "Positives", "AUROC", ""));
        baselines.forEach(baseline -> heads.add(baseline.subject().name() + ", AUROC"));
        heads.addAll(List.of("AP", "F1", "Sensitivity", "Specificity"));
        if (result.find("brier", Measure.MACRO).isPresent()) {
            heads.addAll(List.of("Brier", "ECE"));
        }
        open(
                "Per finding, with 95 % intervals by patient; the tick is chance. AP is average precision; thresholds of F1, sensitivity and specificity come from validation studies.",
                heads);
        for (String subject : subjects("auroc")) {
            Measure auroc = result.find("auroc", subject).orElseThrow();
            row(subject, auroc.counted());
            td(auroc.positives() < 0 ? "" : auroc.positives() + " / " + auroc.rows());
            td(Html.cell(auroc.interval()));
            bar(auroc, 0.3, 1);
            beside("auroc", subject, "");
            for (String metric : heads.contains("Brier")
                    ? List.of("average-precision", "f1", "sensitivity", "specificity", "brier", "ece")
                    : List.of("average-precision", "f1", "sensitivity", "specificity")) {
                td(result.find(metric, subject).map(m -> Html.number(m.value())).orElse("–"));
            }
            html.append("</tr>");
        }
        close();
    }

    private void severity() {
        if (result.find("auroc", Measure.MACRO, "severity 1 of 3").isEmpty()) {
            return;
        }
        html.append("<h3>By severity</h3>");
        open(
                "AUROC of each third of the positives, from the faintest to the plainest, against all negatives.",
                List.of("Finding", "Faintest third", "Middle third", "Plainest third"));
        for (String subject : subjects("auroc")) {
            if (result.find("auroc", subject, "severity 1 of 3").isEmpty()) {
                continue;
            }
            row(subject, result.find("auroc", subject).map(Measure::counted).orElse(false));
            for (int t = 1; t <= TERTILES; t++) {
                Measure third = result.find("auroc", subject, "severity %d of 3".formatted(t))
                        .orElseThrow();
                td(Html.cell(third.interval()));
            }
            html.append("</tr>");
        }
        close();
    }

    private void retrieval() {
        Set<String> directions = new LinkedHashSet<>();
        result.measures().forEach(measure -> directions.add(measure.subject()));
        for (String direction : directions) {
            html.append("<h3>").append(Html.escape(capital(direction))).append("</h3>");
            List<String> heads = new ArrayList<>(List.of("Measure", "Value", "", "Chance", "Times chance"));
            baselines.forEach(baseline -> heads.add(baseline.subject().name()));
            open(
                    "Own pair: only the query's own partner is a hit. Equal text: any item whose text equals the partner's. Any relevant: any item with the same positive labels.",
                    heads);
            List<Measure> own = result.measures().stream()
                    .filter(measure -> measure.subject().equals(direction))
                    .toList();
            own.stream().filter(ReportTables::foremost).forEach(measure -> retrievalRow(measure, direction));
            close();
            html.append("<details><summary>All measures</summary>");
            open("All measures", heads);
            own.forEach(measure -> retrievalRow(measure, direction));
            close();
            html.append("</details>");
        }
    }

    /** What people look for first: own pair and equal text at 1, 5 and 10, and the rank of the own pair. */
    private static boolean foremost(Measure measure) {
        boolean recall = measure.metric().equals(Retrieval.RECALL_OWN_PAIR)
                || measure.metric().equals(Retrieval.RECALL_EQUAL_TEXT);
        return (recall && !measure.part().equals("at 50"))
                || (measure.shortName().equals("median-rank") && measure.part().endsWith("own"))
                || (measure.subject().equals(RetrievalProtocol.IMAGE_TO_IMAGE)
                        && measure.metric().equals(Retrieval.PRECISION));
    }

    private void retrievalRow(Measure measure, String direction) {
        boolean rank =
                measure.shortName().endsWith("-rank") && measure.shortName().startsWith("me");
        row(retrievalName(measure), true);
        td(rank ? String.format(Locale.ROOT, "%.0f", measure.value()) : Html.cell(measure.interval()));
        if (rank) {
            td("");
        } else {
            bar(measure, 0, 1);
        }
        td(
                rank && !Double.isNaN(measure.chance())
                        ? String.format(Locale.ROOT, "%.1f", measure.chance())
                        : Html.number(measure.chance()));
        td(rank ? "–" : Html.times(measure.value(), measure.chance()));
        beside(measure.metric(), direction, measure.part());
        html.append("</tr>");
    }

    /** {@code R@5, own pair}. */
    static String retrievalName(Measure measure) {
        String mode = measure.metric()
                .replaceFirst(".*\\[", "")
                .replaceFirst("[,\\]].*", "")
                .replace('-', ' ');
        return switch (measure.shortName()) {
            case "recall-at-k" -> "R@" + measure.part().substring(3) + ", " + mode;
            case "precision-at-k" -> "P@" + measure.part().substring(3) + ", any relevant";
            case "mean-rank" -> "Mean rank, " + readingName(measure.part());
            case "median-rank" -> "Median rank, " + readingName(measure.part());
            default -> "Mean reciprocal rank, " + readingName(measure.part());
        };
    }

    private static String readingName(String part) {
        return switch (part) {
            case "first of own" -> "own pair";
            case "first of text" -> "equal text";
            default -> "any relevant";
        };
    }

    private void grounding() {
        List<String> heads =
                new ArrayList<>(List.of("Finding", "Pairs", "Pointing game", "", "Chance", "Times chance"));
        baselines.forEach(baseline -> heads.add(baseline.subject().name() + ", pointing"));
        heads.addAll(List.of("CNR", "mIoU"));
        open("Pointing game: the map's maximum lies in the box; chance is the box's share of the picture.", heads);
        for (Measure pointing : result.measures()) {
            if (pointing.metric().equals(Grounding.POINTING_EXPECTED)) {
                boolean mean = pointing.part().isEmpty();
                row(mean ? pointing.subject() : pointing.subject() + ", " + pointing.part(), pointing.counted());
                td(Integer.toString(pointing.rows()));
                td(Html.cell(pointing.interval()));
                bar(pointing, 0, 1);
                td(Html.number(pointing.chance()));
                td(Html.times(pointing.value(), pointing.chance()));
                beside(pointing.metric(), pointing.subject(), pointing.part());
                for (String metric : List.of("cnr", "miou")) {
                    td(result.find(metric, pointing.subject(), pointing.part())
                            .map(m -> Html.number(m.value()))
                            .orElse("–"));
                }
                html.append("</tr>");
            }
        }
        close();
    }

    /** Of protocols that have no table of their own: the numbers that are asked for first, then all; those of groups are drawn as bars elsewhere. */
    private void anything() {
        List<Measure> all = result.measures().stream()
                .filter(measure -> !SubgroupBars.grouped(measure))
                .toList();
        List<Measure> first = Summary.of(result).stream()
                .map(Summary.Line::measure)
                .filter(all::contains)
                .toList();
        boolean few = all.size() <= FEW || first.isEmpty();
        listed("With 95 % intervals by patient.", few ? all : first);
        if (!few) {
            html.append("<details><summary>All ").append(all.size()).append(" numbers</summary>");
            listed("All numbers, with 95 % intervals by patient.", all);
            html.append("</details>");
        }
    }

    private void listed(String caption, List<Measure> measures) {
        List<String> heads = new ArrayList<>(List.of("Subject", "Metric", "Rows", "Value", "", "Chance"));
        baselines.forEach(baseline -> heads.add(baseline.subject().name()));
        open(caption, heads);
        for (Measure measure : measures) {
            row(measure.subject(), measure.counted());
            td(Html.escape(measure.shortName() + measure.quirks() + " " + measure.part()));
            td(Integer.toString(measure.rows()));
            td(Html.cell(measure.interval()));
            bar(measure, 0, 1);
            td(Html.number(measure.chance()));
            beside(measure.metric(), measure.subject(), measure.part());
            html.append("</tr>");
        }
        close();
    }

    private void open(String caption, List<String> heads) {
        html.append("<div class='scroll'><table><caption>")
                .append(Html.escape(caption))
                .append("</caption><thead><tr>");
        heads.forEach(head ->
                html.append("<th scope='col'>").append(Html.escape(head)).append("</th>"));
        html.append("</tr></thead><tbody>");
    }

    private void close() {
        html.append("</tbody></table></div>");
    }

    private void row(String name, boolean counted) {
        boolean mean = name.equals(Measure.MACRO);
        html.append(mean ? "<tr class='mean'>" : counted ? "<tr>" : "<tr class='aside'>")
                .append("<th scope='row'>")
                .append(Html.escape(mean ? "Mean" : name))
                .append("</th>");
    }

    private void td(String content) {
        html.append("<td>").append(content).append("</td>");
    }

    /** Nothing where the value lies on another scale. */
    private void bar(Measure measure, double from, double to) {
        boolean within = measure.value() >= Math.min(0, from) && measure.value() <= to;
        html.append("<td class='bar'>")
                .append(within ? Svg.interval(measure.interval(), measure.chance(), from, to) : "")
                .append("</td>");
    }

    private void beside(String metric, String subject, String part) {
        for (Result baseline : baselines) {
            td(baseline.find(metric, subject, part)
                    .map(m -> Html.number(m.value()))
                    .orElse("–"));
        }
    }

    static String capital(String text) {
        return text.isEmpty() ? text : Character.toUpperCase(text.charAt(0)) + text.substring(1);
    }
}
