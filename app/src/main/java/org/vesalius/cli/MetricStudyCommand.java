package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.vesalius.dataset.Datasets;
import org.vesalius.dataset.ReXVal;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Study;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.clinical.MetricStudy;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextMetrics;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextStatistics;
import org.vesalius.metric.text.TextTable;
import org.vesalius.metric.text.Tokenization;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds metrics of reports against the errors that radiologists counted. */
@Command(
        name = "metric-study",
        description = {
            "Hold metrics of reports against the errors that radiologists counted in them (ReXVal): Kendall's tau_b and Pearson's r with 95 %% intervals over studies.",
            "The sign is turned so that 1 is full agreement, whichever way a metric runs."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius metric-study /data/rexval",
            "  vesalius metric-study /data/rexval --metrics bleu-radcliq,radgraph,ce --errors all --json"
        })
public final class MetricStudyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder of ReXVal.")
    private Path dir;

    @Option(
            names = "--metrics",
            split = ",",
            defaultValue = "bleu,bleu-radcliq,rouge-l,chrf,radgraph,factent,entity-match",
            paramLabel = "NAMES",
            description =
                    "Names with commas; 'vesalius score --list' has all. Those that count over the corpus are taken pair by pair. Default: ${DEFAULT-VALUE}.")
    private List<String> metrics;

    @Option(
            names = "--errors",
            defaultValue = "significant",
            paramLabel = "WHICH",
            description = "Which errors count: significant or all. Default: ${DEFAULT-VALUE}.")
    private Errors errors;

    @Option(names = "--resamples", defaultValue = "1000", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private int resamples;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public MetricStudyCommand() {}

    /** Which of the radiologists' errors. */
    private enum Errors {
        SIGNIFICANT("errors_significant"),
        ALL("errors");

        private final String fact;

        Errors(String fact) {
            this.fact = fact;
        }
    }

    /** The result under {@code --json}. */
    record Result(String errors, int pairs, int problems, List<MetricStudy.OfMetric> metrics) {}

    @Override
    public Integer call() throws IOException {
        List<TextMetric> asked = TextMetrics.of(metrics, Tokenization.WS, TextMetrics.Sources.NONE);
        if (!Files.exists(dir)) {
            throw InputException.of("DIR", "a folder", "nothing at that place", "check the path");
        }
        List<Study> studies = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Datasets.byId("rexval").read(dir, new ReadOptions(Map.of()), studies::add, problems::add);
        ReportsInput.tell(problems, output);
        double[] counted = studies.stream()
                .mapToDouble(study -> Double.parseDouble(study.meta().getOrDefault(errors.fact, "NaN")))
                .toArray();
        if (Arrays.stream(counted).allMatch(Double::isNaN)) {
            throw InputException.of("ReXVal", "candidates with counts of errors", "none", "get the second table too");
        }
        Result result = new Result(errors.fact, studies.size(), problems.size(), measured(asked, studies, counted));
        output.result(result, text(result));
        return ExitCode.OK;
    }

    private List<MetricStudy.OfMetric> measured(List<TextMetric> asked, List<Study> studies, double[] counted) {
        List<TextPair> pairs = studies.stream().map(MetricStudyCommand::pair).toList();
        Bootstrap bootstrap =
                Bootstrap.byGroup(studies.stream().map(Study::patientId).toList(), resamples, seed);
        Map<TextStatistics, TextTable> tables = new LinkedHashMap<>();
        return asked.stream()
                .map(metric -> MetricStudy.of(
                        metric,
                        metric.scores(tables.computeIfAbsent(metric.statistics(), statistics -> statistics.of(pairs))),
                        counted,
                        bootstrap))
                .toList();
    }

    private static TextPair pair(Study study) {
        String reference = study.questions().stream()
                .filter(question -> question.question().equals(ReXVal.REFERENCE))
                .findFirst()
                .orElseThrow()
                .answer();
        return TextPair.of(study.report().text(), reference);
    }

    private static String text(Result result) {
        Table table = new Table("metric", "pairs", "tau_b", "95 % of tau_b", "Pearson", "95 % of Pearson");
        result.metrics.forEach(of -> table.row(
                of.metric(),
                of.pairs(),
                Numbers.of(of.kendall().value()),
                Numbers.range(of.kendall()),
                Numbers.of(of.pearson().value()),
                Numbers.range(of.pearson())));
        return "%d pairs, %s by radiologists%n%n%s".formatted(result.pairs, result.errors, table);
    }
}
