package org.vesalius.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.vesalius.io.Json;
import org.vesalius.metric.Interval;

/**
 * {@code docs/learned/behaviour/<id>-<name>.json}: what the two arms of a {@link Behaviour} measured on test patients.
 *
 * @param command that trains the arm with the distinguishing part, given the built-in data of {@code data}, for the first seed
 * @param off what the other arm's {@code --set} adds
 * @param seeds each trained both arms; values are means over them
 * @param rows n, each of which both arms have
 * @param patients that they belong to, which are what is drawn
 * @param difference first arm less the other
 * @param p two-sided, paired
 * @param test how p was made
 * @param perSeed the difference for each seed
 * @param required what the low end of the difference must exceed
 * @param seconds that all trainings took
 */
public record Behaved(
        String id,
        String name,
        String claim,
        String command,
        List<String> off,
        String data,
        List<Long> seeds,
        String statistic,
        int rows,
        int patients,
        Interval with,
        Interval without,
        Interval difference,
        double p,
        String test,
        List<Double> perSeed,
        double required,
        String recipeSha256,
        String packagesSha256,
        double seconds) {
    private static final double SIGNIFICANT = 0.05;

    public Behaved {
        off = List.copyOf(off);
        seeds = List.copyOf(seeds);
        perSeed = List.copyOf(perSeed);
    }

    /** Whether the difference exceeds the margin and is no chance. */
    public boolean holds() {
        return difference.low() > required && p < SIGNIFICANT;
    }

    /** Whether recipe or engine have changed since. */
    public boolean stale(SourceHash now) {
        return !recipeSha256.equals(now.recipe()) || !packagesSha256.equals(now.packages());
    }

    /** Where a record lies, below the root of the sources. */
    public static Path file(Path root, String id, String name) {
        return root.resolve("docs").resolve("learned").resolve("behaviour").resolve(id + "-" + name + ".json");
    }

    /** The record of a behaviour, where there is one. */
    public static Optional<Behaved> read(Path root, String id, String name) throws IOException {
        Path file = file(root, id, name);
        return Files.isRegularFile(file)
                ? Optional.of(Json.read(file, Behaved.class, "docs/learned/behaviour/" + id + "-" + name + ".json"))
                : Optional.empty();
    }

    /** Writes the record in its place. */
    public void write(Path root) throws IOException {
        Path file = file(root, id, name);
        Files.createDirectories(file.getParent());
        Json.write(file, this);
    }
}
