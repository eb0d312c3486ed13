package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.vesalius.evaluate.Comparison;
import org.vesalius.evaluate.Protocol;
import org.vesalius.evaluate.Protocols;
import org.vesalius.evaluate.Result;
import org.vesalius.io.InputException;

/**
 * The result files of an evaluated run.
 *
 * @param folder that they lie in
 * @param byProtocol by the protocol's id
 */
record ResultFiles(Path folder, Map<String, Path> byProtocol) {
    private static final String EVALUATION = "evaluation";
    private static final String BASELINES = "baselines";

    /** Of a run, a folder of results, or one result file. */
    static ResultFiles of(Path given) throws IOException {
        if (Files.isRegularFile(given)) {
            Path above = given.toAbsolutePath().getParent();
            return new ResultFiles(
                    above == null ? given : above, Map.of(Result.read(given).protocol(), given));
        }
        Path inside = given.resolve(EVALUATION);
        Path folder = Files.isDirectory(inside) ? inside : given;
        Map<String, Path> files = new LinkedHashMap<>();
        for (Protocol protocol : Protocols.all()) {
            Path file = folder.resolve(protocol.id() + ".json");
            if (Files.isRegularFile(file)) {
                files.put(protocol.id(), file);
            }
        }
        return new ResultFiles(folder, files);
    }

    /** Of each. */
    static List<ResultFiles> ofAll(List<Path> given) throws IOException {
        List<ResultFiles> all = new ArrayList<>();
        for (Path one : given) {
            all.add(of(one));
        }
        return all;
    }

    /** Those that were measured beside the run, by name. */
    Map<String, ResultFiles> baselines() throws IOException {
        Map<String, ResultFiles> baselines = new LinkedHashMap<>();
        Path folders = folder.resolve(BASELINES);
        if (Files.isDirectory(folders)) {
            try (Stream<Path> found = Files.list(folders)) {
                for (Path baseline : found.sorted().toList()) {
                    baselines.put(String.valueOf(baseline.getFileName()), of(baseline));
                }
            }
        }
        return baselines;
    }

    /** The result file of a protocol. */
    Path file(String protocol) {
        Path file = byProtocol.get(protocol);
        if (file == null) {
            throw InputException.of(
                    "run",
                    "a result of " + protocol,
                    "none",
                    "evaluate it: vesalius evaluate RUN --protocol " + protocol);
        }
        return file;
    }

    /** The protocols that were asked for, or those that all have results of. */
    static List<String> protocols(List<String> wanted, List<ResultFiles> all) {
        if (!wanted.isEmpty()) {
            wanted.forEach(Protocols::byId);
            return wanted;
        }
        TreeSet<String> common = new TreeSet<>(all.getFirst().byProtocol.keySet());
        all.forEach(run -> common.retainAll(run.byProtocol.keySet()));
        if (common.isEmpty()) {
            throw InputException.of(
                    "runs", "a protocol that all were evaluated by", "none", "run 'vesalius evaluate' on each of them");
        }
        return List.copyOf(common);
    }

    /** Why two results were not {@code done} (compared, joined). */
    static String text(Comparison.Refusal refusal, String done) {
        StringBuilder text = new StringBuilder("%s: not %s, because '%s' and '%s' were measured differently\n"
                .formatted(refusal.protocol(), done, refusal.first(), refusal.second()));
        refusal.differences().forEach(d -> text.append("  ").append(d).append('\n'));
        return text.toString();
    }
}
