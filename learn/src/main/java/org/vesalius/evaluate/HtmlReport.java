package org.vesalius.evaluate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.vesalius.io.AtomicFiles;

/** A report in one file that needs nothing else: style, drawings and pictures are inside, and no script. */
public final class HtmlReport {
    private final Contents contents;
    private final StringBuilder html = new StringBuilder();
    private final Map<String, Map<String, List<TrainingLog.Point>>> learning = new TreeMap<>();

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
     * @param examples to look at, by protocol
     * @param card of the model; empty for none
     * @param seconds per stage, in their order
     */
    public record Contents(
            String title,
            boolean synthetic,
            SequencedMap<String, String> facts,
            List<Part> parts,
            Optional<Path> log,
            Map<String, List<Example>> examples,
            Optional<ModelCard> card,
            SequencedMap<String, Double> seconds) {
        public Contents {
            facts = new LinkedHashMap<>(facts);
            parts = List.copyOf(parts);
            examples = Map.copyOf(examples);
            seconds = new LinkedHashMap<>(seconds);
        }
    }

    /** Writes the report whole or not at all. */
    public static void write(Path file, Contents contents) throws IOException {
        AtomicFiles.write(file, new HtmlReport(contents).page());
    }

    private String page() throws IOException {
        if (contents.log.isPresent()) {
            learning.putAll(TrainingLog.read(contents.log.get()).ofLearning());
        }
        head(html, contents.title, contents.synthetic, contents.facts);
        cards();
        places();
        curves();
        contents.parts.forEach(this::part);
        contents.card.ifPresent(this::card);
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
                .append("<meta name='viewport' content='width=device-width, initial-scale=1'>")
                // nothing is fetched and nothing runs, whatever a text may hold
                .append(
                        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'\"><title>")
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
                default ->
                    Summary.of(part.model.result()).stream().findFirst().ifPresent(line -> {
                        Measure first = line.measure();
                        String title =
                                Protocols.byId(part.model.result().protocol()).title();
                        card(part, title + ": " + line.name(), first.metric(), first.subject(), first.part(), 0);
                    });
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
                .append(measure.value() > 1 ? "" : Svg.interval(measure.interval(), measure.chance(), from, 1))
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

    private void curves() {
        if (learning.isEmpty()) {
            return;
        }
        html.append(
                        "<h2 id='training'>Training</h2><p class='key'><span><i style='background:var(--model)'></i>training</span>")
                .append("<span><i style='background:var(--base)'></i>validation</span></p><div class='grid wide'>");
        learning.forEach((name, kinds) -> html.append("<figure>")
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
        html.append("</p>").append(quirks(result)).append(ReportTables.of(part)).append(SubgroupBars.of(result));
        if (Plots.possible(part.model.samples())) {
            html.append(Plots.of(part.model));
        }
        html.append(ExampleFigures.of(contents.examples.getOrDefault(result.protocol(), List.of())));
        terms(result);
    }

    /** The published quirks that the protocol has, and whether they are on. */
    private static String quirks(Result result) {
        List<String> on = new ArrayList<>();
        List<String> off = new ArrayList<>();
        result.terms().forEach((term, value) -> {
            if (term.matches("set Q\\d+")) {
                (value.equals("on") ? on : off).add(term.substring(4));
            }
        });
        if (on.isEmpty() && off.isEmpty()) {
            return "";
        }
        return "<p class='soft'>Published quirks: "
                + (on.isEmpty() ? "none is on" : "<b class='no'>" + String.join(", ", on) + " on</b>")
                + (off.isEmpty() ? "" : "; off: " + String.join(", ", off))
                + ".</p>";
    }

    private void places() {
        html.append("<nav aria-label='Contents'><ul>");
        if (!learning.isEmpty()) {
            place("training", "Training");
        }
        for (Part part : contents.parts) {
            String id = part.model.result().protocol();
            place(id, Protocols.byId(id).title());
        }
        if (contents.card.isPresent()) {
            place("model-card", "Model card");
        }
        place("how", "How this was made");
        html.append("</ul></nav>");
    }

    private void place(String id, String name) {
        html.append("<li><a href='#")
                .append(Html.escape(id))
                .append("'>")
                .append(Html.escape(name))
                .append("</a></li>");
    }

    private void card(ModelCard card) {
        html.append("<h2 id='model-card'>Model card</h2>").append(Html.facts(card.facts()));
    }

    private void terms(Result result) {
        html.append(Html.protocol(result.digest(), result.terms()));
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
        html.append("<h2 id='how'>How this was made</h2><dl class='facts'>");
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
