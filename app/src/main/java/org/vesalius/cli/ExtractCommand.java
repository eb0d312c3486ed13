package org.vesalius.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Priors;
import org.vesalius.report.graph.GraphExtractor;
import org.vesalius.report.graph.RadGraphJson;
import org.vesalius.report.graph.ReportGraph;
import org.vesalius.report.label.LabelSpace;
import org.vesalius.report.label.ReportFacts;
import org.vesalius.report.label.RuleLabeler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads graphs, sides, lengths and references to priors out of reports. */
@Command(
        name = "extract",
        description = {
            "Read by rules out of reports: graphs of entities and relations, sides, lengths, references to earlier films.",
            "Prints how many there are of each; the files that are asked for hold the reports' ids, and --graphs and --without-priors their words."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius extract report.txt",
            "  vesalius extract /data/openi --as openi --sections findings,impression --graphs graphs.json",
            "  vesalius extract --data DATA --without-priors texts.jsonl --facts facts.jsonl"
        })
public final class ExtractCommand implements Callable<Integer> {
    @Mixin
    private ReportsInput input;

    @Option(
            names = "--graphs",
            paramLabel = "FILE",
            description = "Write one graph a report in RadGraph's JSON, under the report's id.")
    private @Nullable Path graphs;

    @Option(
            names = "--facts",
            paramLabel = "FILE",
            description =
                    "Write a line a report as JSON: mentions with state and side, lengths in mm, references to priors, by their places in the text.")
    private @Nullable Path facts;

    @Option(
            names = "--without-priors",
            paramLabel = "FILE",
            description = "Write a line a report as JSON: its text without references to earlier films.")
    private @Nullable Path withoutPriors;

    @Option(
            names = "--space",
            defaultValue = "chexpert",
            paramLabel = "NAME",
            description = "Whose classes are mentioned: chexpert or nih. Default: ${DEFAULT-VALUE}.")
    private String space;

    @Mixin
    private Output output;

    /** In the order in which they are printed. */
    private static final List<String> NAMES = List.of(
            "reports",
            "sentences",
            "reports that speak of priors",
            "references to priors",
            "lengths: size",
            "lengths: range",
            "lengths: distance",
            "findings, side left",
            "findings, side right",
            "findings, side bilateral",
            "findings, side none",
            "graph: ANAT-DP",
            "graph: OBS-DP",
            "graph: OBS-U",
            "graph: OBS-DA",
            "graph: located_at",
            "graph: modify",
            "graph: suggestive_of");

    private final SequencedMap<String, Integer> counts = new LinkedHashMap<>();

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public ExtractCommand() {}

    /** A line of {@code --facts}. */
    record Facts(int row, String id, ReportFacts facts) {}

    /** A line of {@code --without-priors}. */
    record Text(int row, String id, String text) {}

    /** The result under {@code --json}. */
    record Result(String graphs, String labeler, String sections, int problems, Map<String, Integer> counts) {}

    /** Takes what was read out of one report. */
    private interface Sink {
        void take(ReportsInput.Given given, String text, ReportFacts facts, ReportGraph graph) throws IOException;
    }

    @Override
    public Integer call() throws IOException {
        LabelSpace classes = LabelSpace.of(space);
        NAMES.forEach(name -> counts.put(name, 0));
        List<Problem> problems = write(classes);
        Table table = new Table("what", "number");
        counts.forEach((name, number) -> table.row(name, number));
        output.result(
                new Result(GraphExtractor.VERSION, RuleLabeler.VERSION, input.sections(), problems.size(), counts),
                table.toString());
        return ExitCode.OK;
    }

    /** Opens the files one inside the other: all of them appear whole, or none of those that are not finished. */
    private List<Problem> write(LabelSpace classes) throws IOException {
        List<List<Problem>> problems = new ArrayList<>();
        writing(
                graphs,
                first -> writing(
                        facts,
                        second -> writing(withoutPriors, third -> {
                            int[] written = {0};
                            if (first != null) {
                                first.write("{");
                            }
                            problems.add(each(classes, (given, text, read, graph) -> {
                                if (first != null) {
                                    first.write((written[0]++ == 0 ? "\n" : ",\n") + Json.line(given.id()) + ": "
                                            + RadGraphJson.write(graph));
                                }
                                if (second != null) {
                                    second.write(Json.line(new Facts(given.row(), given.id(), read)) + "\n");
                                }
                                if (third != null) {
                                    third.write(
                                            Json.line(new Text(given.row(), given.id(), Priors.remove(text))) + "\n");
                                }
                            }));
                            if (first != null) {
                                first.write("\n}\n");
                            }
                        })));
        return problems.getFirst();
    }

    /** What is done with an open file, or with none. */
    private interface Work {
        void with(@Nullable Writer writer) throws IOException;
    }

    private static void writing(@Nullable Path file, Work work) throws IOException {
        if (file == null) {
            work.with(null);
            return;
        }
        AtomicFiles.write(file, bytes -> {
            Writer writer = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
            work.with(writer);
            writer.flush();
        });
    }

    private List<Problem> each(LabelSpace classes, Sink sink) throws IOException {
        RuleLabeler labeler = new RuleLabeler(classes);
        List<Problem> problems = input.each(given -> {
            String text = input.text(given.study().report());
            if (text.isBlank()) {
                return;
            }
            ReportFacts read = ReportFacts.of(text, labeler);
            ReportGraph graph = GraphExtractor.of(text);
            count(read, graph);
            sink.take(given, text, read, graph);
        });
        ReportsInput.tell(problems, output);
        ReportsInput.require(counts.getOrDefault("reports", 0), problems);
        return problems;
    }

    private void count(ReportFacts read, ReportGraph graph) {
        add("reports", 1);
        add("sentences", read.sentences());
        add("reports that speak of priors", read.priors().isEmpty() ? 0 : 1);
        add("references to priors", read.priors().size());
        read.lengths().forEach(length -> add("lengths: " + lower(length.kind()), 1));
        read.findings().stream()
                .filter(finding -> finding.state() != LabelState.NEGATIVE)
                .forEach(finding -> add("findings, side " + lower(finding.side()), 1));
        graph.entities().forEach(entity -> {
            add("graph: " + entity.label().id(), 1);
            entity.relations()
                    .forEach(relation -> add("graph: " + relation.kind().id(), 1));
        });
    }

    private void add(String name, int number) {
        counts.merge(name, number, Integer::sum);
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
