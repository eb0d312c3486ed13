package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.PairedTest;
import org.vesalius.recipe.Behaved;
import org.vesalius.recipe.Behaviour;
import org.vesalius.recipe.Recipe;
import org.vesalius.recipe.SourceHash;

/** A recipe against itself without its distinguishing part: both arms trained on the built-in data at equal steps and seeds, and held against each other on the same test rows. */
final class Contest {
    private final Path root;
    private final ShortTraining training;
    private final List<Long> seeds;

    /** {@code work} holds the data between runs, {@code root} the sources. */
    Contest(Path work, Path root, List<Long> seeds, Progress progress) {
        this.root = root;
        this.seeds = List.copyOf(seeds);
        training = new ShortTraining(work, progress);
    }

    /** Trains both arms once for each seed. */
    Behaved run(Recipe recipe, Behaviour behaviour) throws IOException {
        Arm with = Arm.trained(training, recipe, behaviour, behaviour.settings(), seeds);
        List<String> without = Stream.concat(behaviour.settings().stream(), behaviour.off().stream())
                .toList();
        Arm off = Arm.trained(training, recipe, behaviour, without, seeds);
        if (!with.first().rows().equals(off.first().rows())) {
            throw InputException.of(
                    "behaviour " + behaviour.name(),
                    "the same rows measured of both arms",
                    "others",
                    "correct its measure");
        }
        Bootstrap draws = with.first().draws();
        PairedTest.Difference difference = PairedTest.bootstrap(draws, with.mean(), off.mean());
        SourceHash hash = SourceHash.of(recipe, root);
        return new Behaved(
                recipe.card().id(),
                behaviour.name(),
                behaviour.claim(),
                ShortTraining.command(recipe, seeds.getFirst(), behaviour.settings()),
                behaviour.off(),
                ShortTraining.dataCommand(),
                seeds,
                with.first().statistic(),
                with.first().rows().size(),
                Set.copyOf(with.first().patients()).size(),
                draws.interval(with.mean()),
                draws.interval(off.mean()),
                difference.difference(),
                difference.p(),
                difference.method(),
                perSeed(draws, with, off),
                behaviour.margin(),
                hash.recipe(),
                hash.packages(),
                with.seconds() + off.seconds());
    }

    private static List<Double> perSeed(Bootstrap draws, Arm with, Arm off) {
        List<Double> differences = new ArrayList<>();
        for (int s = 0; s < with.values().size(); s++) {
            differences.add(draws.interval(with.values().get(s)).value()
                    - draws.interval(off.values().get(s)).value());
        }
        return differences;
    }

    /**
     * A plan trained from several seeds.
     *
     * @param first what was measured for the first seed
     * @param values what was measured for each
     */
    private record Arm(Measured first, List<Bootstrap.Statistic> values, double seconds) {
        private static Arm trained(
                ShortTraining training, Recipe recipe, Behaviour behaviour, List<String> settings, List<Long> seeds)
                throws IOException {
            List<Measured> measured = new ArrayList<>();
            double seconds = 0;
            for (long seed : seeds) {
                seconds += training.run(recipe, seed, settings, (run, plan, data, took) -> {
                    measured.add(Measured.of(behaviour.measure(), run, plan, data, training.progress()));
                    return took;
                });
            }
            return new Arm(
                    measured.getFirst(),
                    measured.stream().map(Measured::value).toList(),
                    Math.round(10 * seconds) / 10.0);
        }

        private Bootstrap.Statistic mean() {
            return Bootstrap.macroOf(values);
        }
    }
}
