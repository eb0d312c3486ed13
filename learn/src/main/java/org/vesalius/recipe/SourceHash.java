package org.vesalius.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;

/**
 * What the result of a recipe depends on, as sources.
 *
 * @param recipe of its file and the files of the recipe package that it names
 * @param packages of all files of the packages that these import
 */
public record SourceHash(String recipe, String packages) {
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?org\\.vesalius\\.(\\w+)\\.", Pattern.MULTILINE);
    private static final List<String> MODULES = List.of("base", "learn");
    private static final Path SOURCES = Path.of("src", "main", "java", "org", "vesalius");

    /** The root of the sources that {@code from} lies in, if it lies in any. */
    public static Optional<Path> root(Path from) {
        for (Path folder = from.toAbsolutePath().normalize(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("learn").resolve(SOURCES).resolve("recipe"))) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /** Of a recipe of ours. */
    public static SourceHash of(Recipe recipe, Path root) throws IOException {
        Path folder = root.resolve("learn").resolve(SOURCES).resolve("recipe");
        List<Path> own = files(folder, recipe.getClass().getSimpleName());
        TreeSet<String> packages = new TreeSet<>();
        for (Path file : own) {
            IMPORT.matcher(Files.readString(file)).results().forEach(found -> packages.add(found.group(1)));
        }
        List<Path> engine = new ArrayList<>();
        for (String name : packages) {
            for (String module : MODULES) {
                engine.addAll(sources(root.resolve(module).resolve(SOURCES).resolve(name)));
            }
        }
        return new SourceHash(hash(own, root), hash(engine, root));
    }

    /** A recipe's file and those beside it that it, or one of them, names. */
    private static List<Path> files(Path folder, String className) throws IOException {
        List<Path> all = sources(folder);
        TreeSet<Path> found = new TreeSet<>();
        Deque<Path> open = new ArrayDeque<>(List.of(folder.resolve(className + ".java")));
        while (!open.isEmpty()) {
            Path file = open.pop();
            if (!found.add(file)) {
                continue;
            }
            if (!Files.isRegularFile(file)) {
                throw InputException.of(
                        "source of the recipe", file.getFileName().toString(), "none", "name the file after its class");
            }
            String text = Files.readString(file);
            for (Path other : all) {
                String name = other.getFileName().toString().replace(".java", "");
                if (Pattern.compile("\\b" + name + "\\b").matcher(text).find()) {
                    open.push(other);
                }
            }
        }
        return List.copyOf(found);
    }

    private static List<Path> sources(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }

    private static String hash(List<Path> files, Path root) throws IOException {
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            String name = root.relativize(file).toString().replace('\\', '/');
            all.append(name).append(' ').append(Digests.sha256(file)).append('\n');
        }
        return Digests.sha256(all.toString());
    }
}
