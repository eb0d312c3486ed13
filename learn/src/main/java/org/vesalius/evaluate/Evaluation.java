package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Json;

/** Runs protocols and writes what they found. */
public final class Evaluation {
    private Evaluation() {}

    /** Each protocol on one trial, pictures embedded once. */
    public static List<Protocol.Outcome> run(List<Protocol> protocols, Trial trial, Provenance provenance)
            throws IOException {
        List<Protocol.Outcome> outcomes = new ArrayList<>();
        for (Protocol protocol : protocols) {
            outcomes.add(protocol.run(trial, provenance));
        }
        return outcomes;
    }

    /** {@code <protocol>.json} and {@code <protocol>.samples.csv} in a folder; returns the first. */
    public static Path write(Path dir, Protocol.Outcome outcome) throws IOException {
        Path file = dir.resolve(outcome.result().protocol() + ".json");
        AtomicFiles.write(Result.samplesOf(file), outcome.samples().csv());
        Json.write(file, outcome.result());
        return file;
    }

    /** What {@link #write} wrote. */
    public static Protocol.Outcome read(Path resultFile) throws IOException {
        Result result = Result.read(resultFile);
        return new Protocol.Outcome(result, result.samples(resultFile));
    }
}
