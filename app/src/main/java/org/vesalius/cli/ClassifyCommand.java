package org.vesalius.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Callable;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.io.Names;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.Prompts;
import org.vesalius.report.Prompts.PromptSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Scores of labels by prompts. */
@Command(
        name = "classify",
        description = {
            "Score findings on images without training for them: each is asked for with texts for and against it.",
            "Scores rank images; they are no probabilities unless calibrated. For research only, not for diagnosis."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius classify RUN film.dcm",
            "  vesalius classify RUN film.dcm --label pneumothorax --label \"pleural effusion\"",
            "  vesalius classify RUN *.png --prompt \"tube=endotracheal tube in place|no tube\" --json",
            "",
            ExitCode.LIST
        })
public final class ClassifyCommand implements Callable<Integer> {
    @Mixin
    private ModelInput input;

    @Option(
            names = "--label",
            paramLabel = "NAME",
            description = "A finding; may be repeated. Default: CheXpert's fourteen.")
    private List<String> labels = new ArrayList<>();

    @Option(
            names = "--prompt",
            paramLabel = "NAME=FOR|AGAINST",
            description = "A finding with texts of your own, several of a side separated by ';'.")
    private List<String> prompts = new ArrayList<>();

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public ClassifyCommand() {}

    /** The scores of one image. */
    record Scores(int number, String file, SequencedMap<String, Double> scores) {}

    @Override
    public Integer call() throws IOException {
        List<PromptSet> asked = asked();
        try (Inference model = input.model()) {
            double[][] scores = model.classify(input.images(), asked);
            List<Scores> results = new ArrayList<>();
            for (int i = 0; i < scores.length; i++) {
                SequencedMap<String, Double> row = new LinkedHashMap<>();
                for (int label = 0; label < asked.size(); label++) {
                    row.put(asked.get(label).label(), scores[i][label]);
                }
                results.add(new Scores(i + 1, input.files().get(i).toString(), row));
            }
            output.result(results, text(results));
        }
        return ExitCode.OK;
    }

    private List<PromptSet> asked() {
        List<PromptSet> asked = new ArrayList<>();
        labels.forEach(label -> asked.add(known(label)));
        prompts.forEach(prompt -> asked.add(own(prompt)));
        if (asked.isEmpty()) {
            CheXpert14.NAMES.forEach(label -> asked.add(Prompts.forLabel(label)));
        }
        return asked;
    }

    /** Any words can be asked for, but a slip of the keyboard should not go unseen. */
    private PromptSet known(String label) {
        if (!Prompts.names().contains(Prompts.normal(label))) {
            List<String> nearest = Names.nearest(label, Prompts.names());
            output.warn("'" + label + "' has no wordings of its own and is asked for as it stands"
                    + (nearest.isEmpty() ? "" : "; nearest that have: " + String.join(", ", nearest)));
        }
        return Prompts.forLabel(label);
    }

    private static PromptSet own(String prompt) {
        int equals = prompt.indexOf('=');
        int bar = prompt.indexOf('|');
        if (equals < 1 || bar < equals) {
            throw InputException.of(
                    "--prompt", "NAME=FOR|AGAINST", "'" + prompt + "'", "for instance \"tube=a tube is seen|no tube\"");
        }
        return new PromptSet(
                prompt.substring(0, equals).strip(),
                texts(prompt.substring(equals + 1, bar)),
                texts(prompt.substring(bar + 1)));
    }

    private static List<String> texts(String joined) {
        return java.util.Arrays.stream(joined.split(";"))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static String text(List<Scores> results) {
        StringBuilder text = new StringBuilder();
        for (Scores result : results) {
            text.append(result.number()).append("  ").append(result.file()).append('\n');
            result.scores().entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .forEach(score ->
                            text.append(String.format(Locale.ROOT, "   %.3f  %s%n", score.getValue(), score.getKey())));
        }
        return text.toString();
    }
}
