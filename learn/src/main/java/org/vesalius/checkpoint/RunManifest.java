package org.vesalius.checkpoint;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/**
 * What a run was, beside its weights: {@code manifest.json} of a run directory. Enough to repeat the run ({@code plan}, {@code data}, {@code seed}), to rebuild the model without the trainer ({@code
 * model}) and to say whether equal bits can be expected ({@code machine}, {@code libraries}).
 *
 * @param format {@value #FORMAT}; another value is another version of this record
 * @param recipe the recipe's id, or the class of a user's own
 * @param variant the named plan of the recipe
 * @param settings the {@code --set} options on it, in their order
 * @param source a user's own recipe file, kept in the run as {@code recipe.java}; null for a recipe of ours
 * @param plan the whole plan, as the trainer wrote it
 * @param model the model's specification, image transform and tokenizer included
 * @param code which version of this program
 * @param data what it was trained on
 * @param seed of everything random
 * @param parameters how many numbers the model and its method learn
 * @param machine where it ran
 * @param libraries versions by name
 * @param outcome how far it came; null before the first save
 * @param notes what else a reader should know, by key
 */
public record RunManifest(
        String format,
        String recipe,
        String variant,
        List<String> settings,
        @Nullable Source source,
        JsonNode plan,
        JsonNode model,
        Code code,
        Data data,
        long seed,
        long parameters,
        Machine machine,
        SortedMap<String, String> libraries,
        @Nullable Outcome outcome,
        SortedMap<String, String> notes) {
    /** The version of this record. */
    public static final String FORMAT = "vesalius-run/1";

    /** Sorts and copies the maps. */
    public RunManifest {
        settings = List.copyOf(settings);
        libraries = sorted(libraries);
        notes = sorted(notes);
    }

    /** A user's recipe: its class and the hash of its text. */
    public record Source(String className, String sha256) {}

    /**
     * The training data.
     *
     * @param name of the prepared set
     * @param digest of its manifest
     * @param splitDigest of which study is in which split
     */
    public record Data(String name, String digest, String splitDigest, long studies) {}

    /**
     * How far a run came.
     *
     * @param state {@code finished}, {@code stopped early}, {@code interrupted}, {@code failed} or {@code running}
     * @param bestSha256 of {@code best.safetensors}
     * @param lastSha256 of {@code last.safetensors}
     * @param best the watched validation value at its best
     */
    public record Outcome(
            String state,
            int epochs,
            long steps,
            double seconds,
            @Nullable String bestSha256,
            @Nullable String lastSha256,
            @Nullable String watched,
            @Nullable Double best,
            SortedMap<String, Double> metrics) {
        /** Whether there is nothing left to train. */
        public boolean over() {
            return state.equals("finished") || state.equals("stopped early");
        }

        /** Sorts and copies the metrics. */
        public Outcome {
            metrics = sorted(metrics);
        }
    }

    /** The same run with another outcome. */
    public RunManifest with(Outcome next) {
        return new RunManifest(
                format,
                recipe,
                variant,
                settings,
                source,
                plan,
                model,
                code,
                data,
                seed,
                parameters,
                machine,
                libraries,
                next,
                notes);
    }

    /** Reads {@code manifest.json}; a newer format is an error. */
    public static RunManifest read(Path file) throws IOException {
        JsonNode tree = Json.tree(file, "run manifest");
        String format = tree.path("format").asString("none");
        if (!format.equals(FORMAT)) {
            throw InputException.of(
                    "run manifest",
                    FORMAT,
                    "format '" + format.replaceAll("[^\\w/.-]", "?") + "'",
                    "use the version of Vesalius that wrote it, or train again");
        }
        return Json.parse(tree.toString(), RunManifest.class, "run manifest");
    }

    /** Writes {@code manifest.json} whole or not at all. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }

    /** What differs between the machine and libraries of this run and those here, so that equal bits cannot be expected; empty when nothing does. */
    public List<String> differences(Machine here, Map<String, String> librariesHere) {
        List<String> found = new ArrayList<>(machine.differences(here));
        libraries.forEach((name, version) -> {
            String other = librariesHere.get(name);
            if (!version.equals(other)) {
                found.add(name + " " + version + ", here " + (other == null ? "none" : other));
            }
        });
        return found;
    }

    private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }
}
