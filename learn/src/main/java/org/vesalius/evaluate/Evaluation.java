package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** {@code <protocol>.json}, {@code <protocol>.samples.csv} and what belongs beside them in a folder; returns the first. */
    public static Path write(Path dir, Protocol.Outcome outcome) throws IOException {
        Path file = dir.resolve(outcome.result().protocol() + ".json");
        AtomicFiles.write(Result.samplesOf(file), outcome.samples().csv());
        for (Map.Entry<String, String> beside : outcome.files().entrySet()) {
            AtomicFiles.write(besideOf(file, beside.getKey()), beside.getValue());
        }
        Json.write(file, outcome.result());
        return file;
    }

    /** What {@link #write} wrote. */
    public static Protocol.Outcome read(Path resultFile) throws IOException {
        Result result = Result.read(resultFile);
        SortedMap<String, String> files = new TreeMap<>();
        for (String term : result.terms().keySet()) {
            if (term.startsWith(Protocol.Outcome.FILE)) {
                String name = term.substring(Protocol.Outcome.FILE.length());
                files.put(name, Files.readString(besideOf(resultFile, name)));
            }
        }
        return new Protocol.Outcome(result, result.samples(resultFile), files);
    }

    /** Where a file beside a result lies. */
    static Path besideOf(Path resultFile, String name) {
        return resultFile.resolveSibling(
                String.valueOf(resultFile.getFileName()).replaceFirst("\\.json$", "") + "." + name);
    }
}
