package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.evaluate.Evaluation;
import org.vesalius.evaluate.EvaluationOptions;
import org.vesalius.evaluate.FileScoring;
import org.vesalius.evaluate.GivenFiles;
import org.vesalius.evaluate.HtmlReport;
import org.vesalius.evaluate.Measure;
import org.vesalius.evaluate.ModelReport;
import org.vesalius.evaluate.Protocol;
import org.vesalius.evaluate.Provenance;
import org.vesalius.evaluate.Result;
import org.vesalius.evaluate.TextFile;
import org.vesalius.io.AtomicFiles;
import org.vesalius.metric.text.TextMetrics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Scores the texts of any system. */
@Command(
        name = "score",
        description = {
            "Score texts that any system wrote against reference texts: reports, impressions, answers.",
            "Files: .csv and .tsv with a header, .jsonl, .json, or a text a line; matched by id, without ids line by line.",
            "Every number has its tokenisation and rules in its name, an interval, and a protocol digest."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius score --references test.csv --hypotheses model.jsonl --out RESULTS",
            "  vesalius score --references R.txt --hypotheses H.txt --metrics bleu,rouge-l,cider --tokens ptb-lite",
            "  vesalius score --references R.csv --hypotheses H.csv --clean r2gen-iu --truncate-references --train T.csv",
            "  vesalius score --protocol vqa --references answers.csv --hypotheses given.csv",
            "  vesalius score --references R.txt --hypotheses H.txt --metrics ce,radgraph,factent,statements",
            "  vesalius score --references R.txt --hypotheses H.txt --metrics ce-given --labels R-labels.csv,H-labels.csv",
            "  vesalius score --list                              the metrics",
            "",
            ExitCode.LIST
        })
final class ScoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Output output;

    @Option(
            names = "--references",
            split = ",",
            paramLabel = "FILE",
            description = "Reference texts; of several files each gives every item one more reference.")
    private List<Path> references = List.of();

    @Option(names = "--hypotheses", paramLabel = "FILE", description = "The texts to score.")
    private @Nullable Path hypotheses;

    @Option(
            names = "--train",
            split = ",",
            paramLabel = "FILE",
            description = "Texts of the training part, for metrics and modes that need them.")
    private List<Path> train = List.of();

    @Option(
            names = "--labels",
            split = ",",
            paramLabel = "R,H",
            description =
                    "Two tables of labels that another program read from the references and from the hypotheses, in CheXpert's form and in the order of the references: for --metrics ce-given.")
    private List<Path> labels = List.of();

    @Option(
            names = "--label-index",
            description =
                    "Quirk Q21: columns of --labels by their place and not by their name, which swaps the CheXpert labeler's Lung Lesion and Lung Opacity.")
    private boolean labelIndex;

    @Option(
            names = "--graphs",
            split = ",",
            paramLabel = "R,H",
            description = "Two files of graphs in RadGraph's JSON, in that order: for --metrics radgraph-given.")
    private List<Path> graphs = List.of();

    @Option(
            names = "--features",
            paramLabel = "FILE",
            description =
                    "A table with the columns radgraph_combined, bertscore, semb_score and bleu_score, in that order: for --metrics radcliq-given.")
    private @Nullable Path features;

    @Option(
            names = "--paraphrases",
            paramLabel = "FILE",
            description = "METEOR's table of paraphrases, for meteor-es-par and meteor-wn31-par.")
    private List<Path> paraphrases = List.of();

    @Option(
            names = "--protocol",
            defaultValue = "report-generation",
            paramLabel = "ID",
            description =
                    "report-generation, summarisation or vqa: which metrics unless they are named (default: ${DEFAULT-VALUE}).")
    private String protocol;

    @Option(names = "--metrics", paramLabel = "NAMES", description = "Names with commas; --list has all.")
    private @Nullable String metrics;

    @Option(
            names = "--tokens",
            paramLabel = "MODE",
            description =
                    "ws (default), ptb-lite, nltk, wordpunct, rouge_score, rouge_score-stem, radcliq or cvt; metrics that have their own keep it.")
    private @Nullable String tokens;

    @Option(
            names = "--clean",
            paramLabel = "RULE",
            description = "Clean both sides first: r2gen-iu, r2gen-mimic, chexbert or radgraph (default: as they are).")
    private @Nullable String clean;

    @Option(
            names = "--truncate-references",
            description =
                    "Quirk Q1: references cut and rid of rare words as R2Gen's are; needs --clean r2gen-iu or r2gen-mimic, and --train.")
    private boolean truncate;

    @Option(names = "--id-column", defaultValue = "", description = "Of all files (default: id, study_id, uid, …).")
    private String idColumn;

    @Option(names = "--text-column", defaultValue = "", description = "Of all files (default: text, report, …).")
    private String textColumn;

    @Option(
            names = "--patient-column",
            defaultValue = "",
            description =
                    "Of the references: intervals resample patients (default: patient_id, subject_id; else items).")
    private String patientColumn;

    @Option(
            names = "--missing",
            defaultValue = "refuse",
            paramLabel = "RULE",
            description =
                    "An item without a hypothesis: refuse, empty (scores as one), skip (default: ${DEFAULT-VALUE}).")
    private FileScoring.Missing missing;

    @Option(names = "--name", paramLabel = "NAME", description = "Of the system (default: the file's name).")
    private @Nullable String name;

    @Option(
            names = "--resamples",
            defaultValue = "1000",
            paramLabel = "N",
            description = "Bootstrap resamples (default: ${DEFAULT-VALUE}).")
    private int resamples;

    @Option(names = "--seed", defaultValue = "1", description = "Of resampling (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the result: JSON, per-sample CSV of statistics without text, HTML page.")
    private @Nullable Path out;

    @Option(names = "--list", description = "Only list the metrics.")
    private boolean list;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    ScoreCommand() {}

    @Override
    public Integer call() throws IOException {
        if (list) {
            Table table = new Table("metric", "what");
            TextMetrics.descriptions().forEach(table::row);
            output.result(TextMetrics.descriptions(), table.toString());
            return ExitCode.OK;
        }
        Path written = hypotheses;
        if (references.isEmpty() || written == null) {
            throw new picocli.CommandLine.ParameterException(
                    spec.commandLine(), "--references and --hypotheses are needed; --list lists the metrics");
        }
        if (out != null) {
            AtomicFiles.requireFolder(out, "--out");
        }
        String system = name == null ? String.valueOf(written.getFileName()) : name;
        FileScoring.Request request = new FileScoring.Request(
                protocol,
                references,
                written,
                train,
                new GivenFiles(labels, graphs, features == null ? List.of() : List.of(features)),
                paraphrases,
                new TextFile.Columns(idColumn, textColumn, patientColumn),
                missing,
                system,
                EvaluationOptions.defaults().withResamples(resamples, seed).withSet(set()));
        Protocol.Outcome outcome = FileScoring.run(request, Provenance.here(command(), request.inputs()));
        StringBuilder text = text(outcome.result());
        if (out != null) {
            text.append("result: ").append(Evaluation.write(out, outcome));
            HtmlReport.write(out.resolve(ModelReport.PAGE), page(outcome, system));
        }
        output.result(outcome.result(), text.toString());
        return ExitCode.OK;
    }

    private Map<String, String> set() {
        Map<String, String> set = new TreeMap<>();
        if (metrics != null) {
            set.put("metrics", metrics);
        }
        if (tokens != null) {
            set.put("tokens", tokens);
        }
        if (clean != null) {
            set.put("clean", clean);
        }
        if (truncate) {
            set.put("Q1", "on");
        }
        if (labelIndex) {
            set.put("Q21", "on");
        }
        return set;
    }

    private static StringBuilder text(Result result) {
        Table table = new Table("metric", "of", "value", "95 % interval", "texts");
        for (Measure measure : result.measures()) {
            table.row(
                    measure.metric(),
                    measure.part().isEmpty() ? "all" : measure.part(),
                    String.format(Locale.ROOT, "%.4f", measure.value()),
                    Numbers.range(measure.interval()),
                    measure.rows());
        }
        StringBuilder text = new StringBuilder(table.toString());
        result.notes().forEach(note -> text.append(note).append('\n'));
        result.problems().stream()
                .findFirst()
                .ifPresent(first -> text.append(result.problems().size())
                        .append(" left out, the first ")
                        .append(first.where())
                        .append(": ")
                        .append(first.reason())
                        .append('\n'));
        return text.append("protocol digest ")
                .append(result.protocolDigest().shortHex())
                .append('\n');
    }

    private static HtmlReport.Contents page(Protocol.Outcome outcome, String system) {
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("System", system);
        facts.put("Texts", Integer.toString(outcome.samples().size()));
        return new HtmlReport.Contents(
                "Scores of " + system,
                false,
                facts,
                List.of(new HtmlReport.Part(outcome, List.of())),
                Optional.empty(),
                Map.of(),
                Optional.empty(),
                new LinkedHashMap<>(outcome.result().provenance().seconds()));
    }

    private String command() {
        return "vesalius "
                + String.join(
                        " ", spec.commandLine().getParent().getParseResult().originalArgs());
    }
}
