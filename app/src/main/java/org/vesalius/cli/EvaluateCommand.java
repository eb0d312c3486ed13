package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.dataset.Split;
import org.vesalius.evaluate.EvaluationOptions;
import org.vesalius.evaluate.HtmlReport;
import org.vesalius.evaluate.LabelReading;
import org.vesalius.evaluate.ModelCard;
import org.vesalius.evaluate.ModelReport;
import org.vesalius.evaluate.Pool;
import org.vesalius.evaluate.Protocols;
import org.vesalius.evaluate.Provenance;
import org.vesalius.evaluate.Result;
import org.vesalius.evaluate.Settings;
import org.vesalius.evaluate.TextScorer;
import org.vesalius.evaluate.Trial;
import org.vesalius.infer.Inference;
import org.vesalius.infer.TextInference;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.model.ModelSpec;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.report.Section;
import org.vesalius.shard.Counts;
import org.vesalius.shard.Manifest;
import org.vesalius.shard.PreparedData;
import org.vesalius.train.RunDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.type.TypeReference;

/** Measures a trained model. */
@Command(
        name = "evaluate",
        description = {
            "Measure a trained model on a prepared data set: numbers with intervals, per-sample tables, one HTML page.",
            "What was interrupted goes on when the same command is given again. The model card is README.md of the run, or of --out.",
            "Random weights are measured beside it, and for labels a logistic regression on 32x32 pixels, for texts BM25.",
            "Results of the folds of one set are joined by 'vesalius folds'."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius evaluate RUN --data DATA",
            "  vesalius evaluate RUN --data DATA --protocol zero-shot --labels 'nodule,pneumothorax'",
            "  vesalius evaluate RUN --data DATA --protocol retrieval --pool with-finding:200 --json",
            "  vesalius evaluate RUN --data DATA --protocol grounding --set smoothing=1.5 --set upsampling=nearest",
            "  vesalius evaluate RUN --data DATA --protocol zero-shot --ensemble RUN2,RUN3",
            "  vesalius evaluate bge-small --data TEXTS --pool all --out RESULTS      a text encoder, no pictures needed",
            "",
            ExitCode.LIST
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Output output;

    @Parameters(
            index = "0",
            paramLabel = "RUN",
            description =
                    "Folder that 'vesalius train' wrote, or 'bge-small': the text encoder that comes with the programme, on its own.")
    private Path run;

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "Prepared data set.")
    private Path data;

    @Option(
            names = "--protocol",
            split = ",",
            defaultValue = "all",
            paramLabel = "ID",
            description =
                    "As 'vesalius catalog --protocols' lists them, or all usual ones that the data allow (default).")
    private List<String> protocols;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the results (default: RUN/evaluation; of a text encoder it must be given).")
    private @Nullable Path out;

    @Option(
            names = "--ensemble",
            split = ",",
            paramLabel = "RUN",
            description = "More runs, whose scores are averaged with RUN's (zero-shot only).")
    private List<Path> ensemble = List.of();

    @Option(names = "--split", defaultValue = "TEST", description = "train, val or test (default: test).")
    private Split split;

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "LABEL",
            description = "Labels to score (default: the data's).")
    private List<String> labels = List.of();

    @Option(
            names = "--label-policy",
            defaultValue = "known",
            paramLabel = "NAME",
            description =
                    "What uncertain and blank labels count as in zero-shot and linear-probe: known (left out), u-zeros, u-ones, u-ignore, gloria, xrv (default: ${DEFAULT-VALUE}).")
    private String labelPolicy;

    @Option(
            names = "--align",
            defaultValue = "",
            paramLabel = "NAME",
            description =
                    "Score the labels under another set's names: nih14-chexpert14, vindr-chexpert14, padchest-chexpert14.")
    private String align;

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description =
                    "JSON list of {\"label\", \"positive\": [..], \"negative\": [..]} instead of the built-in prompts.")
    private @Nullable Path prompts;

    @Option(
            names = "--sections",
            split = ",",
            paramLabel = "SECTION",
            description = "Report sections that are a study's text (default: findings,impression).")
    private List<Section> sections = List.of();

    @Option(
            names = "--pool",
            defaultValue = "with-finding:200",
            paramLabel = "RULE",
            description = "What retrieval searches: all or with-finding, and :SIZE (default: ${DEFAULT-VALUE}).")
    private String pool;

    @Option(
            names = "--min-positives",
            defaultValue = "20",
            paramLabel = "N",
            description = "A label with fewer positives is reported, but not in the mean (default: ${DEFAULT-VALUE}).")
    private int minPositives;

    @Option(
            names = "--fraction",
            defaultValue = "1",
            paramLabel = "F",
            description = "Share of the training patients that the linear probe sees (default: ${DEFAULT-VALUE}).")
    private double fraction;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "A protocol's own setting, once for each; 'vesalius catalog --protocols' lists them with their defaults.")
    private Map<String, String> set = Map.of();

    @Option(
            names = "--resamples",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Bootstrap resamples of patients (default: ${DEFAULT-VALUE}).")
    private int resamples;

    @Option(names = "--seed", defaultValue = "1", description = "Of resampling and of the random weights (default: 1).")
    private long seed;

    @Option(names = "--no-baselines", description = "Measure the model alone.")
    private boolean noBaselines;

    @Option(
            names = "--with-text",
            description = "Show report texts in the page; of real data they are left out by default.")
    private boolean withText;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    EvaluateCommand() {}

    /** The result under {@code --json}. */
    record Evaluated(String page, List<Result> results, List<Result> baselines) {}

    @Override
    public Integer call() throws IOException {
        EvaluationOptions options = options();
        Provenance provenance = Provenance.here(command(), inputs());
        boolean encoder = run.toString().equals(TextInference.BGE_SMALL) && !Files.exists(run);
        try (PreparedData prepared = PreparedData.open(data)) {
            report(encoder ? encoder(prepared, options, provenance) : run(prepared, options, provenance));
        }
        return ExitCode.OK;
    }

    private Map<String, String> inputs() {
        Map<String, String> inputs = new TreeMap<>(Map.of("run", run.toString(), "data", data.toString()));
        for (int i = 0; i < ensemble.size(); i++) {
            inputs.put(Ensemble.INPUT + (i + 1), ensemble.get(i).toString());
        }
        return inputs;
    }

    private ModelReport.Written run(PreparedData prepared, EvaluationOptions options, Provenance provenance)
            throws IOException {
        RunManifest manifest = new RunDir(run).read();
        ModelCard card = RunCard.of(manifest);
        ModelReport.Request request = new ModelReport.Request(
                manifest.recipe(),
                ModelReport.protocols(
                        protocols,
                        prepared,
                        Json.parse(manifest.model().toString(), ModelSpec.class, "model of the run's manifest")),
                options,
                !noBaselines,
                seed,
                withText,
                facts(manifest, prepared.manifest()),
                Optional.of(new RunDir(run).log()),
                Optional.of(card),
                new LinkedHashMap<>());
        Path folder = out == null ? run.resolve("evaluation") : out;
        AtomicFiles.requireFolder(folder, "--out");
        if (!ensemble.isEmpty()) {
            if (!protocols.equals(List.of("zero-shot"))) {
                throw InputException.of(
                        "--ensemble", "--protocol zero-shot", String.join(",", protocols), "name that protocol alone");
            }
            try (Ensemble all = Ensemble.load(run, ensemble)) {
                return ModelReport.make(
                        all.scorer(), List.of(), prepared, folder, request, provenance, output.progress());
            }
        }
        try (Inference model = Inference.load(run)) {
            ModelReport.Written written =
                    ModelReport.make(model, prepared, folder, request, provenance, output.progress());
            RunCard.write((out == null ? run : out).resolve(ModelCard.FILE), card, folder);
            return written;
        }
    }

    private ModelReport.Written encoder(PreparedData prepared, EvaluationOptions options, Provenance provenance)
            throws IOException {
        if (out == null) {
            throw InputException.of("--out", "a folder for the results of a text encoder", "none", "add --out RESULTS");
        }
        AtomicFiles.requireFolder(out, "--out");
        String name = TextInference.BGE_SMALL;
        ModelReport.Request request = new ModelReport.Request(
                name,
                protocols.contains("all") ? List.of("report-retrieval") : ModelReport.protocols(protocols, prepared),
                options,
                !noBaselines,
                seed,
                withText,
                facts(prepared.manifest()),
                Optional.empty(),
                new LinkedHashMap<>());
        try (TextInference model = TextInference.bgeSmall();
                TextInference untrained = TextInference.untrained(seed)) {
            List<Trial> beside = noBaselines
                    ? List.of()
                    : List.of(new Trial(
                            TextScorer.of("random weights", untrained), prepared, options, output.progress()));
            return ModelReport.make(
                    TextScorer.of(name, model), beside, prepared, out, request, provenance, output.progress());
        }
    }

    private EvaluationOptions options() throws IOException {
        if (!(fraction > 0 && fraction <= 1)) {
            throw InputException.of("--fraction", "above 0 and at most 1", Double.toString(fraction), "e.g. 0.1");
        }
        Settings.check(
                protocols.contains("all")
                        ? Protocols.all()
                        : protocols.stream().map(Protocols::byId).toList(),
                set);
        EvaluationOptions options = EvaluationOptions.defaults()
                .withSplit(split)
                .withLabels(labels)
                .withReading(new LabelReading(labelPolicy, align))
                .withPool(Pool.parse(pool))
                .withMinPositives(minPositives)
                .withFraction(fraction)
                .withResamples(resamples, seed)
                .withSet(set);
        if (!sections.isEmpty()) {
            options = options.withSections(sections);
        }
        return prompts == null
                ? options
                : options.withPrompts(
                        Json.parse(Files.readString(prompts), new TypeReference<List<PromptSet>>() {}, "prompt file"));
    }

    private static SequencedMap<String, String> facts(RunManifest run, Manifest data) {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("Recipe", run.recipe());
        facts.put("Trained on", run.data().name() + ", " + run.data().studies() + " studies, seed " + run.seed());
        RunManifest.Outcome outcome = run.outcome();
        if (outcome != null) {
            facts.put(
                    "Training",
                    "%s, %d epochs, %d steps in %.0f s"
                            .formatted(outcome.state(), outcome.epochs(), outcome.steps(), outcome.seconds()));
        }
        facts.putAll(facts(data));
        return facts;
    }

    private static SequencedMap<String, String> facts(Manifest data) {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("Measured on", data.name() + ", reader version " + data.card().version());
        facts.put(
                "Studies",
                "train / val / test " + counts(data, Counts::studies) + ", patients " + counts(data, Counts::patients));
        facts.put("Split", data.splitRule());
        facts.put("Licence of the data", data.card().licence());
        return facts;
    }

    private static String counts(Manifest data, ToIntFunction<Counts> of) {
        List<String> counts = new ArrayList<>();
        for (Split part : Split.values()) {
            counts.add(Integer.toString(of.applyAsInt(data.counts(part))));
        }
        return String.join(" / ", counts);
    }

    private String command() {
        return "vesalius "
                + String.join(
                        " ", spec.commandLine().getParent().getParseResult().originalArgs());
    }

    private void report(ModelReport.Written written) {
        StringBuilder text = new StringBuilder();
        List<Result> results = new ArrayList<>();
        List<Result> baselines = new ArrayList<>();
        for (HtmlReport.Part part : written.parts()) {
            results.add(part.model().result());
            part.baselines().forEach(baseline -> baselines.add(baseline.result()));
            text.append(ResultText.of(part)).append('\n');
        }
        text.append("page: ").append(written.page());
        output.result(new Evaluated(written.page().toString(), results, baselines), text.toString());
    }
}
