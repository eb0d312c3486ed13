package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;

/**
 * What an evaluation that is not over yet has found so far, in the folder {@value #FOLDER} of its results, so that the same command goes on where it was interrupted. Everything is filed under a digest of
 * all that decides it (program, model, transform, pictures or texts, prompts, protocol), so what does not fit is never found; each file ends in its own SHA-256, so what was damaged is made again. It holds
 * vectors, scores and results, no text and no picture. {@link #over} deletes it.
 *
 * <p>An answer is {@code <key>.answer}, big-endian: the number of rows, for each row its length and its values as float64, then the SHA-256 of all that.
 */
final class Unfinished {
    static final String FOLDER = ".unfinished";

    private static final String ANSWER = ".answer";
    private static final int SHA = 32;

    private final Path folder;
    private final String program;

    private Unfinished(Path folder, String program) {
        this.folder = folder;
        this.program = program;
    }

    /** Of the results in {@code out}; {@code program} names the version that makes them. */
    static Unfinished in(Path out, String program) {
        return new Unfinished(out.resolve(FOLDER), program);
    }

    /** How many answers an earlier evaluation left here. */
    long answers() throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ANSWER)).count();
        }
    }

    /** Where something lies that these parts decide. */
    private Path place(List<String> parts) {
        StringBuilder all = new StringBuilder(program);
        parts.forEach(part -> all.append('\n').append(Digests.sha256(part)));
        return folder.resolve(Digests.sha256(all.toString()));
    }

    /** The answer that was kept under these parts, empty when there is none or it was damaged. */
    Optional<double[][]> answer(List<String> parts) throws IOException {
        Path file = Path.of(place(parts) + ANSWER);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        int length = bytes.length - SHA;
        if (length < 0) {
            return Optional.empty();
        }
        byte[] content = Arrays.copyOf(bytes, length);
        boolean whole =
                Arrays.equals(Digests.sha256().digest(content), Arrays.copyOfRange(bytes, length, bytes.length));
        return whole ? read(ByteBuffer.wrap(content)) : Optional.empty();
    }

    private static Optional<double[][]> read(ByteBuffer in) {
        try {
            double[][] rows = new double[in.getInt()][];
            for (int r = 0; r < rows.length; r++) {
                rows[r] = new double[in.getInt()];
                for (int c = 0; c < rows[r].length; c++) {
                    rows[r][c] = in.getDouble();
                }
            }
            return Optional.of(rows);
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    /** Keeps an answer under these parts. */
    void keep(List<String> parts, double[][] answer) throws IOException {
        int length = Integer.BYTES;
        for (double[] row : answer) {
            length = Math.addExact(length, Integer.BYTES + row.length * Double.BYTES);
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putInt(answer.length);
        for (double[] row : answer) {
            out.putInt(row.length);
            for (double value : row) {
                out.putDouble(value);
            }
        }
        byte[] content = out.array();
        AtomicFiles.write(Path.of(place(parts) + ANSWER), file -> {
            file.write(content);
            file.write(Digests.sha256().digest(content));
        });
    }

    /** What {@code protocol} found in this trial, kept or made now. */
    Protocol.Outcome outcome(Protocol protocol, Trial trial, Provenance provenance) throws IOException {
        Path place = place(List.of(
                protocol.id(),
                protocol.digest(trial).hex(),
                trial.scorer().subject().digest(),
                trial.options().toString()));
        Path file = place.resolve(protocol.id() + ".json");
        if (Files.isRegularFile(file)) {
            try {
                return Evaluation.read(file);
            } catch (InputException e) {
                // damaged: made again below
            }
        }
        Protocol.Outcome outcome = protocol.run(trial, provenance);
        Evaluation.write(place, outcome);
        return outcome;
    }

    /** The evaluation is over and written: nothing of this is needed any more. */
    void over() throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
