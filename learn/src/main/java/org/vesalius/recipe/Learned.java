package org.vesalius.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.vesalius.io.Json;
import org.vesalius.metric.Interval;

/**
 * {@code docs/learned/<id>.json}: proof that a recipe learns, from {@code vesalius selftest}.
 *
 * @param command that trains the same, given the built-in data of {@code data}
 * @param data the command that makes them
 * @param statistic what was measured on patients that training never saw
 * @param chance its value for a model that knows nothing
 * @param margin the statistic less chance, with its interval
 * @param required what the low end of the interval must reach
 * @param recipeSha256 of the recipe's source files
 * @param packagesSha256 of the sources of all packages that it imports
 * @param seconds that training took
 */
public record Learned(
        String id,
        String command,
        String data,
        long seed,
        String statistic,
        double chance,
        Interval margin,
        double required,
        String recipeSha256,
        String packagesSha256,
        double seconds) {
    /** Whether the margin is reached. */
    public boolean holds() {
        return margin.low() >= required;
    }

    /** Whether recipe or engine have changed since. */
    public boolean stale(SourceHash now) {
        return !recipeSha256.equals(now.recipe()) || !packagesSha256.equals(now.packages());
    }

    /** Where the record of a recipe lies, below the root of the sources. */
    public static Path file(Path root, String id) {
        return root.resolve("docs").resolve("learned").resolve(id + ".json");
    }

    /** The record of a recipe, where there is one. */
    public static Optional<Learned> read(Path root, String id) throws IOException {
        Path file = file(root, id);
        return Files.isRegularFile(file)
                ? Optional.of(Json.read(file, Learned.class, "docs/learned/" + id + ".json"))
                : Optional.empty();
    }

    /** Writes the record in its place. */
    public void write(Path root) throws IOException {
        Json.write(file(root, id), this);
    }
}
