package org.vesalius.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;

/**
 * Takes the identity out of a folder. The result appears whole or not at all: it is made under another name and renamed. Beside it lies {@code OUT-private} with what identifies: which input file was left out and, when
 * the key is kept, the sealed table of originals and surrogates.
 */
public final class Deidentification {
    /** The table of originals, sealed. */
    public static final String MAPPING = "mapping.sealed";

    /** Which files were left out, by their names. */
    public static final String QUARANTINE = "quarantine.tsv";

    private Deidentification() {}

    /**
     * How it is done.
     *
     * @param threads that work at once
     */
    public record Options(Policy policy, RunKey key, int threads) {}

    /**
     * What was done, without anything that identifies.
     *
     * @param files that were written, by kind of input
     * @param elements of headers
     * @param texts what was found in reports
     * @param blanked rectangles of burned-in text
     * @param withText files in which such text was found
     * @param heads names of files from which a face may be drawn
     * @param leftOut how many files were left out, by kind
     * @param problems each of them, by its number in the sorted list of input files
     * @param reversible whether the key was kept
     * @param publicKey SHA-256 of the key that signed the log
     */
    public record Summary(
            String out,
            String edition,
            List<String> options,
            int patients,
            Map<String, Integer> files,
            Map<Done, Integer> elements,
            Map<Phi, Integer> texts,
            int blanked,
            int withText,
            List<String> heads,
            Map<Problem.Kind, Integer> leftOut,
            List<Problem> problems,
            boolean reversible,
            String publicKey) {}

    /** Ends a run that was asked to stop; nothing of it is left. */
    public static final class Stopped extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Stopped() {
            super("stopped; nothing was written");
        }
    }

    /** Runs; {@code stop} is asked between files. */
    public static Summary run(Path in, Path out, Options options, Progress progress, BooleanSupplier stop)
            throws IOException {
        Path target = out.toAbsolutePath().normalize();
        Path above = requirePlaces(in, target, options.key().isKept());
        Files.createDirectories(above);
        Path part = Files.createDirectory(above.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part"));
        try {
            Summary summary = new Run(in, target, part, options, progress, stop).run();
            Files.deleteIfExists(target);
            Files.move(part, target);
            return summary;
        } finally {
            discard(part);
        }
    }

    /** The folder that will hold the result. */
    private static Path requirePlaces(Path in, Path target, boolean reversible) throws IOException {
        if (!Files.isDirectory(in)) {
            throw InputException.of("IN", "a folder", Files.exists(in) ? "a file" : "nothing", "check the path");
        }
        Path above = target.getParent();
        if (above == null || target.startsWith(in.toAbsolutePath().normalize())) {
            throw InputException.of("OUT", "a folder outside of IN", "one inside", "choose another");
        }
        AtomicFiles.requireFolder(target, "OUT");
        if (Files.exists(target) && !isEmpty(target)) {
            throw InputException.of("OUT", "a new or empty folder", "one with files in it", "choose another");
        }
        if (reversible && Files.exists(privateFolder(target).resolve(MAPPING))) {
            throw InputException.of(
                    "OUT-private",
                    "no table of originals yet",
                    "that of an earlier run",
                    "move it away, or nobody could reverse that run any more");
        }
        return above;
    }

    /** What lies beside a result and identifies. */
    public static Path privateFolder(Path out) {
        Path target = out.toAbsolutePath().normalize();
        return target.resolveSibling(target.getFileName() + "-private");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    private static void discard(Path part) throws IOException {
        if (Files.exists(part)) {
            try (Stream<Path> files = Files.walk(part)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    /** The originals of a run whose key was kept, as JSON lines. */
    public static String originals(Path mapping, RunKey key) throws IOException {
        return new String(
                Sealed.open(key.mappingKey(), Files.readAllBytes(mapping), "table of originals"),
                StandardCharsets.UTF_8);
    }
}
