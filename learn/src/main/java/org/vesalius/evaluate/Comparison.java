package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vesalius.metric.PairedTest;

/**
 * The results of one protocol side by side, each against the first. Different digests are refused, because their numbers do not mean the same; where the per-sample tables are about the same rows, each
 * difference has a paired bootstrap, with Holm's adjustment over the subjects of a metric and part (the mean is one question of its own and is not adjusted).
 */
public final class Comparison {
    private static final List<String> WHAT_A_ROW_IS = List.of(
            "row",
            "key",
            "patient",
            "split",
            "label",
            "truth",
            "direction",
            "pool",
            "image",
            "phrase",
            "finding",
            "structure",
            "told",
            "fold",
            "seed",
            "course");

    private Comparison() {}

    /** Why two results must not be compared. */
    public record Refusal(String protocol, String first, String second, List<ProtocolDigest.Difference> differences) {
        public Refusal {
            differences = List.copyOf(differences);
        }
    }

    /**
     * One number of one result.
     *
     * @param difference from the first result; empty for the first itself and where no paired test is possible
     * @param adjusted Holm's p; NaN where there is none
     */
    public record Cell(Measure measure, Optional<PairedTest.Difference> difference, double adjusted) {}

    /** One number of all results, in their order. */
    public record Line(String metric, String subject, String part, List<Cell> cells) {
        public Line {
            cells = List.copyOf(cells);
        }
    }

    /** The whole table. */
    public record Table(
            String protocol, ProtocolDigest digest, List<Subject> subjects, List<Line> lines, List<String> notes) {
        public Table {
            subjects = List.copyOf(subjects);
            lines = List.copyOf(lines);
            notes = List.copyOf(notes);
        }
    }

    /** The first pair that must not be compared, if there is one; {@code ignored} terms may differ, because the user said so. */
    public static Optional<Refusal> refusal(List<Result> results, List<String> ignored) {
        Result first = results.getFirst();
        for (Result other : results.subList(1, results.size())) {
            var differences = first.protocolDigest().differences(other.protocolDigest()).stream()
                    .filter(difference -> !ignored.contains(difference.term()))
                    .toList();
            if (!differences.isEmpty()) {
                return Optional.of(new Refusal(
                        first.protocol(),
                        first.subject().name(),
                        other.subject().name(),
                        differences));
            }
        }
        return Optional.empty();
    }

    /** The table of results that {@link #refusal} lets pass. */
    public static Table of(List<Protocol.Outcome> outcomes) {
        Protocol.Outcome first = outcomes.getFirst();
        Protocol protocol = Protocols.byId(first.result().protocol());
        List<Map<String, Cell>> columns = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        columns.add(plain(first));
        for (Protocol.Outcome other : outcomes.subList(1, outcomes.size())) {
            if (sameRows(protocol.asked(first.samples()), protocol.asked(other.samples()))) {
                columns.add(tested(first, other));
            } else {
                notes.add(other.result().subject().name() + ": other rows than the first, so no paired test");
                columns.add(plain(other));
            }
        }
        List<Line> lines = new ArrayList<>();
        for (Measure measure : first.result().measures()) {
            List<Cell> cells = new ArrayList<>();
            for (Map<String, Cell> column : columns) {
                Cell cell = column.get(measure.id());
                if (cell != null) {
                    cells.add(cell);
                }
            }
            if (cells.size() == outcomes.size()) {
                lines.add(new Line(measure.metric(), measure.subject(), measure.part(), cells));
            } else {
                notes.add(measure.id() + ": not in every result");
            }
        }
        List<Subject> subjects =
                outcomes.stream().map(outcome -> outcome.result().subject()).toList();
        return new Table(first.result().protocol(), first.result().protocolDigest(), subjects, lines, notes);
    }

    private static boolean sameRows(SampleTable a, SampleTable b) {
        return WHAT_A_ROW_IS.stream()
                .filter(column -> a.has(column) || b.has(column))
                .allMatch(column ->
                        a.has(column) && b.has(column) && a.texts(column).equals(b.texts(column)));
    }

    private static Map<String, Cell> plain(Protocol.Outcome outcome) {
        return outcome.result().measures().stream()
                .collect(Collectors.toMap(
                        Measure::id, m -> new Cell(m, Optional.empty(), Double.NaN), (a, b) -> a, LinkedHashMap::new));
    }

    private static Map<String, Cell> tested(Protocol.Outcome first, Protocol.Outcome other) {
        Protocol protocol = Protocols.byId(first.result().protocol());
        Map<String, Estimate> baseline = new LinkedHashMap<>();
        protocol.numbers(first.samples(), first.result().options())
                .estimates()
                .forEach(estimate -> baseline.put(estimate.id(), estimate));
        Map<String, PairedTest.Difference> differences = new LinkedHashMap<>();
        Map<String, List<String>> families = new LinkedHashMap<>();
        for (Estimate estimate :
                protocol.numbers(other.samples(), first.result().options()).estimates()) {
            Estimate against = baseline.get(estimate.id());
            if (against != null) {
                differences.put(
                        estimate.id(),
                        PairedTest.bootstrap(against.draws(), estimate.statistic(), against.statistic()));
                boolean alone = estimate.subject().equals(Measure.MACRO);
                families.computeIfAbsent(
                                alone ? estimate.id() : estimate.metric() + estimate.part(), f -> new ArrayList<>())
                        .add(estimate.id());
            }
        }
        Map<String, Double> adjusted = new LinkedHashMap<>();
        for (List<String> family : families.values()) {
            double[] p = family.stream()
                    .mapToDouble(id ->
                            differences.containsKey(id) ? differences.get(id).p() : Double.NaN)
                    .toArray();
            double[] holm = PairedTest.holm(p);
            for (int i = 0; i < holm.length; i++) {
                adjusted.put(family.get(i), holm[i]);
            }
        }
        Map<String, Cell> cells = plain(other);
        cells.replaceAll((id, cell) -> new Cell(
                cell.measure(), Optional.ofNullable(differences.get(id)), adjusted.getOrDefault(id, Double.NaN)));
        return cells;
    }
}
