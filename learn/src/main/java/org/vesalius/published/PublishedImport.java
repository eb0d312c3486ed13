package org.vesalius.published;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vesalius.checkpoint.Code;
import org.vesalius.checkpoint.Libraries;
import org.vesalius.checkpoint.LoadReport;
import org.vesalius.checkpoint.Machine;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.checkpoint.Weights;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Device;
import org.vesalius.tokenize.ByteBpe;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.WordPiece;
import org.vesalius.train.RunDir;
import tools.jackson.databind.node.ObjectNode;

/** Published weights to a run folder, which every command that takes a run then takes. All is checked by names and shapes before anything is written. */
public final class PublishedImport {
    private static final List<String> NO_TEXT = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");
    private static final String REASONLESS = "not said";

    private final Kind kind;
    private final WeightFiles files;
    private final Kind.Fitted fitted;
    private final Tokenizer tokenizer;
    private final LoadReport report;

    private PublishedImport(Kind kind, WeightFiles files, Kind.Fitted fitted, Tokenizer tokenizer, LoadReport report) {
        this.kind = kind;
        this.files = files;
        this.fitted = fitted;
        this.tokenizer = tokenizer;
        this.report = report;
    }

    /**
     * Reads names, shapes and the tokenizer, and writes nothing.
     *
     * @param vocabulary the folder of the tokenizer; else the first file's
     * @throws InputException when the files are of another kind, when names or shapes do not fit, or when the tokenizer is missing or another
     */
    public static PublishedImport check(Kind kind, WeightFiles files, Optional<Path> vocabulary) throws IOException {
        if (!kind.recognises(files.tensors().keySet())) {
            throw InputException.of(
                    files.what(),
                    "the names of " + kind.card().id() + " (" + String.join(", ", kind.marks()) + ")",
                    files.some(),
                    Kinds.guess(files));
        }
        Kind.Fitted fitted = kind.fit().apply(files);
        List<String> problems = fitted.model().problems();
        if (!problems.isEmpty()) {
            throw new InputException(
                    files.what() + ": sizes that no model of " + kind.card().id() + " has: "
                            + String.join("; ", problems) + "; is the file of another kind? " + Kinds.guess(files));
        }
        Tokenizer tokenizer = tokenizer(kind, files, fitted.model().tokenizer(), vocabulary);
        try (Params shapes = Params.shapesOnly();
                DualEncoder _ = DualEncoder.build(shapes, fitted.model(), tokenizer)) {
            LoadReport report = Weights.check(shapes, files.tensors(), fitted.keys(), files.what());
            return new PublishedImport(kind, files, fitted, tokenizer, report);
        }
    }

    private static Tokenizer tokenizer(Kind kind, WeightFiles files, TokenizerSpec wanted, Optional<Path> vocabulary)
            throws IOException {
        Kind.Reads reads = kind.card().reads();
        if (reads == Kind.Reads.NOTHING) {
            return WordPiece.of(NO_TEXT, true);
        }
        Path folder = vocabulary.orElseGet(() -> Optional.ofNullable(
                        files.paths().getLast().toAbsolutePath().getParent())
                .orElse(Path.of("")));
        Tokenizer found = read(kind, folder, vocabulary.isPresent());
        boolean right = reads == Kind.Reads.BYTE_BPE ? found instanceof ByteBpe : found instanceof WordPiece;
        if (!right || found.vocabularySize() != wanted.vocabularySize()) {
            throw InputException.of(
                    "tokenizer for " + kind.card().id(),
                    reads.files() + " with the " + wanted.vocabularySize() + " tokens that the weights have",
                    found.getClass().getSimpleName() + " with " + found.vocabularySize(),
                    "name the tokenizer that came with the weights with --tokenizer");
        }
        return found;
    }

    private static Tokenizer read(Kind kind, Path folder, boolean named) throws IOException {
        try {
            return Tokenizer.load(folder);
        } catch (InputException e) {
            if (named) {
                throw e;
            }
            throw InputException.of(
                    "--tokenizer",
                    "a folder with " + kind.card().reads().files(),
                    "none, and none beside the weights",
                    "fetch the tokenizer that came with the weights and name its folder");
        }
    }

    /** Whose weights they are. */
    public Kind kind() {
        return kind;
    }

    /** The model that comes out. */
    public ModelSpec model() {
        return fitted.model();
    }

    /** What is used and what is not. */
    public LoadReport report() {
        return report;
    }

    /** The file's names that are left out, by reason. */
    public SortedMap<String, List<String>> leftOut() {
        SortedMap<String, List<String>> byReason = new TreeMap<>();
        report.ignored().forEach(name -> {
            String reason = fitted.keys().whyIgnored(name);
            byReason.computeIfAbsent(reason.isEmpty() ? REASONLESS : reason, _ -> new ArrayList<>())
                    .add(name);
        });
        return byReason;
    }

    /** Writes the run; the manifest last, so that a folder without one is no run. Returns the manifest. */
    public RunManifest write(RunDir run) throws IOException {
        try (Params params = Params.create(0);
                DualEncoder _ = DualEncoder.build(params, fitted.model(), tokenizer)) {
            Weights.load(params, files.tensors(), fitted.keys(), files.what(), Weights.Strictness.STRICT);
            Files.createDirectories(run.tokenizer());
            tokenizer.save(run.tokenizer());
            String digest = Weights.save(params, run.weights("best"), Map.of());
            RunManifest manifest = manifest(params.count(), digest);
            manifest.write(run.manifest());
            return manifest;
        }
    }

    private RunManifest manifest(long parameters, String digest) throws IOException {
        Kind.Card card = kind.card();
        ObjectNode plan = Json.mapper().createObjectNode();
        plan.put("imported", card.id());
        SortedMap<String, String> notes = new TreeMap<>();
        notes.put("what", card.what());
        notes.put("names from", card.code());
        notes.put("licence", card.licence());
        for (int i = 0; i < files.paths().size(); i++) {
            notes.put("sha256 of file " + (i + 1), Digests.sha256(files.paths().get(i)));
        }
        return new RunManifest(
                RunManifest.FORMAT,
                card.id(),
                "imported",
                List.of(),
                null,
                plan,
                Json.mapper().valueToTree(fitted.model()),
                Code.here(),
                new RunManifest.Data("the authors' own", "", "", 0),
                0,
                parameters,
                Machine.here(Device.CPU),
                Libraries.here(),
                new RunManifest.Outcome("finished", 0, 0, 0, digest, null, null, null, new TreeMap<>()),
                notes);
    }
}
