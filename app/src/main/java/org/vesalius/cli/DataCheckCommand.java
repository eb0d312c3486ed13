package org.vesalius.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.vesalius.dataset.Dataset;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.shard.Counts;
import org.vesalius.shard.Inspection;
import org.vesalius.shard.Manifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads a set completely. */
@Command(
        name = "check",
        description = "Read everything in a folder, pictures included, and tell what is in it and what cannot be used.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius data check /data/nih",
            "  vesalius data check /data/own --as csv --csv-img-key file --csv-caption-key report"
        })
public final class DataCheckCommand implements Callable<Integer> {
    private static final int SHOWN = 10;

    @Mixin
    private DataInput input;

    @Option(names = "--all-problems", description = "List every problem, not only the first ten of a kind.")
    private boolean allProblems;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public DataCheckCommand() {}

    @Override
    public Integer call() throws IOException {
        Dataset dataset = input.dataset();
        Inspection.Findings findings = Inspection.run(
                dataset,
                input.dir(),
                input.options(dataset),
                Runtime.getRuntime().availableProcessors(),
                output.progress());
        output.result(findings, text(findings));
        return findings.counts().studies() > 0 ? ExitCode.OK : ExitCode.NO;
    }

    private String text(Inspection.Findings findings) {
        StringBuilder text = new StringBuilder(
                "Read as %s (reader version %d)\n\n".formatted(findings.dataset(), findings.readerVersion()));
        Counts counts = findings.counts();
        text.append(new Table("what", "number")
                .row("studies", counts.studies())
                .row("patients", counts.patients())
                .row("images", counts.images())
                .row("volumes", counts.volumes())
                .row("with text", counts.texts())
                .row("boxes", counts.boxes())
                .row("masks", counts.drawn())
                .row("questions", counts.questions()));
        if (!counts.labels().isEmpty()) {
            text.append('\n').append(labels(counts));
        }
        text.append('\n').append(duplicates(findings.duplicates()));
        problems(findings, text);
        return text.toString();
    }

    /** Labels by state. */
    static Table labels(Counts counts) {
        Table table = new Table("label", "positive", "negative", "uncertain", "blank");
        counts.labels()
                .keySet()
                .forEach(name -> table.row(
                        name,
                        counts.label(name, LabelState.POSITIVE),
                        counts.label(name, LabelState.NEGATIVE),
                        counts.label(name, LabelState.UNCERTAIN),
                        counts.label(name, LabelState.BLANK)));
        return table;
    }

    /** What is there more than once. */
    static Table duplicates(Manifest.Duplicates twice) {
        return new Table("more than once", "groups", "members", "groups across splits")
                .row("equal texts", twice.texts(), twice.studiesInTexts(), twice.textsAcrossSplits())
                .row("pictures alike", twice.images(), twice.picturesInImages(), twice.imagesAcrossSplits());
    }

    private void problems(Inspection.Findings findings, StringBuilder text) {
        if (findings.problems().isEmpty()) {
            text.append("\nNo problems.\n");
            return;
        }
        Table kinds = new Table("problem", "number");
        findings.problems().forEach((kind, n) -> kinds.row(kind, n));
        text.append('\n').append(kinds).append('\n');
        Map<Problem.Kind, List<Problem>> byKind =
                findings.list().stream().collect(Collectors.groupingBy(Problem::kind));
        byKind.forEach((kind, list) -> {
            list.stream()
                    .limit(allProblems ? Integer.MAX_VALUE : SHOWN)
                    .forEach(problem ->
                            text.append("  %-12s %s: %s\n".formatted(kind, problem.where(), problem.reason())));
            if (!allProblems && list.size() > SHOWN) {
                text.append("  %-12s … and %d more (--all-problems)\n".formatted(kind, list.size() - SHOWN));
            }
        });
    }
}
