package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.evaluate.Comparison;
import org.vesalius.evaluate.ComparisonPage;
import org.vesalius.evaluate.Evaluation;
import org.vesalius.evaluate.Measure;
import org.vesalius.evaluate.Protocol;
import org.vesalius.evaluate.Result;
import org.vesalius.evaluate.Summary;
import org.vesalius.io.InputException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts measured runs side by side, or says why they must not be. */
@Command(
        name = "compare",
        description = {
            "Put evaluated runs side by side, each against the first, with paired tests where the rows are the same.",
            "Runs whose protocol digests differ are refused, and what differs is named.",
            "With --recipes, train them first: on the same data, for the same budget, from the same seeds."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius compare --recipes clip,convirt,siglip --data DATA --out DIR --budget 300x32 --seeds 0,1,2",
            "  vesalius compare --recipes all --data DATA --out DIR",
            "  vesalius compare RUN1 RUN2 RUN3",
            "  vesalius compare RUN1 RUN2 --protocol zero-shot --all",
            "  vesalius compare RUN1 RUN2 --page compared.html",
            "  vesalius compare RUN1 RUN2 --allow transform      models of different input size",
            "",
            ExitCode.LIST
        })
final class CompareCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @ArgGroup(exclusive = false, heading = "Recipes instead of runs:%n")
    private @Nullable RecipesInput recipes;

    @Parameters(
            arity = "0..*",
            paramLabel = "RUN",
            description =
                    "Evaluated runs, folders of results, or result files; the first is what the others are held against.")
    private List<Path> runs = List.of();

    @Option(
            names = "--protocol",
            split = ",",
            paramLabel = "ID",
            description = "Protocols to compare (default: those that every run has).")
    private List<String> protocols = List.of();

    @Option(
            names = "--allow",
            split = ",",
            paramLabel = "TERM",
            description = "Terms of the protocol that may differ, because you know why.")
    private List<String> allowed = List.of();

    @Option(
            names = "--page",
            paramLabel = "FILE",
            description = "Write the tables as one HTML page too; numbers that must not be compared are not in it.")
    private @Nullable Path page;

    @Option(names = "--all", description = "Every number, not only the foremost.")
    private boolean all;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    CompareCommand() {}

    /** The result under {@code --json}. */
    record Compared(List<Comparison.Table> tables, List<Comparison.Refusal> refusals) {}

    @Override
    public Integer call() throws IOException {
        if (recipes != null) {
            return compareRecipes(recipes);
        }
        if (runs.size() < 2) {
            throw InputException.of(
                    "compare", "two or more RUNs, or --recipes", runs.size() + " RUN", "name what to compare");
        }
        List<ResultFiles> files = ResultFiles.ofAll(runs);
        List<Comparison.Table> tables = new ArrayList<>();
        List<Comparison.Refusal> refusals = new ArrayList<>();
        for (String protocol : ResultFiles.protocols(protocols, files)) {
            List<Protocol.Outcome> outcomes = new ArrayList<>();
            for (ResultFiles run : files) {
                outcomes.add(Evaluation.read(run.file(protocol)));
            }
            List<Result> results =
                    outcomes.stream().map(Protocol.Outcome::result).toList();
            Optional<Comparison.Refusal> refusal = Comparison.refusal(results, allowed);
            if (refusal.isPresent()) {
                refusals.add(refusal.get());
            } else {
                tables.add(Comparison.of(outcomes));
            }
        }
        String text = text(tables, refusals);
        if (page != null) {
            ComparisonPage.write(page, tables, refusals);
            text += "page: " + page;
        }
        output.result(new Compared(tables, refusals), text);
        return refusals.isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    private int compareRecipes(RecipesInput input) throws IOException {
        if (!runs.isEmpty() || page != null) {
            throw InputException.of(
                    "compare",
                    "either RUNs, with --page if wanted, or --recipes, whose page lies in --out",
                    "both",
                    "leave one of them out");
        }
        try (Interrupt interrupt = new Interrupt()) {
            RecipeRuns.Made made = new RecipeRuns(input, protocols, output).make(interrupt::asked);
            output.result(made, made.text());
            return made.whole() ? ExitCode.OK : ExitCode.INTERRUPTED;
        }
    }

    private String text(List<Comparison.Table> tables, List<Comparison.Refusal> refusals) {
        StringBuilder text = new StringBuilder();
        for (Comparison.Table table : tables) {
            text.append(text(table)).append('\n');
        }
        for (Comparison.Refusal refusal : refusals) {
            text.append(ResultFiles.text(refusal, "compared"));
            text.append("  evaluate both under the same protocol, or name what may differ with --allow\n");
        }
        return text.toString();
    }

    private String text(Comparison.Table compared) {
        List<String> heads = new ArrayList<>(List.of(compared.protocol()));
        for (int i = 0; i < compared.subjects().size(); i++) {
            heads.add((i + 1) + " " + compared.subjects().get(i).name());
            if (i > 0) {
                heads.add("difference from 1");
                heads.add("p");
            }
        }
        Table table = new Table(heads.toArray(String[]::new));
        List<Measure> shown = Summary.chosen(compared.lines().stream()
                .map(line -> line.cells().getFirst().measure())
                .toList());
        for (Comparison.Line line : compared.lines()) {
            Measure first = line.cells().getFirst().measure();
            if (all || shown.contains(first)) {
                table.row(cells(line, first));
            }
        }
        StringBuilder text = new StringBuilder(table.toString());
        text.append("p: paired bootstrap by patient; over labels, Holm's adjustment\n");
        compared.notes().forEach(note -> text.append(note).append('\n'));
        return text.append("protocol digest ")
                .append(compared.digest().shortHex())
                .append('\n')
                .toString();
    }

    private static Object[] cells(Comparison.Line line, Measure first) {
        List<Object> cells = new ArrayList<>(List.of(Summary.name(first)));
        for (int i = 0; i < line.cells().size(); i++) {
            Comparison.Cell cell = line.cells().get(i);
            cells.add(Numbers.of(cell.measure().value()) + " "
                    + Numbers.range(cell.measure().interval()));
            if (i > 0) {
                cells.add(cell.difference()
                        .map(d -> Numbers.of(d.difference().value()) + " " + Numbers.range(d.difference()))
                        .orElse("-"));
                cells.add(Double.isNaN(cell.adjusted()) ? "-" : Numbers.p(cell.adjusted()));
            }
        }
        return cells.toArray();
    }
}
