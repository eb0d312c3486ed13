package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Problem;
import org.vesalius.metric.LabelAgreement;
import org.vesalius.report.LabelAlignment;
import org.vesalius.report.LabelPolicy;
import org.vesalius.report.LabelState;
import org.vesalius.report.label.Label;
import org.vesalius.report.label.LabelSpace;
import org.vesalius.report.label.RuleLabeler;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Labels reports by rules. */
@Command(
        name = "label",
        description = {
            "Label reports by rules: what is asserted, denied, doubted or not mentioned, and by which phrase and rule.",
            "Results name a report by its place in the input and never print its text; --out writes one line a report."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius label report.txt --explain",
            "  vesalius label reports.csv --csv-caption-key report --out labels.csv",
            "  vesalius label --data DATA --space nih --json",
            "  vesalius label /data/openi --as openi --sections findings,impression --score --align nih14-chexpert14"
        })
public final class LabelCommand implements Callable<Integer> {
    @Mixin
    private ReportsInput input;

    @Option(
            names = "--space",
            defaultValue = "chexpert",
            paramLabel = "NAME",
            description =
                    "Whose classes: chexpert (14, by the phrases of its labeler and some of ours) or nih (the 14 of ChestX-ray14, by phrases of ours). Default: ${DEFAULT-VALUE}.")
    private String space;

    @Option(names = "--explain", description = "With the phrase, the rule and the place of every mention.")
    private boolean explain;

    @Option(
            names = "--score",
            description = "Compare with the labels that the data hold: precision, recall and F1 with 95 %% intervals.")
    private boolean score;

    @Option(
            names = "--align",
            paramLabel = "NAME",
            description =
                    "Name the data's labels as another set does before they are compared: nih14-chexpert14, vindr-chexpert14, padchest-chexpert14.")
    private @Nullable String align;

    @Option(
            names = "--label-policy",
            defaultValue = "u-zeros",
            paramLabel = "NAME",
            description =
                    "What uncertain and blank count as under --score: u-zeros, u-ones, u-ignore, known (both left out), gloria, xrv. Default: ${DEFAULT-VALUE}.")
    private String policy;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description =
                    "Write every report's labels: .csv in CheXpert's form (1.0, 0.0, -1.0 or nothing), .jsonl with explanations. The file holds the ids of the input.")
    private @Nullable Path out;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public LabelCommand() {}

    /** The labels of a report. */
    record Row(int row, Map<String, LabelState> labels) {}

    /** As {@link Row}, each label with its reasons. */
    record Explained(int row, List<Label> labels) {}

    /** The result under {@code --json}; the single reports unless they went to a file. */
    record Result(
            String labeler,
            String space,
            String sections,
            int reports,
            int withoutText,
            int problems,
            Map<String, Map<LabelState, Integer>> counts,
            List<?> rows,
            List<LabelAgreement.OfClass> scores) {}

    @Override
    public Integer call() throws IOException {
        LabelSpace classes = LabelSpace.of(space);
        LabelTally tally =
                new LabelTally(classes, LabelPolicy.of(policy), align == null ? null : LabelAlignment.of(align), score);
        Path file = out;
        if (file == null) {
            return report(classes, tally, run(tally, new RuleLabeler(classes), null));
        }
        LabelFile.check(file);
        List<List<Problem>> problems = new ArrayList<>();
        AtomicFiles.write(file, bytes -> {
            LabelFile lines = new LabelFile(file, classes.names(), bytes);
            problems.add(run(tally, new RuleLabeler(classes), lines));
            lines.flush();
        });
        return report(classes, tally, problems.getFirst());
    }

    private List<Problem> run(LabelTally tally, RuleLabeler labeler, @Nullable LabelFile file) throws IOException {
        boolean keep = file == null;
        List<Problem> problems = input.each(given -> {
            String text = input.text(given.study().report());
            if (text.isBlank()) {
                tally.withoutText();
                return;
            }
            List<Label> labels = labeler.explain(text);
            tally.add(given, labels, keep);
            if (file != null) {
                file.write(given, labels);
            }
        });
        ReportsInput.tell(problems, output);
        ReportsInput.require(tally.reports(), problems);
        return problems;
    }

    private int report(LabelSpace classes, LabelTally tally, List<Problem> problems) {
        List<LabelAgreement.OfClass> scores = tally.scores();
        List<Explained> kept = tally.kept();
        List<?> rows = explain
                ? kept
                : kept.stream()
                        .map(row -> new Row(row.row(), LabelTally.states(row.labels())))
                        .toList();
        output.result(
                new Result(
                        RuleLabeler.VERSION,
                        classes.id(),
                        input.sections(),
                        tally.reports(),
                        tally.empty(),
                        problems.size(),
                        tally.counts(),
                        output.json() && out == null ? rows : List.of(),
                        scores),
                text(tally, kept, scores));
        return ExitCode.OK;
    }

    private String text(LabelTally tally, List<Explained> kept, List<LabelAgreement.OfClass> scores) {
        StringBuilder text = new StringBuilder("%d reports, %d without text left out; %s, sections: %s%n%n"
                .formatted(tally.reports(), tally.empty(), RuleLabeler.VERSION, input.sections()));
        if (tally.reports() == 1 && kept.size() == 1) {
            text.append(LabelText.table(kept.getFirst().labels()));
        } else {
            text.append(LabelText.counts(tally.counts()));
        }
        if (explain) {
            kept.forEach(row -> text.append(LabelText.reasons(row.row(), row.labels())));
        }
        if (!scores.isEmpty()) {
            text.append('\n').append(LabelText.scores(scores, policy, align));
        }
        if (out != null) {
            text.append("\nWritten to ").append(out).append('\n');
        }
        return text.toString();
    }
}
