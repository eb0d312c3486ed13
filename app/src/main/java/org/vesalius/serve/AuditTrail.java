package org.vesalius.serve;

import io.javalin.http.Context;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.Json;

/** Who saw, added or deleted what, a JSON line each, in {@code audit.jsonl} of the index folder: never a query, a report or a vector. A study is named by its pseudonymous key. */
final class AuditTrail implements AutoCloseable {
    private static final String CALLER = "vesalius.caller";

    private final BufferedWriter out;
    private final Clock clock;

    AuditTrail(Path folder, Clock clock) throws IOException {
        out = Files.newBufferedWriter(
                folder.resolve("audit.jsonl"),
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        this.clock = clock;
    }

    /** One thing that was done. */
    record Entry(
            String at,
            String who,
            String did,
            @Nullable String study,
            @Nullable Integer results) {}

    /** Remembers who asks. */
    static void caller(Context ctx, Access.Caller caller) {
        ctx.attribute(CALLER, caller.name());
    }

    /** The studies that a search showed. */
    void found(Context ctx, List<String> studies) throws IOException {
        write(ctx, "found", String.join(" ", studies), studies.size());
    }

    /** Written before it is done, so that nothing is done unwritten. */
    void asked(Context ctx, String what, String study) throws IOException {
        write(ctx, "asked for " + what, study, null);
    }

    void saw(Context ctx, String study) throws IOException {
        write(ctx, "saw", study, null);
    }

    void wrote(Context ctx, String study) throws IOException {
        write(ctx, "wrote", study, null);
    }

    void deleted(Context ctx, String study, int studies) throws IOException {
        write(ctx, "deleted", study, studies);
    }

    private void write(Context ctx, String did, @Nullable String study, @Nullable Integer results) throws IOException {
        String who = ctx.attribute(CALLER);
        Entry entry = new Entry(clock.instant().toString(), who == null ? "nobody" : who, did, study, results);
        synchronized (this) {
            out.write(Json.line(entry));
            out.newLine();
            out.flush();
        }
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
