package org.vesalius.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vesalius.io.InputException;
import org.vesalius.recipe.Recipe;
import org.vesalius.recipe.Recipes;
import picocli.CommandLine.Option;

/** Which recipes to train for a comparison, on what and for how long. */
final class RecipesInput {
    private static final Pattern BUDGET = Pattern.compile("(\\d+)x(\\d+)");

    @Option(
            names = "--recipes",
            split = ",",
            required = true,
            paramLabel = "ID",
            description = "Recipes to train, the first being what the others are held against; or all.")
    private List<String> ids = List.of();

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "A prepared set, the same for all.")
    Path data = Path.of("");

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description =
                    "Folder for runs, tables and the page. What is finished there is taken up, not trained again.")
    Path out = Path.of("");

    @Option(
            names = "--budget",
            defaultValue = "180x32",
            paramLabel = "STEPSxBATCH",
            description = "Updates, and studies in each (default: ${DEFAULT-VALUE}).")
    private String budget = "180x32";

    @Option(
            names = "--seeds",
            split = ",",
            defaultValue = "0",
            paramLabel = "N",
            description = "One training each (default: ${DEFAULT-VALUE}).")
    List<Long> seeds = List.of(0L);

    @Option(
            names = "--plan",
            defaultValue = "small",
            paramLabel = "NAME",
            description = "The plan of every recipe (default: ${DEFAULT-VALUE}).")
    String plan = "small";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change one setting of every plan; may be repeated.")
    private List<String> more = new ArrayList<>();

    /** In the order of the command line. */
    List<Recipe> chosen() {
        return ids.equals(List.of("all"))
                ? Recipes.all()
                : ids.stream().map(Recipes::byId).distinct().toList();
    }

    /** What every plan is changed by, the seed beside it. */
    List<String> settings(long seed) {
        Matcher parts = BUDGET.matcher(budget);
        if (!parts.matches()) {
            throw InputException.of("--budget", "STEPSxBATCH, such as 300x32", budget, "correct it");
        }
        List<String> settings = new ArrayList<>(List.of(
                "budget.steps=" + parts.group(1),
                "budget.epochs=0",
                "budget.batch=" + parts.group(2),
                "budget.validateEvery=" + parts.group(1),
                "seed=" + seed));
        settings.addAll(more);
        return settings;
    }

    /** As a fact of the page. */
    String words() {
        return budget.replace("x", " updates of ") + " studies, plan " + plan
                + (more.isEmpty() ? "" : ", " + String.join(", ", more));
    }
}
