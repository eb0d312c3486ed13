package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.Datasets;
import org.vesalius.evaluate.FileScoring;
import org.vesalius.evaluate.Folds;
import org.vesalius.evaluate.InferenceScorer;
import org.vesalius.evaluate.Protocol;
import org.vesalius.evaluate.Protocols;
import org.vesalius.evaluate.Provenance;
import org.vesalius.evaluate.Result;
import org.vesalius.evaluate.SampleTable;
import org.vesalius.evaluate.Scorer;
import org.vesalius.evaluate.TextScorer;
import org.vesalius.evaluate.Trial;
import org.vesalius.evaluate.Verification;
import org.vesalius.infer.Inference;
import org.vesalius.infer.TextInference;
import org.vesalius.io.InputException;
import org.vesalius.shard.PreparedData;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says whether a recorded result still holds. */
@Command(
        name = "verify",
        description = {
            "Make a recorded result again and name what drifted: first from its own per-sample table,",
            "then from the model and the data themselves."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius verify RUN/evaluation/zero-shot.json",
            "  vesalius verify zero-shot.json --run RUN --data DATA",
            "  vesalius verify zero-shot.json --table-only        without model and data",
            "",
            ExitCode.LIST
        })
final class VerifyCommand implements Callable<Integer> {
    private static final int SHOWN = 12;

    @Mixin
    private Output output;

    @Parameters(
            index = "0",
            paramLabel = "RESULT",
            description = "A result file that 'vesalius evaluate' or 'vesalius score' wrote.")
    private Path file;

    @Option(names = "--run", paramLabel = "RUN", description = "The run (default: where it lay when it was evaluated).")
    private @Nullable Path run;

    @Option(names = "--data", paramLabel = "DIR", description = "The prepared data (default: where they lay).")
    private @Nullable Path data;

    @Option(names = "--table-only", description = "Only make the numbers again from the per-sample table.")
    private boolean tableOnly;

    @Option(
            names = "--tolerance",
            defaultValue = "1e-6",
            paramLabel = "T",
            description =
                    "By how much a number may differ (default: ${DEFAULT-VALUE}; 1e-3 on another kind of machine).")
    private double tolerance;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    VerifyCommand() {}

    /** The result under {@code --json}. */
    record Verified(boolean holds, String digest, List<Verification.Drift> drifts) {}

    @Override
    public Integer call() throws IOException {
        Result recorded = Result.read(file);
        List<Verification.Drift> drifts = new ArrayList<>(Verification.fromTable(file, tolerance));
        if (Folds.are(recorded)) {
            output.warn(
                    "a result of several folds is made again from its table only; verify each fold's own result too");
        } else if (!tableOnly) {
            Protocol.Outcome again = again(recorded);
            drifts.addAll(Verification.fresh(recorded, again.result(), tolerance));
            drifts.addAll(Verification.tables(table(recorded), again.samples(), tolerance));
        }
        StringBuilder text = new StringBuilder();
        drifts.stream().limit(SHOWN).forEach(drift -> text.append(drift).append('\n'));
        if (drifts.size() > SHOWN) {
            text.append("and ").append(drifts.size() - SHOWN).append(" more (all with --json)\n");
        }
        text.append(drifts.isEmpty() ? "holds: " : "does not hold: ")
                .append(recorded.measures().size())
                .append(" numbers, protocol digest ")
                .append(recorded.protocolDigest().shortHex());
        output.result(new Verified(drifts.isEmpty(), recorded.digest(), drifts), text.toString());
        return drifts.isEmpty() ? ExitCode.OK : ExitCode.NO;
    }

    private Protocol.Outcome again(Result recorded) throws IOException {
        if (FileScoring.are(recorded)) {
            return FileScoring.run(FileScoring.request(recorded), Provenance.here("vesalius verify"));
        }
        String name = recorded.subject().name();
        try (PreparedData prepared = PreparedData.open(found(data, recorded, "data"))) {
            if (name.equals(TextInference.BGE_SMALL)) {
                try (TextInference encoder = TextInference.bgeSmall()) {
                    return again(recorded, TextScorer.of(name, encoder), prepared);
                }
            }
            warnOfReader(prepared);
            List<Path> further = Ensemble.further(recorded.provenance().inputs());
            if (!further.isEmpty()) {
                try (Ensemble all = Ensemble.load(found(run, recorded, "run"), further)) {
                    return again(recorded, all.scorer(), prepared);
                }
            }
            try (Inference model = Inference.load(found(run, recorded, "run"))) {
                return again(recorded, InferenceScorer.of(name, model), prepared);
            }
        }
    }

    private Protocol.Outcome again(Result recorded, Scorer scorer, PreparedData prepared) throws IOException {
        Trial trial = new Trial(scorer, prepared, recorded.options(), output.progress());
        return Protocols.byId(recorded.protocol()).run(trial, Provenance.here("vesalius verify"));
    }

    /** What was recorded, empty when its table was changed: that is told already. */
    private Optional<SampleTable> table(Result recorded) throws IOException {
        try {
            return Optional.of(recorded.samples(file));
        } catch (InputException _) {
            return Optional.empty();
        }
    }

    /** The prepared data hold what they hold; prepared again they might not. */
    private void warnOfReader(PreparedData prepared) {
        DatasetCard card = prepared.manifest().card();
        for (Dataset known : Datasets.all()) {
            if (known.card().id().equals(card.id()) && known.card().version() != card.version()) {
                output.warn("the data were prepared by version %d of the reader %s, this program has version %d"
                        .formatted(card.version(), card.id(), known.card().version()));
            }
        }
    }

    private static Path found(@Nullable Path given, Result recorded, String what) {
        Path path =
                given != null ? given : Path.of(recorded.provenance().inputs().getOrDefault(what, ""));
        if (path.toString().isEmpty() || !Files.isDirectory(path)) {
            throw InputException.of(
                    "--" + what,
                    "a folder",
                    "none where the result names it",
                    "give --" + what + ", or use --table-only");
        }
        return path;
    }
}
