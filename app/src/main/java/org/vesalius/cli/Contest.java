package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.PairedTest;
import org.vesalius.recipe.Behaved;
import org.vesalius.recipe.Behaviour;
import org.vesalius.recipe.Measure;
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

    /** Trains the arms of behaviours that have the same first one, each arm once for each seed. */
    List<Behaved> run(Recipe recipe, List<Behaviour> alike) throws IOException {
        List<String> settings = alike.getFirst().settings();
        Arms with = Arms.trained(training, recipe, measures(alike), settings, seeds);
        Map<List<String>, List<Behaviour>> byOther = new LinkedHashMap<>();
        alike.forEach(one ->
                byOther.computeIfAbsent(one.off(), _ -> new ArrayList<>()).add(one));
        List<Behaved> records = new ArrayList<>();
        for (List<Behaviour> some : byOther.values()) {
            List<String> without = Stream.concat(settings.stream(), some.getFirst().off().stream())
                    .toList();
            Arms off = Arms.trained(training, recipe, measures(some), without, seeds);
            double seconds = Math.round(10 * (with.seconds() + off.seconds())) / 10.0;
            for (int i = 0; i < some.size(); i++) {
                Behaviour one = some.get(i);
                records.add(held(recipe, one, with.of(alike.indexOf(one)), off.of(i), seconds));
            }
        }
        return records;
    }

    private static List<Measure> measures(List<Behaviour> behaviours) {
        return behaviours.stream().map(Behaviour::measure).toList();
    }

    private Behaved held(Recipe recipe, Behaviour behaviour, List<Measured> with, List<Measured> off, double seconds)
            throws IOException {
        Measured first = with.getFirst();
        if (!Stream.concat(with.stream(), off.stream())
                .allMatch(one -> one.rows().equals(first.rows()))) {
            throw InputException.of(
                    "behaviour " + behaviour.name(),
                    "the same rows measured of both arms",
                    "others",
                    "correct its measure");
        }
        Bootstrap draws = first.draws();
        PairedTest.Difference difference = PairedTest.bootstrap(draws, mean(with), mean(off));
        SourceHash hash = SourceHash.of(recipe, root);
        return new Behaved(
                recipe.card().id(),
                behaviour.name(),
                behaviour.claim(),
                ShortTraining.command(recipe, seeds.getFirst(), behaviour.settings()),
                behaviour.off(),
                ShortTraining.dataCommand(),
                seeds,
                first.statistic(),
                first.rows().size(),
                Set.copyOf(first.patients()).size(),
                draws.interval(mean(with)),
                draws.interval(mean(off)),
                difference.difference(),
                difference.p(),
                difference.method(),
                perSeed(draws, with, off),
                behaviour.margin(),
                hash.recipe(),
                hash.packages(),
                seconds);
    }

    private static Bootstrap.Statistic mean(List<Measured> measured) {
        return Bootstrap.macroOf(measured.stream().map(Measured::value).toList());
    }

    private static List<Double> perSeed(Bootstrap draws, List<Measured> with, List<Measured> off) {
        List<Double> differences = new ArrayList<>();
        for (int s = 0; s < with.size(); s++) {
            differences.add(draws.interval(with.get(s).value()).value()
                    - draws.interval(off.get(s).value()).value());
        }
        return differences;
    }

    /**
     * A plan trained from several seeds.
     *
     * @param measured for each seed what each measure said
     */
    private record Arms(List<List<Measured>> measured, double seconds) {
        private static Arms trained(
                ShortTraining training, Recipe recipe, List<Measure> measures, List<String> settings, List<Long> seeds)
                throws IOException {
            List<List<Measured>> measured = new ArrayList<>();
            double seconds = 0;
            for (long seed : seeds) {
                seconds += training.run(recipe, seed, settings, (run, plan, data, took) -> {
                    List<Measured> said = new ArrayList<>();
                    for (Measure measure : measures) {
                        said.add(Measured.of(measure, run, plan, data, training.progress()));
                    }
                    measured.add(said);
                    return took;
                });
            }
            return new Arms(measured, Math.round(10 * seconds) / 10.0);
        }

        /** One measure, for each seed. */
        private List<Measured> of(int measure) {
            return measured.stream().map(said -> said.get(measure)).toList();
        }
    }
}
