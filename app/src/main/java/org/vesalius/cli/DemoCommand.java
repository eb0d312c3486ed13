package org.vesalius.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Progress;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Everything once, on built-in synthetic data: each stage is a public command, printed as a user would type it. */
@Command(
        name = "demo",
        description = {
            "Everything once, on built-in synthetic data: make DICOM files and reports, check and prepare them, train an image-text model,",
            "measure it on patients it never saw, write an HTML report, build a search index, ask it a question, and serve the page on it until Ctrl-C."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius demo",
            "  vesalius demo --out /data/demo --seed 2 --json",
            "  vesalius demo --quick                 a small one that shows the way, not the numbers",
            "  vesalius demo --no-serve              ends when all is made",
            "",
            ExitCode.LIST
        })
final class DemoCommand implements Callable<Integer> {
    private static final String QUESTION = "small left pleural effusion";

    @Mixin
    private Output output;

    @Option(
            names = "--out",
            defaultValue = "vesalius-demo",
            description = "Folder for everything the demo makes (default: ${DEFAULT-VALUE}); must be new or empty.")
    private Path out;

    @Option(
            names = "--seed",
            defaultValue = "17",
            description = "Seed of the data and the training (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--quick", description = "Few patients and a short training, to see the way.")
    private boolean quick;

    @Option(
            names = "--no-serve",
            description = "Do not serve the page on what was made at the end (nor is it under --json).")
    private boolean noServe;

    @SuppressWarnings("NullAway.Init")
    DemoCommand() {}

    /** A stage and the command that does it. */
    private record Stage(String name, List<String> command) {
        /** As a user would type it. */
        String asTyped() {
            return command.stream()
                    .map(word -> word.contains(" ") ? '"' + word + '"' : word)
                    .collect(Collectors.joining(" "));
        }

        static Stage of(String name, Object... command) {
            return new Stage(
                    name, List.of(command).stream().map(String::valueOf).toList());
        }
    }

    record Result(String report, Map<String, Double> seconds, Map<String, JsonNode> stages) {}

    @Override
    public Integer call() throws IOException {
        requireEmpty();
        Map<String, Double> seconds = new LinkedHashMap<>();
        Map<String, JsonNode> results = new LinkedHashMap<>();
        List<Stage> stages = stages();
        for (Stage stage : stages) {
            output.say("%n[%d/%d] %s%n$ vesalius %s%n"
                    .formatted(seconds.size() + 1, stages.size(), stage.name(), stage.asTyped()));
            long began = System.nanoTime();
            int code = run(stage, results);
            seconds.put(stage.name(), (System.nanoTime() - began) / 1e9);
            if (code != ExitCode.OK) {
                return code;
            }
        }
        Json.write(out.resolve("demo.json"), new Result(out.relativize(report()).toString(), seconds, results));
        output.result(new Result(report().toString(), seconds, results), summary(seconds));
        if (noServe || output.json()) {
            return ExitCode.OK;
        }
        Stage page = Stage.of("serve", "serve", "--model", out.resolve("run"), "--index", index(), "--port", 0);
        output.say("%n$ vesalius %s".formatted(page.asTyped()));
        return run(page, results);
    }

    private List<Stage> stages() {
        Path raw = out.resolve("raw");
        Path data = out.resolve("data");
        Path run = out.resolve("run");
        Path index = index();
        int train = quick ? 240 : 1600;
        int val = quick ? 60 : 200;
        int test = quick ? 120 : 300;
        List<Object> fit = new ArrayList<>(
                List.of("train", "clip", "--plan", "phantom", "--data", data, "--out", run, "--seed", seed));
        if (quick) {
            fit.addAll(List.of("--set", "budget.epochs=2"));
        }
        return List.of(
                Stage.of(
                        "make", "phantom", "--out", raw, "--train", train, "--val", val, "--test", test, "--seed",
                        seed),
                Stage.of("check", "data", "check", raw),
                Stage.of("prepare", "data", "prepare", raw, "--as", "phantom", "--out", data),
                Stage.of("train", fit.toArray()),
                Stage.of("evaluate", "evaluate", run, "--data", data, "--out", evaluation(), "--seed", seed),
                Stage.of("index", "index", run, "--data", data, "--split", "test", "--out", index),
                Stage.of("search", "search", index, QUESTION));
    }

    private Path evaluation() {
        return out.resolve("evaluation");
    }

    private Path report() {
        return evaluation().resolve("report.html");
    }

    private Path index() {
        return out.resolve("index");
    }

    private void requireEmpty() throws IOException {
        if (Files.isDirectory(out)) {
            try (var files = Files.list(out)) {
                if (files.findAny().isPresent()) {
                    throw InputException.of(
                            "--out",
                            "a new or empty folder",
                            "one with files in it",
                            "name another, or delete it first");
                }
            }
        }
        Files.createDirectories(out);
    }

    private int run(Stage stage, Map<String, JsonNode> results) {
        CommandLine line = Main.commandLine();
        List<String> arguments = new ArrayList<>(stage.command());
        StringWriter captured = new StringWriter();
        if (output.json()) {
            arguments.add("--json");
            line.setOut(new PrintWriter(captured));
        }
        if (output.quiet()) {
            arguments.add("--quiet");
        }
        int code = line.execute(arguments.toArray(String[]::new));
        if (code == ExitCode.OK && output.json()) {
            results.put(stage.name(), Json.tree(captured.toString(), "result of " + stage.name()));
        }
        return code;
    }

    private String summary(Map<String, Double> seconds) {
        Table table = new Table("stage", "time");
        seconds.forEach((stage, spent) -> table.row(stage, clock(spent)));
        table.row(
                "all",
                clock(seconds.values().stream().mapToDouble(Double::doubleValue).sum()));
        return "\n%s\nThe report: %s\nAsk more:   vesalius search %s \"%s\""
                .formatted(table, report(), index(), "right pneumothorax");
    }

    private static String clock(double seconds) {
        return Progress.clock(Duration.ofMillis(Math.round(seconds * 1000)));
    }
}
