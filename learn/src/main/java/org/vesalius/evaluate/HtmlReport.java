package org.vesalius.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.vesalius.io.AtomicFiles;
import org.vesalius.metric.Ranking;

/** A report in one file that needs nothing else: style, drawings and pictures are inside, and no script. */
public final class HtmlReport {
    private final Contents contents;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(Contents contents) {
        this.contents = contents;
    }

    /** A protocol's result, with what else went through it (or, for scores, through a comparable one). */
    public record Part(Protocol.Outcome model, List<Protocol.Outcome> baselines) {
        public Part {
            baselines = List.copyOf(baselines);
        }
    }

    /**
     * What is in a report.
     *
     * @param synthetic whether the data are made, which the title then says
     * @param facts of run and data, shown in their order
     * @param log the run's {@code log.jsonl}; empty for none
     * @param seconds per stage, in their order
     */
    public record Contents(
            String title,
            boolean synthetic,
            SequencedMap<String, String> facts,
            List<Part> parts,
            Optional<Path> log,
            List<ReportExamples.Grounded> grounded,
            List<ReportExamples.Retrieved> retrieved,
            SequencedMap<String, Double> seconds) {
        public Contents {
            facts = new LinkedHashMap<>(facts);
            parts = List.copyOf(parts);
            grounded = List.copyOf(grounded);
            retrieved = List.copyOf(retrieved);
            seconds = new LinkedHashMap<>(seconds);
        }
    }

    /** Writes the report whole or not at all. */
    public static void write(Path file, Contents contents) throws IOException {
        AtomicFiles.write(file, new HtmlReport(contents).page());
    }

    private String page() throws IOException {
        head(html, contents.title, contents.synthetic, contents.facts);
        cards();
        curves();
        contents.parts.forEach(this::part);
        how();
        return html.append("</main></body></html>\n").toString();
    }

    private static String style() throws IOException {
        try (InputStream css = HtmlReport.class.getResourceAsStream("report.css")) {
            if (css == null) {
                throw new IOException("report.css is missing from this build");
            }
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The beginning of a page, down to its facts. */
    static void head(StringBuilder html, String title, boolean synthetic, SequencedMap<String, String> facts)
            throws IOException {
        html.append("<!doctype html><html lang='en'><head><meta charset='utf-8'>")
                .append("<meta name='viewport' content='width=device-width, initial-scale=1'><title>")
                .append(Html.escape(title))
                .append("</title><style>")
                .append(style())
                .append("</style></head><body><main><h1>")
                .append(Html.escape(title));
        if (synthetic) {
            html.append("<span class='synthetic'>synthetic data</span>");
        }
        html.append("</h1><dl class='facts'>");
        facts.forEach((name, value) -> html.append("<dt>")
                .append(Html.escape(name))
                .append("</dt><dd>")
                .append(Html.escape(value))
                .append("</dd>"));
        html.append("</dl>");
    }

    private void cards() {
        html.append("<div class='cards'>");
        for (Part part : contents.parts) {
            switch (part.model.result().protocol()) {
                case "zero-shot" -> card(part, "Zero-shot AUROC, mean", "auroc", Measure.MACRO, "", 0.3);
                case "linear-probe" -> card(part, "Linear probe AUROC, mean", "auroc", Measure.MACRO, "", 0.3);
                case "retrieval" ->
                    card(part, "Text to image, R@5, own pair", "recall-at-k", "text to image", "at 5", 0);
                case "grounding" -> card(part, "Pointing game, small boxes", "pointing-game", Measure.MACRO, "", 0);
                default -> {}
            }
        }
        html.append("</div>");
    }

    private void card(Part part, String name, String metric, String subject, String partName, double from) {
        Optional<Measure> found = part.model.result().find(metric, subject, partName);
        if (found.isEmpty()) {
            return;
        }
        Measure measure = found.get();
        html.append("<div class='card'><div class='name'>")
                .append(Html.escape(name))
                .append("</div><div class='value'>")
                .append(Html.number(measure.value()))
                .append("</div><div class='range'>95 % ")
                .append(Html.range(measure.interval()))
                .append("</div>")
                .append(Svg.interval(measure.interval(), measure.chance(), from, 1))
                .append("<div class='beside'>chance ")
                .append(Html.number(measure.chance()));
        if (from == 0) {
            html.append(" (")
                    .append(Html.times(measure.value(), measure.chance()))
                    .append(")");
        }
        for (Protocol.Outcome baseline : part.baselines) {
            baseline.result()
                    .find(metric, subject, partName)
                    .ifPresent(m -> html.append("<br>")
                            .append(Html.escape(baseline.result().subject().name()))
                            .append(" ")
                            .append(Html.number(m.value())));
        }
        html.append("</div></div>");
    }

    private void curves() throws IOException {
        if (contents.log.isEmpty()) {
            return;
        }
        var curves = TrainingLog.read(contents.log.get()).ofLearning();
        if (curves.isEmpty()) {
            return;
        }
        html.append("<h2>Training</h2><p class='key'><span><i style='background:var(--model)'></i>training</span>")
                .append("<span><i style='background:var(--base)'></i>validation</span></p><div class='grid wide'>");
        curves.forEach((name, kinds) -> html.append("<figure>")
                .append(Svg.curves(kinds, name + " over training steps"))
                .append("<figcaption><b>")
                .append(Html.escape(name))
                .append("</b></figcaption></figure>"));
        html.append("</div>");
    }

    private void part(Part part) {
        Result result = part.model.result();
        html.append("<h2 id='" + result.protocol() + "'>")
                .append(Html.escape(Protocols.byId(result.protocol()).title()))
                .append("</h2><p class='soft'>Split <b>")
                .append(Html.escape(String.valueOf(result.terms().get("split"))))
                .append("</b>, protocol digest <code>")
                .append(result.protocolDigest().shortHex())
                .append("</code>.");
        for (String note : result.notes()) {
            html.append(" ").append(Html.escape(ReportTables.capital(note))).append('.');
        }
        html.append("</p>").append(ReportTables.of(part));
        switch (result.protocol()) {
            case "zero-shot", "linear-probe" -> roc(part.model);
            case "grounding" -> grounded();
            case "retrieval" -> retrieved();
            default -> {}
        }
        terms(result);
    }

    private void roc(Protocol.Outcome outcome) {
        SampleTable scored = outcome.samples()
                .where("split", outcome.result().options().split().lower()::equals);
        html.append("<h3>ROC curves</h3><div class='grid'>");
        for (String label : scored.distinct("label")) {
            SampleTable own = scored.where("label", label::equals);
            boolean[] positive = new boolean[own.size()];
            double[] truth = own.numbers("truth");
            for (int i = 0; i < positive.length; i++) {
                positive[i] = truth[i] == 1;
            }
            var curve = Ranking.roc(own.numbers("score"), positive);
            Optional<Measure> auroc = outcome.result().find("auroc", label);
            if (!curve.isEmpty() && auroc.isPresent()) {
                String value = Html.number(auroc.get().value());
                html.append("<figure>")
                        .append(Svg.roc(curve, "ROC curve of " + label + ", area " + value))
                        .append("<figcaption><b>")
                        .append(Html.escape(label))
                        .append("</b> ")
                        .append(value)
                        .append("</figcaption></figure>");
            }
        }
        html.append("</div>");
    }

    private void grounded() {
        if (contents.grounded.isEmpty()) {
            return;
        }
        html.append(
                        "<h3>Examples</h3><p class='soft'>Chosen by the hash of their keys, not by hand. Left the picture, ")
                .append(
                        "right the similarity with the phrase, bright where it is high; the box is the truth.</p><div class='grid wide'>");
        for (ReportExamples.Grounded g : contents.grounded) {
            boolean hit = g.share() > 0.5;
            String alt = "picture with " + g.finding();
            html.append("<figure><div class='pair'>")
                    .append(Overlay.figure(g.picture(), g.width(), g.height(), g.boxes(), alt))
                    .append(Overlay.figure(
                            g.overlay(), g.width(), g.height(), g.boxes(), "similarity map on the " + alt))
                    .append("</div><figcaption>")
                    .append(hit ? "<span class='yes'>hit</span> " : "<span class='no'>missed</span> ")
                    .append("<b>")
                    .append(Html.escape(g.finding()))
                    .append("</b>, CNR ")
                    .append(Html.number(g.cnr()));
            String phrase = g.phrase();
            if (phrase != null && !phrase.equals(g.finding())) {
                html.append("<br>“").append(Html.escape(phrase)).append("”");
            }
            html.append("</figcaption></figure>");
        }
        html.append("</div>");
    }

    private void retrieved() {
        if (contents.retrieved.isEmpty()) {
            return;
        }
        html.append(
                "<h3>Examples</h3><p class='soft'>Texts chosen by the hash of their keys, with the five nearest pictures; the text's own is framed.</p>");
        for (ReportExamples.Retrieved r : contents.retrieved) {
            html.append("<div class='query'><div><blockquote>")
                    .append(Html.escape(r.text()))
                    .append("</blockquote><p class='soft'>own picture at rank ")
                    .append(r.rank())
                    .append(" of ")
                    .append(r.pool())
                    .append("</p></div><div class='hits'>");
            int place = 1;
            for (ReportExamples.Hit hit : r.hits()) {
                html.append(hit.own() ? "<div class='own'>" : "<div>")
                        .append("<img src='")
                        .append(hit.picture())
                        .append("' alt='picture at rank ")
                        .append(place++)
                        .append(hit.own() ? ", the text&#39;s own" : "")
                        .append("'>")
                        .append(Html.number(hit.score()))
                        .append(hit.own() ? " own" : hit.sameText() ? " same text" : "")
                        .append("</div>");
            }
            html.append("</div></div>");
        }
    }

    private void terms(Result result) {
        html.append("<details><summary>The whole protocol (digest <code>")
                .append(result.digest())
                .append("</code>)</summary><dl class='facts'>");
        result.terms()
                .forEach((name, value) -> html.append("<dt>")
                        .append(Html.escape(name))
                        .append("</dt><dd>")
                        .append(Html.escape(value))
                        .append("</dd>"));
        html.append("</dl></details>");
        if (!result.problems().isEmpty()) {
            html.append("<details><summary>Left out: ")
                    .append(result.problems().size())
                    .append("</summary><ul>");
            result.problems()
                    .forEach(problem -> html.append("<li>")
                            .append(Html.escape(problem.where() + ": " + problem.reason()))
                            .append("</li>"));
            html.append("</ul></details>");
        }
    }

    private void how() {
        html.append("<h2>How this was made</h2><dl class='facts'>");
        if (!contents.parts.isEmpty()) {
            Result result = contents.parts.getFirst().model.result();
            fact("command", result.provenance().command());
            fact("machine", result.provenance().machine());
            fact("version", result.provenance().version());
            fact("model", result.subject().digest());
            fact("data", result.data());
        }
        html.append("</dl>");
        Map<String, Double> seconds = contents.seconds;
        if (!seconds.isEmpty()) {
            html.append(
                    "<div class='scroll'><table><caption>Time per stage</caption><thead><tr><th scope='col'>Stage</th><th scope='col'>Seconds</th></tr></thead><tbody>");
            seconds.forEach((stage, spent) -> html.append("<tr><th scope='row'>")
                    .append(Html.escape(stage))
                    .append("</th><td>")
                    .append(String.format(Locale.ROOT, "%.1f", spent))
                    .append("</td></tr>"));
            html.append("</tbody></table></div>");
        }
    }

    private void fact(String name, String value) {
        html.append("<dt>")
                .append(name)
                .append("</dt><dd><code>")
                .append(Html.escape(value))
                .append("</code></dd>");
    }
}
