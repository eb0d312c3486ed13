package org.vesalius.train;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Json;

/** The curves of a run, as JSON lines and for TensorBoard: {@code {"step":…,"kind":"train"|"validate","values":{…}}}. */
final class RunLog implements Closeable {
    private record Line(long step, String kind, Map<String, Double> values) {}

    private final BufferedWriter lines;
    private final EventFile events;

    private RunLog(BufferedWriter lines, EventFile events) {
        this.lines = lines;
        this.events = events;
    }

    /** Opens the log of a run; lines after {@code step}, which a killed run left behind, are dropped. */
    static RunLog open(RunDir run, long step) throws IOException {
        if (Files.exists(run.log())) {
            AtomicFiles.write(run.log(), kept(run.log(), step));
        }
        BufferedWriter lines = Files.newBufferedWriter(run.log(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return new RunLog(lines, EventFile.create(run.path(), Instant.now().getEpochSecond()));
    }

    private static String kept(Path log, long step) throws IOException {
        List<String> kept = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            boolean whole = line.endsWith("}");
            if (whole && Json.parse(line, Line.class, "log of the run").step() <= step) {
                kept.add(line + "\n");
            }
        }
        return String.join("", kept);
    }

    /** One logged step. */
    void write(long step, String kind, SequencedMap<String, Double> values) throws IOException {
        lines.write(Json.line(new Line(step, kind, new LinkedHashMap<>(values))));
        lines.newLine();
        lines.flush();
        double now = System.currentTimeMillis() / 1000.0;
        for (var value : values.entrySet()) {
            events.scalar(kind + "/" + value.getKey(), step, value.getValue(), now);
        }
        events.flush();
    }

    @Override
    public void close() throws IOException {
        try (events) {
            lines.close();
        }
    }
}
