package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.evaluate.Evaluation;
import org.vesalius.evaluate.EvaluationOptions;
import org.vesalius.evaluate.InferenceScorer;
import org.vesalius.evaluate.ModelReport;
import org.vesalius.evaluate.Protocol;
import org.vesalius.evaluate.Protocols;
import org.vesalius.evaluate.Provenance;
import org.vesalius.evaluate.RecipeComparison;
import org.vesalius.evaluate.RecipePage;
import org.vesalius.evaluate.Summary;
import org.vesalius.evaluate.Trial;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.recipe.Recipe;
import org.vesalius.shard.PreparedData;
import org.vesalius.train.Job;
import org.vesalius.train.Plan;
import org.vesalius.train.RunDir;
import org.vesalius.train.Settings;
import org.vesalius.train.Trainer;

/** Trains recipes under one budget, measures each, and writes {@code comparison.json} and {@code comparison.html}. Started again in the same folder, it goes on where it stopped. */
final class RecipeRuns {
    private static final String SYNTHETIC = "phantom";

    private final RecipesInput input;
    private final List<String> wanted;
    private final Output output;

    RecipeRuns(RecipesInput input, List<String> wanted, Output output) {
        this.input = input;
        this.wanted = wanted.isEmpty() ? List.of("all") : wanted;
        this.output = output;
    }

    /** A training, for the record. */
    record Trained(String recipe, long seed, long parameters, double seconds, String sha256) {}

    /**
     * What came out.
     *
     * @param whole whether every recipe was trained from every seed
     */
    record Made(boolean whole, List<Trained> trained, List<RecipeComparison.Table> tables, String page) {
        String text() {
            if (!whole) {
                return "interrupted after " + trained.size() + " trainings; the same command goes on from here";
            }
            StringBuilder text = new StringBuilder();
            tables.forEach(table -> text.append(RecipeRuns.text(table)).append('\n'));
            return text.append("page: ").append(page).toString();
        }
    }

    /** Trains and measures; {@code stop} interrupts between two updates. */
    Made make(BooleanSupplier stop) throws IOException {
        // whatever cannot be trained says so before anything is
        input.chosen().forEach(recipe -> plan(recipe, input.seeds.getFirst()).check());
        List<Trained> trained = new ArrayList<>();
        Map<String, List<RecipeComparison.Arm>> arms = new LinkedHashMap<>();
        Map<String, List<RecipeComparison.LeftOut>> leftOut = new LinkedHashMap<>();
        try (PreparedData data = PreparedData.open(input.data)) {
            List<String> protocols = ModelReport.protocols(wanted, data);
            for (Recipe recipe : input.chosen()) {
                List<Path> runs = new ArrayList<>();
                for (long seed : input.seeds) {
                    RunManifest manifest = train(recipe, seed, data, stop);
                    RunManifest.Outcome outcome = Objects.requireNonNull(manifest.outcome());
                    if (!outcome.over()) {
                        return new Made(false, trained, List.of(), "");
                    }
                    runs.add(run(recipe, seed));
                    trained.add(new Trained(
                            recipe.card().id(),
                            seed,
                            manifest.parameters(),
                            outcome.seconds(),
                            Objects.requireNonNullElse(outcome.lastSha256(), "")));
                }
                for (String protocol : protocols) {
                    measure(protocol, recipe, runs, data, arms, leftOut);
                }
            }
            return written(data, trained, tables(protocols, arms, leftOut));
        }
    }

    private Path run(Recipe recipe, long seed) {
        return input.out.resolve("runs").resolve(recipe.card().id() + "-" + seed);
    }

    private Plan plan(Recipe recipe, long seed) {
        return Settings.apply(recipe.plan(input.plan), input.settings(seed));
    }

    private RunManifest train(Recipe recipe, long seed, PreparedData data, BooleanSupplier stop) throws IOException {
        String id = recipe.card().id();
        Path run = run(recipe, seed);
        Job.Origin origin = Job.Origin.of(id, input.plan, input.settings(seed));
        Job job = Job.of(plan(recipe, seed), origin, data, run).stoppedBy(stop);
        output.say(id + ", seed " + seed);
        return Files.exists(new RunDir(run).manifest())
                ? Trainer.resume(job, output.progress())
                : Trainer.train(job, output.progress());
    }

    private void measure(
            String protocol,
            Recipe recipe,
            List<Path> runs,
            PreparedData data,
            Map<String, List<RecipeComparison.Arm>> arms,
            Map<String, List<RecipeComparison.LeftOut>> leftOut)
            throws IOException {
        String id = recipe.card().id();
        try {
            List<Protocol.Outcome> outcomes = new ArrayList<>();
            for (Path run : runs) {
                outcomes.add(outcome(protocol, id, run, data));
            }
            arms.computeIfAbsent(protocol, _ -> new ArrayList<>()).add(new RecipeComparison.Arm(id, outcomes));
        } catch (InputException e) {
            leftOut.computeIfAbsent(protocol, _ -> new ArrayList<>())
                    .add(new RecipeComparison.LeftOut(id, Objects.requireNonNullElse(e.getMessage(), "refused")));
        }
    }

    /** Measured now, or read when it was measured before. */
    private Protocol.Outcome outcome(String protocol, String id, Path run, PreparedData data) throws IOException {
        Path folder = run.resolve("evaluation");
        Path file = folder.resolve(protocol + ".json");
        if (Files.exists(file)) {
            return Evaluation.read(file);
        }
        try (Inference model = Inference.load(run)) {
            Trial trial =
                    new Trial(InferenceScorer.of(id, model), data, EvaluationOptions.defaults(), output.progress());
            Protocol.Outcome outcome =
                    Protocols.byId(protocol).run(trial, Provenance.here("vesalius compare --recipes"));
            Evaluation.write(folder, outcome);
            return outcome;
        }
    }

    private static List<RecipeComparison.Table> tables(
            List<String> protocols,
            Map<String, List<RecipeComparison.Arm>> arms,
            Map<String, List<RecipeComparison.LeftOut>> leftOut) {
        List<RecipeComparison.Table> tables = new ArrayList<>();
        for (String protocol : protocols) {
            List<RecipeComparison.Arm> own = arms.getOrDefault(protocol, List.of());
            if (!own.isEmpty()) {
                RecipeComparison.Table table = RecipeComparison.of(own);
                List<RecipeComparison.LeftOut> out = new ArrayList<>(table.leftOut());
                out.addAll(leftOut.getOrDefault(protocol, List.of()));
                tables.add(new RecipeComparison.Table(table.protocol(), table.digest(), table.rows(), out));
            }
        }
        return tables;
    }

    private Made written(PreparedData data, List<Trained> trained, List<RecipeComparison.Table> tables)
            throws IOException {
        Path page = input.out.resolve("comparison.html");
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put("Trained and measured on", data.manifest().name());
        facts.put("Budget", input.words());
        facts.put("Seeds", input.seeds.toString());
        double seconds = trained.stream().mapToDouble(Trained::seconds).sum();
        facts.put("Training", String.format(Locale.ROOT, "%d trainings in %.0f s", trained.size(), seconds));
        RecipePage.write(page, data.manifest().name().equals(SYNTHETIC), facts, tables);
        Made made = new Made(true, trained, tables, page.toString());
        Json.write(input.out.resolve("comparison.json"), made);
        return made;
    }

    private static String text(RecipeComparison.Table compared) {
        StringBuilder text = new StringBuilder();
        for (RecipeComparison.Row row : compared.rows()) {
            Table table = new Table(
                    Summary.name(row.measure()) + ", chance "
                            + Numbers.of(row.measure().chance()),
                    "mean",
                    "95 %",
                    "each seed",
                    "difference from the first",
                    "p");
            for (RecipeComparison.Cell cell : row.cells()) {
                table.row(
                        cell.recipe(),
                        Numbers.of(cell.value().value()),
                        Numbers.range(cell.value()),
                        String.join(
                                " ", cell.perSeed().stream().map(Numbers::of).toList()),
                        cell.difference()
                                .map(d -> Numbers.of(d.difference().value()) + " " + Numbers.range(d.difference()))
                                .orElse("-"),
                        Double.isNaN(cell.adjusted()) ? "-" : Numbers.p(cell.adjusted()));
            }
            text.append(table).append('\n');
        }
        compared.leftOut()
                .forEach(out -> text.append(out.recipe())
                        .append(": ")
                        .append(out.reason())
                        .append('\n'));
        return text.append("p: paired bootstrap by patient, Holm over the recipes; protocol digest ")
                .append(compared.digest().shortHex())
                .append('\n')
                .toString();
    }
}
