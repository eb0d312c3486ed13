package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.vesalius.io.Progress;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Interval;
import org.vesalius.recipe.Learned;
import org.vesalius.recipe.Measure;
import org.vesalius.recipe.Recipe;
import org.vesalius.recipe.SourceHash;

/** Whether recipes learn: a short training of each on the built-in data, measured on patients that it never saw. */
final class Selftest {
    private static final double REQUIRED = 0.1;
    private static final double REQUIRED_OF_PROBE = 0.05; // over the same tower untrained, which is far above chance

    private final Path root;
    private final ShortTraining training;

    /** {@code work} holds the data between runs, {@code root} the sources. */
    Selftest(Path work, Path root, Progress progress) {
        this.root = root;
        training = new ShortTraining(work, progress);
    }

    /** Trains and measures one recipe; writes nothing outside the work folder. */
    Learned run(Recipe recipe, long seed) throws IOException {
        return training.run(recipe, seed, List.of(), (run, plan, data, seconds) -> {
            SourceHash hash = SourceHash.of(recipe, root);
            Measured measured = Measured.of(recipe.learns(), run, plan, data, training.progress());
            return new Learned(
                    recipe.card().id(),
                    ShortTraining.command(recipe, seed, List.of()),
                    ShortTraining.dataCommand(),
                    seed,
                    measured.statistic(),
                    measured.chance().of(once(measured)),
                    margin(measured),
                    recipe.learns() == Measure.Known.PROBE ? REQUIRED_OF_PROBE : REQUIRED,
                    hash.recipe(),
                    hash.packages(),
                    seconds);
        });
    }

    private static int[] once(Measured measured) {
        int[] once = new int[measured.draws().rows()];
        Arrays.fill(once, 1);
        return once;
    }

    private static Interval margin(Measured measured) {
        Bootstrap.Statistic margin =
                times -> measured.value().of(times) - measured.chance().of(times);
        return measured.draws().interval(margin);
    }
}
