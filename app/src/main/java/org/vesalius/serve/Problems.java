package org.vesalius.serve;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.NoSuchFileException;
import java.util.UUID;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;

/** Errors as {@code application/problem+json} (RFC 9457). A fault of ours is logged under a number that the client is told; its text stays here. */
final class Problems {
    private static final Logger LOG = System.getLogger(Problems.class.getName());

    private Problems() {}

    /** One error, by the names of RFC 9457. */
    record ProblemDetail(String type, String title, int status, String detail, String instance) {}

    static void handle(RoutesConfig routes) {
        routes.exception(Refusal.class, (refusal, ctx) -> {
            if (refusal.status() == 401) {
                ctx.header("WWW-Authenticate", "Bearer");
            }
            if (refusal.retryAfter() > 0) {
                ctx.header("Retry-After", Integer.toString(refusal.retryAfter()));
            }
            write(ctx, refusal.status(), refusal.title(), String.valueOf(refusal.getMessage()));
        });
        routes.exception(
                InputException.class,
                (wrong, ctx) -> write(ctx, 400, "The request cannot be used", String.valueOf(wrong.getMessage())));
        routes.exception(
                NoSuchFileException.class,
                (_, ctx) -> write(ctx, 404, "Not there", "it was deleted while it was asked for"));
        routes.exception(
                HttpResponseException.class,
                (wrong, ctx) -> write(ctx, wrong.getStatus(), String.valueOf(wrong.getMessage()), ""));
        routes.exception(Exception.class, (fault, ctx) -> {
            String number = UUID.randomUUID().toString();
            // the class and where, not the message: messages of libraries hold paths and values
            LOG.log(Level.ERROR, "fault " + number + ": " + fault.getClass().getName() + " at " + where(fault));
            write(ctx, 500, "A fault of ours", "it is in the service's log as fault " + number);
        });
        routes.error(404, ctx -> {
            if (ctx.resultInputStream() == null || !isProblem(ctx)) {
                write(ctx, 404, "Not there", "no such address");
            }
        });
    }

    private static boolean isProblem(Context ctx) {
        String type = ctx.res().getContentType();
        return type != null && type.startsWith("application/problem+json");
    }

    private static String where(Throwable fault) {
        StackTraceElement[] trace = fault.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }

    static void write(Context ctx, int status, String title, String detail) {
        ctx.status(status)
                .contentType("application/problem+json")
                .result(Json.line(new ProblemDetail("about:blank", title, status, detail, ctx.path())));
    }
}
