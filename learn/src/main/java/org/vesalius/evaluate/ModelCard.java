package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.FrontMatter;

/**
 * What must be known of a model by whoever gets it: made of its run's manifest, its recipe and its results, in the form that model hubs read (Markdown with a YAML head; Mitchell et al., Model Cards for
 * Model Reporting, FAT* 2019). It names data sets and digests, never a file, a person or a text.
 *
 * @param run what the run was
 * @param paper of the recipe; empty for a user's own
 * @param data what the training set is; empty when no reader knows it
 */
public record ModelCard(RunManifest run, Optional<Paper> paper, Optional<DatasetCard> data) {
    /** The card's name in a run. */
    public static final String FILE = "README.md";

    private static final String MADE = "<!-- made by vesalius; write your own text into another file -->";
    private static final String USE =
            "Research on learning from medical images and texts: comparing methods, reproducing numbers, teaching.";
    private static final String NOT_FOR =
            "Not a medical device. Not for diagnosis, triage or any decision about a patient; not on images of other kinds, devices or populations than it was measured on.";

    /**
     * Where the method comes from.
     *
     * @param id DOI or arXiv id
     */
    public record Paper(String title, String authors, String venue, int year, String id) {
        /** On one line. */
        String cited() {
            return "%s. %s. %s %d. %s".formatted(authors, title, venue, year, id);
        }
    }

    /** Name and value of what is told, for people. */
    public SequencedMap<String, String> facts() {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("Recipe", run.recipe() + ", plan " + run.variant());
        paper.ifPresent(from -> facts.put("Method", from.cited()));
        if (!run.settings().isEmpty()) {
            facts.put("Changed settings", String.join(", ", run.settings()));
        }
        facts.put("Parameters", String.format(Locale.ROOT, "%,d (with those of training only)", run.parameters()));
        facts.put(
                "Trained on",
                run.data().name() + ", " + run.data().studies() + " studies; digest "
                        + run.data().digest() + ", split digest " + run.data().splitDigest());
        data.ifPresent(card -> {
            facts.put("Source of the data", card.citation());
            facts.put("Licence of the data", card.licence());
            facts.put(
                    "Passing the weights on",
                    card.redistributable()
                            ? "the licence of the data lets the data be passed on"
                            : "the data may not be passed on; ask their licence whether weights may");
        });
        facts.put("Seed", Long.toString(run.seed()));
        RunManifest.Outcome outcome = run.outcome();
        if (outcome != null) {
            facts.put(
                    "Training",
                    "%s after %d epochs, %d steps, %.0f s"
                            .formatted(outcome.state(), outcome.epochs(), outcome.steps(), outcome.seconds()));
            if (outcome.bestSha256() != null) {
                facts.put("Weights", "best.safetensors, SHA-256 " + outcome.bestSha256());
            }
        }
        String revision = run.code().revision();
        facts.put("Program", "vesalius " + run.code().version() + (revision == null ? "" : ", revision " + revision));
        facts.put("Intended use", USE);
        facts.put("Out of scope", NOT_FOR);
        return facts;
    }

    /** The card with the foremost numbers of these results, each with the digest of its protocol. */
    public String markdown(List<Result> results) {
        StringBuilder text = new StringBuilder(FrontMatter.of(head(results)));
        text.append(MADE)
                .append("\n\n# ")
                .append(run.recipe())
                .append(", plan ")
                .append(run.variant());
        text.append("\n\n**For research only; not a medical device.**\n\n## Model\n\n");
        facts().forEach((name, value) ->
                text.append("- ").append(name).append(": ").append(plain(value)).append('\n'));
        text.append("\n## Numbers\n\n");
        if (results.isEmpty()) {
            text.append("Not measured yet: `vesalius evaluate RUN --data DATA` adds them here.\n");
        }
        results.forEach(result -> numbers(result, text));
        text.append(
                "\n## Use\n\n```\nvesalius evaluate RUN --data DATA\nvesalius classify RUN IMAGE --labels LABEL\n```\n");
        text.append(
                "\n## Limits\n\nNumbers hold for the data, split and protocol of their digest and for no others. Sides, devices, sites and groups of people that the training data lack are not covered; labels and reports carry the errors of those who wrote them.\n");
        paper.ifPresent(from ->
                text.append("\n## Citation\n\n").append(plain(from.cited())).append('\n'));
        return text.toString();
    }

    private SequencedMap<String, Object> head(List<Result> results) {
        SequencedMap<String, Object> head = new LinkedHashMap<>();
        head.put("license", "other");
        head.put("license_name", "chosen-by-who-trained-it");
        head.put("library_name", "vesalius");
        head.put("pipeline_tag", "zero-shot-image-classification");
        head.put("tags", List.of("medical", "radiology", "vision-language", run.recipe(), "research-use-only"));
        head.put("datasets", List.of(run.data().name()));
        var metrics = new TreeSet<String>();
        results.forEach(result -> Summary.of(result).forEach(line -> metrics.add(type(line.measure()))));
        head.put("metrics", List.copyOf(metrics));
        List<Object> index = results.stream().<Object>map(this::indexed).toList();
        if (!index.isEmpty()) {
            head.put("model-index", List.of(ordered("name", run.recipe() + "-" + run.variant(), "results", index)));
        }
        return head;
    }

    private Object indexed(Result result) {
        List<Object> metrics = new ArrayList<>();
        for (Summary.Line line : Summary.of(result)) {
            if (!Double.isNaN(line.measure().value())) {
                metrics.add(ordered(
                        "type",
                        type(line.measure()),
                        "name",
                        line.name(),
                        "value",
                        line.measure().value(),
                        "config",
                        "protocol digest " + result.digest()));
            }
        }
        Map<String, String> terms = result.terms();
        String data = terms.getOrDefault("data", "data");
        return ordered(
                "task",
                ordered(
                        "type",
                        task(result.protocol()),
                        "name",
                        Protocols.byId(result.protocol()).title()),
                "dataset",
                ordered(
                        "type",
                        data,
                        "name",
                        data,
                        "split",
                        terms.getOrDefault("split", ""),
                        "revision",
                        result.data()),
                "metrics",
                metrics);
    }

    private static SequencedMap<String, Object> ordered(Object... pairs) {
        SequencedMap<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** The name that hubs know a task by, else the protocol's. */
    private static String task(String protocol) {
        return switch (protocol) {
            case "zero-shot" -> "zero-shot-image-classification";
            case "linear-probe" -> "image-classification";
            default -> protocol;
        };
    }

    /** The name that hubs know a metric by, else ours. */
    private static String type(Measure measure) {
        return switch (measure.shortName()) {
            case "auroc" -> "roc_auc";
            case "recall-at-k" -> "recall";
            case "precision-at-k" -> "precision";
            default -> measure.shortName();
        };
    }

    private static void numbers(Result result, StringBuilder text) {
        text.append("### ")
                .append(Protocols.byId(result.protocol()).title())
                .append("\n\nSplit ")
                .append(result.terms().getOrDefault("split", "-"))
                .append(" of ")
                .append(result.terms().getOrDefault("data", "-"))
                .append(", data digest `")
                .append(result.data())
                .append("`, protocol digest `")
                .append(result.digest())
                .append("`.\n\n| number | value | 95 % interval | chance |\n|---|--:|---|--:|\n");
        for (Summary.Line line : Summary.of(result)) {
            Measure measure = line.measure();
            text.append("| ")
                    .append(plain(line.name()))
                    .append(" | ")
                    .append(Html.number(measure.value()))
                    .append(" | ")
                    .append(Html.range(measure.interval()))
                    .append(" | ")
                    .append(Html.number(measure.chance()))
                    .append(" |\n");
        }
        text.append('\n');
    }

    /** A name from outside on one line, with nothing that Markdown or a table could trip over. */
    private static String plain(String text) {
        return text.replaceAll("\\s+", " ").replace("|", "\\|").replace("<", "&lt;");
    }

    /** Writes the card, unless somebody has put a text of their own in its place. */
    public static void write(Path file, String markdown) throws IOException {
        if (!Files.exists(file) || Files.readString(file).contains(MADE)) {
            AtomicFiles.write(file, markdown);
        }
    }
}
