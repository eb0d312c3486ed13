package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.LabelRows;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
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
            description =
                    "Compare with the labels that the data hold: precision, recall, F1 and Cohen's kappa with 95 %% intervals; where they tell four states apart also F1 of mention, negation and uncertainty.")
    private boolean score;

    @Option(
            names = "--labels",
            paramLabel = "FILE",
            description =
                    "Take the labels of another program instead of the rules': a table in CheXpert's form (1.0, 0.0, -1.0 or nothing under the names of --space), its rows in the order of INPUT, or with a column row that counts from 1.")
    private @Nullable Path given;

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
            List<LabelAgreement.OfClass> scores,
            List<LabelAgreement.OfStates> states) {}

    @Override
    public Integer call() throws IOException {
        LabelSpace classes = LabelSpace.of(space);
        LabelTally tally =
                new LabelTally(classes, LabelPolicy.of(policy), align == null ? null : LabelAlignment.of(align), score);
        Path file = out;
        Reading reading = reading(classes);
        if (file == null) {
            return report(classes, tally, run(tally, reading, null));
        }
        LabelFile.check(file);
        List<List<Problem>> problems = new ArrayList<>();
        AtomicFiles.write(file, bytes -> {
            LabelFile lines = new LabelFile(file, classes.names(), bytes);
            problems.add(run(tally, reading, lines));
            lines.flush();
        });
        return report(classes, tally, problems.getFirst());
    }

    /** Where the labels of a report come from. */
    private interface Reading {
        List<Label> of(int row, String text);
    }

    private Reading reading(LabelSpace classes) throws IOException {
        Path file = given;
        if (file == null) {
            RuleLabeler labeler = new RuleLabeler(classes);
            return (_, text) -> labeler.explain(text);
        }
        Map<Integer, Map<String, LabelState>> rows = LabelRows.read(file, classes.names());
        return (row, _) -> {
            Map<String, LabelState> states = rows.get(row);
            if (states == null) {
                throw InputException.of(
                        "--labels", "a row for report " + row, "none", "label the very reports that are read");
            }
            return classes.names().stream()
                    .map(name ->
                            new Label(name, states.getOrDefault(name, LabelState.BLANK), "as the file says", List.of()))
                    .toList();
        };
    }

    /** Whose labels they are. */
    private String labeler() {
        return given == null ? RuleLabeler.VERSION : "labels of a file";
    }

    private List<Problem> run(LabelTally tally, Reading reading, @Nullable LabelFile file) throws IOException {
        boolean keep = file == null;
        List<Problem> problems = input.each(report -> {
            String text = input.text(report.study().report());
            if (text.isBlank()) {
                tally.withoutText();
                return;
            }
            List<Label> labels = reading.of(report.row(), text);
            tally.add(report, labels, keep);
            if (file != null) {
                file.write(report, labels);
            }
        });
        ReportsInput.tell(problems, output);
        ReportsInput.require(tally.reports(), problems);
        return problems;
    }

    private int report(LabelSpace classes, LabelTally tally, List<Problem> problems) {
        List<LabelAgreement.OfClass> scores = tally.scores();
        List<LabelAgreement.OfStates> states = tally.states();
        List<Explained> kept = tally.kept();
        List<?> rows = explain
                ? kept
                : kept.stream()
                        .map(row -> new Row(row.row(), LabelTally.states(row.labels())))
                        .toList();
        output.result(
                new Result(
                        labeler(),
                        classes.id(),
                        input.sections(),
                        tally.reports(),
                        tally.empty(),
                        problems.size(),
                        tally.counts(),
                        output.json() && out == null ? rows : List.of(),
                        scores,
                        states),
                text(tally, kept, scores, states));
        return ExitCode.OK;
    }

    private String text(
            LabelTally tally,
            List<Explained> kept,
            List<LabelAgreement.OfClass> scores,
            List<LabelAgreement.OfStates> states) {
        StringBuilder text = new StringBuilder("%d reports, %d without text left out; %s, sections: %s%n%n"
                .formatted(tally.reports(), tally.empty(), labeler(), input.sections()));
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
        if (!states.isEmpty()) {
            text.append('\n').append(LabelText.states(states));
        }
        if (out != null) {
            text.append("\nWritten to ").append(out).append('\n');
        }
        return text.toString();
    }
}
