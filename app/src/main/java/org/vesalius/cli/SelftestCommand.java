package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import org.vesalius.io.InputException;
import org.vesalius.recipe.Behaved;
import org.vesalius.recipe.Behaviour;
import org.vesalius.recipe.Learned;
import org.vesalius.recipe.Recipe;
import org.vesalius.recipe.RecipeCard;
import org.vesalius.recipe.Recipes;
import org.vesalius.recipe.SourceHash;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Proves that recipes learn, and keeps the proof. */
@Command(
        name = "selftest",
        description = {
            "Train recipes for a minute each on the built-in data and keep by how much they beat chance in docs/learned/.",
            "With --behaviour: train them with and without what makes them that method, and keep by how much that matters in docs/learned/behaviour/.",
            "For work on the sources: 'mvn verify' fails where a recipe that claims to learn, or to behave so, has no such record."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius selftest               all recipes",
            "  vesalius selftest clip convirt",
            "  vesalius selftest --stale       those that changed since, or whose engine did",
            "  vesalius selftest gloria --behaviour",
            "",
            ExitCode.LIST
        })
public final class SelftestCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "ID", description = "Recipes; default: all that claim to learn.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--stale", description = "Only those whose record is missing or older than the sources.")
    private boolean stale;

    @Option(names = "--behaviour", description = "What their distinguishing parts do, instead of whether they learn.")
    private boolean behaviour;

    @Option(names = "--seed", defaultValue = "0", description = "Of the training. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "2",
            description = "With --behaviour: so many trainings of each arm, from --seed on. Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "With --behaviour: those of these names alone.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--work",
            paramLabel = "DIR",
            defaultValue = "target/selftest",
            description = "Where the built-in data are kept between runs. Default: ${DEFAULT-VALUE}.")
    private Path work;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public SelftestCommand() {}

    @Override
    public Integer call() throws IOException {
        Path root = SourceHash.root(Path.of(""))
                .orElseThrow(() -> InputException.of(
                        "selftest", "a checkout of the sources as working folder", "none", "change into it"));
        return behaviour ? behave(root) : learn(root);
    }

    private int learn(Path root) throws IOException {
        Selftest selftest = new Selftest(work, root, output.progress());
        List<Learned> records = new ArrayList<>();
        for (Recipe recipe : chosen(root)) {
            Learned record = selftest.run(recipe, seed);
            record.write(root);
            records.add(record);
            output.say(line(record));
        }
        output.result(records, records.isEmpty() ? "all records are fresh" : "");
        return records.stream().allMatch(Learned::holds) ? ExitCode.OK : ExitCode.NO;
    }

    private int behave(Path root) throws IOException {
        List<Long> each =
                LongStream.range(seed, seed + Math.max(1, seeds)).boxed().toList();
        Contest contest = new Contest(work, root, each, output.progress());
        List<Behaved> records = new ArrayList<>();
        for (Recipe recipe :
                ids.isEmpty() ? Recipes.all() : ids.stream().map(Recipes::byId).toList()) {
            for (List<Behaviour> alike : alike(recipe, root)) {
                for (Behaved record : contest.run(recipe, alike)) {
                    record.write(root);
                    records.add(record);
                    output.say(line(record));
                }
            }
        }
        output.result(records, records.isEmpty() ? "no behaviour to show" : "");
        return records.stream().allMatch(Behaved::holds) ? ExitCode.OK : ExitCode.NO;
    }

    /** The behaviours to be shown, those with the same first arm together. */
    private Collection<List<Behaviour>> alike(Recipe recipe, Path root) throws IOException {
        Map<List<String>, List<Behaviour>> byArms = new LinkedHashMap<>();
        for (Behaviour one : recipe.behaviours()) {
            boolean wanted = only.isEmpty() || only.contains(one.name());
            if (wanted && (!stale || isStale(recipe, one, root))) {
                byArms.computeIfAbsent(one.settings(), _ -> new ArrayList<>()).add(one);
            }
        }
        return byArms.values();
    }

    private static boolean isStale(Recipe recipe, Behaviour behaviour, Path root) throws IOException {
        Optional<Behaved> record = Behaved.read(root, recipe.card().id(), behaviour.name());
        return record.isEmpty() || record.get().stale(SourceHash.of(recipe, root));
    }

    private List<Recipe> chosen(Path root) throws IOException {
        List<Recipe> chosen = new ArrayList<>();
        List<Recipe> named = ids.stream().map(Recipes::byId).toList();
        for (Recipe recipe : named.isEmpty() ? Recipes.all() : named) {
            boolean claims = !named.isEmpty() || recipe.card().claim() != RecipeCard.Claim.RUNS;
            if (claims && (!stale || isStale(recipe, root))) {
                chosen.add(recipe);
            }
        }
        return chosen;
    }

    private static boolean isStale(Recipe recipe, Path root) throws IOException {
        Optional<Learned> record = Learned.read(root, recipe.card().id());
        return record.isEmpty() || !record.get().holds() || record.get().stale(SourceHash.of(recipe, root));
    }

    private static String line(Learned record) {
        return String.format(
                Locale.ROOT,
                "%s: beats chance %.2f by %.3f (%.3f to %.3f), required %.2f: %s; %.0f s",
                record.id(),
                record.chance(),
                record.margin().value(),
                record.margin().low(),
                record.margin().high(),
                record.required(),
                record.holds() ? "learns" : "does NOT learn enough",
                record.seconds());
    }

    private static String line(Behaved record) {
        return String.format(
                Locale.ROOT,
                "%s, %s: %.3f with, %.3f without, difference %.3f (%.3f to %.3f), p %.3f, n %d: %s; %.0f s",
                record.id(),
                record.name(),
                record.with().value(),
                record.without().value(),
                record.difference().value(),
                record.difference().low(),
                record.difference().high(),
                record.p(),
                record.rows(),
                record.holds() ? "holds" : "does NOT hold",
                record.seconds());
    }
}
