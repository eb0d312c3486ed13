package org.vesalius.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;

/**
 * The folder of a run.
 *
 * <pre>
 * manifest.json             what was trained, from what, with what ({@link RunManifest})
 * best.safetensors          weights with the best validation
 * last.safetensors          weights at the end
 * state.safetensors         weights, optimiser, averages and counters at the last save: what resuming needs
 * log.jsonl                 one line a logged step or validation
 * events.out.tfevents.*     the same for TensorBoard
 * tokenizer/                the vocabulary
 * recipe.java               a user's own recipe, where there is one
 * </pre>
 */
public record RunDir(Path path) {
    /** The manifest. */
    public Path manifest() {
        return path.resolve("manifest.json");
    }

    /** Weights: {@code best} or {@code last}. */
    public Path weights(String name) {
        return path.resolve(name + ".safetensors");
    }

    /** What resuming needs. */
    public Path state() {
        return path.resolve("state.safetensors");
    }

    /** The log. */
    public Path log() {
        return path.resolve("log.jsonl");
    }

    /** The vocabulary. */
    public Path tokenizer() {
        return path.resolve("tokenizer");
    }

    /** A user's own recipe. */
    public Path recipe() {
        return path.resolve("recipe.java");
    }

    /** The manifest, read. */
    public RunManifest read() throws IOException {
        if (!Files.isRegularFile(manifest())) {
            throw InputException.of(
                    "run folder", "a manifest.json in it", "none", "give the folder that `vesalius train` wrote");
        }
        return RunManifest.read(manifest());
    }

    /** A place for a new run: not there yet, or empty, and writable; nothing is made yet. */
    public static RunDir fresh(Path path) throws IOException {
        AtomicFiles.requireFolder(path, "run folder");
        if (Files.exists(path)) {
            try (Stream<Path> inside = Files.list(path)) {
                if (inside.findAny().isPresent()) {
                    throw InputException.of(
                            "run folder",
                            "a new or empty folder",
                            "one with files in it",
                            "choose another --out, or --resume it");
                }
            }
        }
        return new RunDir(path);
    }
}
