package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.identity.Deidentification;
import org.vesalius.identity.RunKey;
import org.vesalius.io.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Opens the table of originals of a run whose key was kept. */
@Command(
        name = "reidentify",
        description = "Print the originals behind surrogates, for who holds the key that 'deidentify --keep-key' kept.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius reidentify /data/clean-private/mapping.sealed --key /safe/key.json",
            "  vesalius reidentify /data/clean-private/mapping.sealed --key /safe/key.json --find P0123456789AB",
            "",
            "What it prints identifies patients."
        })
public final class ReidentifyCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MAPPING", description = "mapping.sealed in the private folder beside the result.")
    private Path mapping;

    @Option(names = "--key", required = true, paramLabel = "FILE", description = "The key file.")
    private Path key;

    @Option(
            names = "--passphrase-file",
            paramLabel = "FILE",
            description = "The first line of FILE is the passphrase that the key file is under.")
    private @Nullable Path passphraseFile;

    @Option(names = "--find", paramLabel = "TEXT", description = "Only this surrogate or original.")
    private @Nullable String find;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public ReidentifyCommand() {}

    /** A line of the table. */
    record Pair(String kind, String surrogate, String original) {}

    @Override
    public Integer call() throws IOException {
        RunKey opened = RunKey.read(key, DeidentifyCommand.passphrase(passphraseFile));
        List<Pair> pairs = Deidentification.originals(mapping, opened)
                .lines()
                .map(line -> pair(Json.tree(line, "table of originals")))
                .filter(pair -> find == null
                        || pair.surrogate().equals(find)
                        || pair.original().equals(find))
                .toList();
        Table table = new Table("kind", "surrogate", "original");
        pairs.forEach(pair -> table.row(pair.kind(), pair.surrogate(), pair.original()));
        output.result(pairs, table.toString());
        return pairs.isEmpty() ? ExitCode.NO : ExitCode.OK;
    }

    private static Pair pair(JsonNode line) {
        return new Pair(
                line.path("kind").asString(""),
                line.path("surrogate").asString(""),
                line.path("original").asString(""));
    }
}
