package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.evaluate.Comparison;
import org.vesalius.evaluate.Evaluation;
import org.vesalius.evaluate.Folds;
import org.vesalius.evaluate.HtmlReport;
import org.vesalius.evaluate.Protocol;
import org.vesalius.evaluate.Provenance;
import org.vesalius.evaluate.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Joins the results of a cross-validation. */
@Command(
        name = "folds",
        description = {
            "Join the results of the folds of one set, and of what was measured beside them: each number is the mean over the folds,",
            "and patients are drawn within their fold. Folds that were measured differently, or test a patient twice, are refused."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  for k in 1 2 3 4 5; do",
            "    vesalius data prepare /data/covid --as covid-chestxray --out covid-$k --fold $k/5",
            "    vesalius train convirt --data covid-$k --out run-$k --plan small",
            "    vesalius evaluate run-$k --data covid-$k --protocol retrieval --pool all",
            "  done",
            "  vesalius folds run-1 run-2 run-3 run-4 run-5 --out covid-folds",
            "  vesalius compare covid-folds covid-folds/baselines/random-weights",
            "",
            ExitCode.LIST
        })
final class FoldsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private Output output;

    @Parameters(arity = "2..*", paramLabel = "RUN", description = "Evaluated runs, one for each fold.")
    private List<Path> runs;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Folder for the joint results (default: none is written).")
    private @Nullable Path out;

    @Option(
            names = "--protocol",
            split = ",",
            paramLabel = "ID",
            description = "Protocols to join (default: those that every run has).")
    private List<String> protocols = List.of();

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    FoldsCommand() {}

    /** The result under {@code --json}. */
    record Joined(List<Result> results, Map<String, List<Result>> baselines, List<Comparison.Refusal> refusals) {}

    @Override
    public Integer call() throws IOException {
        List<ResultFiles> files = ResultFiles.ofAll(runs);
        Joined joined = new Joined(new ArrayList<>(), new LinkedHashMap<>(), new ArrayList<>());
        StringBuilder text = new StringBuilder();
        for (String protocol : ResultFiles.protocols(protocols, files)) {
            Optional<Protocol.Outcome> own = join(protocol, files, "", joined.refusals);
            if (own.isPresent()) {
                joined.results.add(own.get().result());
                List<Protocol.Outcome> beside = beside(protocol, files, joined);
                text.append(ResultText.of(new HtmlReport.Part(own.get(), beside)))
                        .append('\n');
            }
        }
        for (Comparison.Refusal refusal : joined.refusals) {
            text.append(ResultFiles.text(refusal, "joined"));
            text.append("  evaluate all folds under the same protocol\n");
        }
        output.result(joined, text.toString().stripTrailing());
        return joined.refusals.isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    /** The joint results of the baselines that every fold has. */
    private List<Protocol.Outcome> beside(String protocol, List<ResultFiles> folds, Joined joined) throws IOException {
        List<Protocol.Outcome> beside = new ArrayList<>();
        for (String name : folds.getFirst().baselines().keySet()) {
            List<ResultFiles> of = new ArrayList<>();
            for (ResultFiles fold : folds) {
                ResultFiles baseline = fold.baselines().get(name);
                if (baseline != null && baseline.byProtocol().containsKey(protocol)) {
                    of.add(baseline);
                }
            }
            if (of.size() == folds.size()) {
                join(protocol, of, "baselines/" + name, joined.refusals).ifPresent(outcome -> {
                    beside.add(outcome);
                    joined.baselines
                            .computeIfAbsent(name, _ -> new ArrayList<>())
                            .add(outcome.result());
                });
            }
        }
        return beside;
    }

    private Optional<Protocol.Outcome> join(
            String protocol, List<ResultFiles> folds, String folder, List<Comparison.Refusal> refusals)
            throws IOException {
        List<Protocol.Outcome> outcomes = new ArrayList<>();
        for (ResultFiles fold : folds) {
            outcomes.add(Evaluation.read(fold.file(protocol)));
        }
        Optional<Comparison.Refusal> refusal =
                Folds.refusal(outcomes.stream().map(Protocol.Outcome::result).toList());
        if (refusal.isPresent()) {
            refusals.add(refusal.get());
            return Optional.empty();
        }
        Protocol.Outcome joint = Folds.join(outcomes, Provenance.here(command()));
        if (out != null) {
            Evaluation.write(out.resolve(folder), joint);
        }
        return Optional.of(joint);
    }

    private String command() {
        return "vesalius "
                + String.join(
                        " ", spec.commandLine().getParent().getParseResult().originalArgs());
    }
}
