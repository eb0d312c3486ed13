package org.vesalius.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;

/** Reading what a client sent, within the limits. */
final class Requests {
    private Requests() {}

    /** The body, refused as soon as it is longer than it may be. */
    static byte[] body(Context ctx, ServiceOptions.Limits limits) throws IOException {
        if (ctx.req().getContentLengthLong() > limits.uploadBytes()) {
            throw tooLarge(limits);
        }
        try (InputStream in = ctx.req().getInputStream()) {
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, limits.uploadBytes() + 1));
            if (bytes.length > limits.uploadBytes()) {
                throw tooLarge(limits);
            }
            return bytes;
        }
    }

    private static Refusal tooLarge(ServiceOptions.Limits limits) {
        return Refusal.tooLarge("at most %d bytes are taken".formatted(limits.uploadBytes()));
    }

    /** A JSON body of this form. */
    static <T> T json(Context ctx, ServiceOptions.Limits limits, Class<T> type) throws IOException {
        byte[] bytes = body(ctx, limits);
        if (bytes.length == 0) {
            throw InputException.of("request", "a JSON body", "an empty one", "send one as openapi.yaml describes");
        }
        return Json.parse(new String(bytes, java.nio.charset.StandardCharsets.UTF_8), type, "request");
    }

    /** A text within the limit. */
    static String text(String text, ServiceOptions.Limits limits, String what) {
        if (text.isBlank()) {
            throw InputException.of(what, "some words", "nothing", "say what is looked for");
        }
        if (text.length() > limits.textCharacters()) {
            throw Refusal.tooLarge(what + ": at most %d characters are taken".formatted(limits.textCharacters()));
        }
        return text;
    }

    /** Answers as JSON. */
    static void answer(Context ctx, Object answer) {
        ctx.contentType("application/json").result(Json.line(answer));
    }
}
