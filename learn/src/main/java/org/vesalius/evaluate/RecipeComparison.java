package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Interval;
import org.vesalius.metric.PairedTest;

/**
 * Recipes, each trained from several seeds, side by side under one protocol. A number is the mean over the seeds; its range is a bootstrap of the patients, the same ones in every training; each recipe has a
 * paired test against the first, adjusted by Holm over the recipes.
 */
public final class RecipeComparison {
    private RecipeComparison() {}

    /** One recipe, measured once for each seed. */
    public record Arm(String recipe, List<Protocol.Outcome> seeds) {
        public Arm {
            seeds = List.copyOf(seeds);
        }
    }

    /**
     * A number of a recipe.
     *
     * @param value mean over the seeds, with its range
     * @param difference from the first recipe; empty for itself
     * @param adjusted Holm's p over the recipes; NaN where there is none
     */
    public record Cell(
            String recipe,
            List<Double> perSeed,
            Interval value,
            Optional<PairedTest.Difference> difference,
            double adjusted) {
        public Cell {
            perSeed = List.copyOf(perSeed);
        }
    }

    /** One number of all recipes, in their order; {@code measure} is the first recipe's of the first seed. */
    public record Row(Measure measure, List<Cell> cells) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** A recipe that has no place in a table, and why. */
    public record LeftOut(String recipe, String reason) {}

    /** The foremost numbers of a protocol. */
    public record Table(String protocol, ProtocolDigest digest, List<Row> rows, List<LeftOut> leftOut) {
        public Table {
            rows = List.copyOf(rows);
            leftOut = List.copyOf(leftOut);
        }
    }

    /** The table of at least one arm; an arm of another protocol digest is left out, and what differs is named. */
    public static Table of(List<Arm> arms) {
        Result first = arms.getFirst().seeds.getFirst().result();
        List<LeftOut> leftOut = new ArrayList<>();
        SequencedMap<String, List<SequencedMap<String, Estimate>>> comparable = new LinkedHashMap<>();
        for (Arm arm : arms) {
            Optional<String> reason = unlike(first, arm);
            if (reason.isPresent()) {
                leftOut.add(new LeftOut(arm.recipe, reason.get()));
            } else {
                comparable.put(
                        arm.recipe,
                        arm.seeds.stream().map(RecipeComparison::foremost).toList());
            }
        }
        List<Row> rows = new ArrayList<>();
        for (Map.Entry<String, Estimate> number :
                comparable.firstEntry().getValue().getFirst().entrySet()) {
            rows.add(row(number.getKey(), number.getValue(), comparable));
        }
        return new Table(first.protocol(), first.protocolDigest(), rows, leftOut);
    }

    private static Optional<String> unlike(Result first, Arm arm) {
        for (Protocol.Outcome seed : arm.seeds) {
            var differences = first.protocolDigest().differences(seed.result().protocolDigest());
            if (!differences.isEmpty()) {
                return Optional.of("measured under another protocol: " + differences.getFirst());
            }
        }
        return Optional.empty();
    }

    private static SequencedMap<String, Estimate> foremost(Protocol.Outcome outcome) {
        SequencedMap<String, Estimate> found = new LinkedHashMap<>();
        Set<String> chosen = Summary.chosen(outcome.result().measures()).stream()
                .map(Measure::id)
                .collect(Collectors.toSet());
        Protocols.byId(outcome.result().protocol())
                .numbers(outcome.samples(), outcome.result().options())
                .estimates()
                .stream()
                .filter(estimate -> chosen.contains(estimate.id()))
                .forEach(estimate -> found.put(estimate.id(), estimate));
        return found;
    }

    private static Row row(
            String id, Estimate of, SequencedMap<String, List<SequencedMap<String, Estimate>>> comparable) {
        List<Cell> plain = new ArrayList<>();
        Optional<Bootstrap.Statistic> reference = Optional.empty();
        for (Map.Entry<String, List<SequencedMap<String, Estimate>>> arm : comparable.entrySet()) {
            List<Bootstrap.Statistic> seeds = new ArrayList<>();
            for (SequencedMap<String, Estimate> numbers : arm.getValue()) {
                Estimate estimate = numbers.get(id);
                if (estimate != null) {
                    seeds.add(estimate.statistic());
                }
            }
            if (seeds.size() == arm.getValue().size()) {
                Bootstrap.Statistic mean = Bootstrap.macroOf(seeds);
                plain.add(cell(arm.getKey(), of.draws(), seeds, mean, reference));
                reference = reference.or(() -> Optional.of(mean));
            }
        }
        return new Row(of.measure(), adjusted(plain));
    }

    private static Cell cell(
            String recipe,
            Bootstrap draws,
            List<Bootstrap.Statistic> seeds,
            Bootstrap.Statistic mean,
            Optional<Bootstrap.Statistic> reference) {
        return new Cell(
                recipe,
                seeds.stream().map(seed -> draws.interval(seed).value()).toList(),
                draws.interval(mean),
                reference.map(other -> PairedTest.bootstrap(draws, mean, other)),
                Double.NaN);
    }

    private static List<Cell> adjusted(List<Cell> cells) {
        double[] p = cells.stream()
                .flatMap(cell -> cell.difference.stream())
                .mapToDouble(PairedTest.Difference::p)
                .toArray();
        double[] holm = PairedTest.holm(p);
        List<Cell> all = new ArrayList<>();
        int at = 0;
        for (Cell cell : cells) {
            double own = cell.difference.isPresent() ? holm[at++] : Double.NaN;
            all.add(new Cell(cell.recipe, cell.perSeed, cell.value, cell.difference, own));
        }
        return all;
    }
}
