package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.io.InputException;
import org.vesalius.published.Kind;
import org.vesalius.published.Kinds;
import org.vesalius.published.PublishedImport;
import org.vesalius.published.WeightFiles;
import org.vesalius.train.RunDir;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Published weights to a run. */
@Command(
        name = "import",
        description =
                "Turn weights that others published into a run, which embed, classify, ground, evaluate and index take like a trained one. Nothing in a file is run; a file of other names or shapes is refused with all that does not fit.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius import --list                              what can be imported, and where its files are",
            "  vesalius import ViT-B-32.pt --as openai-clip --tokenizer CLIP --out RUN",
            "  vesalius import biovil_image.pt pytorch_model.bin --as biovil --out RUN",
            "  vesalius import FILE --as torchvision-resnet        without --out: what would be used",
            "",
            ExitCode.LIST
        })
final class ImportCommand implements Callable<Integer> {
    @Mixin
    private Output output;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "The weight file; several where a model came in several.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--as", paramLabel = "KIND", description = "Whose weights they are: an id of --list.")
    private @Nullable String kind;

    @Option(
            names = "--tokenizer",
            paramLabel = "FOLDER",
            description = "The tokenizer that came with them. Default: the folder of the last FILE.")
    private @Nullable Path tokenizer;

    @Option(names = "--out", paramLabel = "RUN", description = "A new folder for the run.")
    private @Nullable Path out;

    @Option(names = "--list", description = "List all kinds, with where their files are and what they read.")
    private boolean list;

    @SuppressWarnings("NullAway.Init")
    ImportCommand() {}

    /** What became of the files. */
    record Answer(
            String kind,
            int used,
            SortedMap<String, List<String>> leftOut,
            List<String> zero,
            List<String> kept,
            @Nullable Long parameters,
            @Nullable String sha256) {}

    @Override
    public Integer call() throws IOException {
        if (list) {
            List<Kind.Card> cards = Kinds.all().stream().map(Kind::card).toList();
            output.result(cards, text(cards));
            return ExitCode.OK;
        }
        if (files.isEmpty()) {
            throw InputException.of("FILE", "a weight file", "none", "name it, or see --list for what there is");
        }
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw InputException.of("FILE", "a weight file", "no file of this name", "correct the path");
            }
        }
        RunDir run = out == null ? null : RunDir.fresh(out);
        try (WeightFiles weights = WeightFiles.open(files)) {
            PublishedImport checked = PublishedImport.check(chosen(weights), weights, Optional.ofNullable(tokenizer));
            RunManifest manifest = run == null ? null : checked.write(run);
            Answer answer = answer(checked, manifest);
            output.result(answer, text(answer, checked));
            return ExitCode.OK;
        }
    }

    private Kind chosen(WeightFiles weights) {
        if (kind == null) {
            throw InputException.of("--as", "an id of --list", "none", Kinds.guess(weights));
        }
        return Kinds.byId(kind);
    }

    private static Answer answer(PublishedImport checked, @Nullable RunManifest manifest) {
        RunManifest.Outcome outcome = manifest == null ? null : manifest.outcome();
        return new Answer(
                checked.kind().card().id(),
                checked.report().used().size(),
                checked.leftOut(),
                checked.report().zero(),
                checked.report().optional(),
                manifest == null ? null : manifest.parameters(),
                outcome == null ? null : outcome.bestSha256());
    }

    private String text(Answer answer, PublishedImport checked) {
        StringBuilder text = new StringBuilder(checked.kind().card().what());
        text.append("\n%,d tensors used, nothing missing".formatted(answer.used()));
        answer.leftOut()
                .forEach((reason, names) ->
                        text.append("\nleft out, ").append(reason).append(": ").append(some(names)));
        if (!answer.zero().isEmpty()) {
            text.append("\nzero, since the published model has none: ").append(some(answer.zero()));
        }
        if (!answer.kept().isEmpty()) {
            text.append("\nfollows from the sizes: ").append(some(answer.kept()));
        }
        return answer.parameters() == null
                ? text.append("\nnothing written; add --out RUN").toString()
                : text.append("\n%,d parameters written to %s".formatted(answer.parameters(), out))
                        .toString();
    }

    private static String some(List<String> names) {
        return names.size() <= 3
                ? String.join(", ", names)
                : names.getFirst() + " and " + (names.size() - 1) + " others";
    }

    private static String text(List<Kind.Card> cards) {
        StringBuilder text = new StringBuilder();
        for (Kind.Card card : cards) {
            text.append(card.id()).append("\n  ").append(card.what());
            text.append("\n  files: ").append(card.where());
            text.append("\n  licence: ").append(card.licence());
            if (card.reads() != Kind.Reads.NOTHING) {
                text.append("\n  tokenizer: ").append(card.reads().files());
            }
            text.append("\n  names from: ").append(card.code()).append('\n');
        }
        return text.toString().stripTrailing();
    }
}
