package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;

/**
 * What a protocol found: {@code <protocol>.json}, beside the per-sample table {@code <protocol>.samples.csv} that all of its numbers are made from.
 *
 * @param format version of this layout
 * @param protocol id
 * @param digest {@link ProtocolDigest#hex} of {@code terms}
 * @param terms what the digest is made of
 * @param subject the model
 * @param data digest of the prepared set
 * @param options as given
 * @param measures the numbers
 * @param notes what a reader must know beside them
 * @param problems rows that were left out, and why
 * @param samplesSha256 of the table's file
 * @param provenance command, machine, times
 */
public record Result(
        int format,
        String protocol,
        String digest,
        SortedMap<String, String> terms,
        Subject subject,
        String data,
        EvaluationOptions options,
        List<Measure> measures,
        List<String> notes,
        List<Problem> problems,
        String samplesSha256,
        Provenance provenance) {
    /** The version of the layout that this code writes. */
    public static final int FORMAT = 1;

    public Result {
        terms = new TreeMap<>(terms);
        measures = List.copyOf(measures);
        notes = List.copyOf(notes);
        problems = List.copyOf(problems);
    }

    /** The terms as a digest. */
    public ProtocolDigest protocolDigest() {
        return new ProtocolDigest(terms);
    }

    /** The number of this metric (name with or without mode), subject and part. */
    public Optional<Measure> find(String metric, String subject, String part) {
        return measures.stream()
                .filter(m -> m.metric().equals(metric) || m.shortName().equals(metric))
                .filter(m -> m.subject().equals(subject) && m.part().equals(part))
                .findFirst();
    }

    /** The number of this metric and subject over all rows. */
    public Optional<Measure> find(String metric, String subject) {
        return find(metric, subject, "");
    }

    /** The same with another account of how it came to be. */
    public Result with(Provenance how) {
        return new Result(
                format, protocol, digest, terms, subject, data, options, measures, notes, problems, samplesSha256, how);
    }

    /** Reads a result file. */
    public static Result read(Path file) throws IOException {
        Result result = Json.read(file, Result.class, "result " + file.getFileName());
        if (result.format != FORMAT) {
            throw InputException.of(
                    "result " + file.getFileName(),
                    "format " + FORMAT,
                    "format " + result.format,
                    "evaluate again with this version");
        }
        return result;
    }

    /** Where the per-sample table of a result file lies. */
    public static Path samplesOf(Path resultFile) {
        return resultFile.resolveSibling(
                String.valueOf(resultFile.getFileName()).replaceFirst("\\.json$", "") + ".samples.csv");
    }

    /** The per-sample table beside a result file; refused when it is not the one that the numbers were made from. */
    public SampleTable samples(Path resultFile) throws IOException {
        String csv = Files.readString(samplesOf(resultFile));
        String got = Digests.sha256(csv);
        if (!got.equals(samplesSha256)) {
            throw InputException.of(
                    "per-sample table of " + protocol,
                    "SHA-256 " + samplesSha256,
                    got,
                    "it was changed after the evaluation; evaluate again");
        }
        return SampleTable.parse(csv);
    }
}
