package org.vesalius.search;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;

/**
 * An index on disk: {@code about.json}, the Lucene index in {@code lucene/} and the films that are shown in {@code films/}, a folder a study ({@link FilmFolder}). It is built under another name and renamed when it is whole.
 */
public final class IndexFolder {
    private static final String ABOUT = "about.json";

    private IndexFolder() {}

    /**
     * Where an index came from.
     *
     * @param run folder of the model that made the vectors: what a search embeds its question with
     * @param model digest of that model
     * @param data name of the set
     * @param recallAt10 share of the ten exact nearest that the graph finds, over {@code queries} of its own vectors
     */
    public record About(String run, String model, String data, int studies, double recallAt10, int queries) {}

    /** Where the Lucene index lies. */
    public static Path lucene(Path index) {
        return index.resolve("lucene");
    }

    /** Where the films lie. */
    public static Path films(Path index) {
        return index.resolve("films");
    }

    /** Where it came from. */
    public static About about(Path index) throws IOException {
        Path file = index.resolve(ABOUT);
        if (!Files.isRegularFile(file)) {
            throw InputException.of(
                    "index", "a folder made by 'vesalius index'", "one without " + ABOUT, "check the path");
        }
        return Json.read(file, About.class, ABOUT);
    }

    /** Says where it came from. */
    public static void describe(Path index, About about) throws IOException {
        Json.write(index.resolve(ABOUT), about);
    }

    /** A folder beside {@code index} to build in. */
    public static Path part(Path index) throws IOException {
        AtomicFiles.requireFolder(index, "--out");
        if (Files.exists(index)) {
            throw InputException.of("--out", "a new folder", "one that is there", "name another, or delete it first");
        }
        Path target = index.toAbsolutePath();
        Path parent = target.getParent();
        if (parent == null) {
            throw InputException.of("--out", "a folder that can be made", "the root", "name another");
        }
        Files.createDirectories(parent);
        Path part = parent.resolve(
                "." + target.getFileName() + "-" + ProcessHandle.current().pid());
        return Files.createDirectory(part);
    }

    /** Deletes a folder and all in it, where it is there. */
    public static void discard(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (var files = Files.walk(folder)) {
                List<Path> deepestFirst =
                        files.sorted(Comparator.reverseOrder()).toList();
                for (Path file : deepestFirst) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
