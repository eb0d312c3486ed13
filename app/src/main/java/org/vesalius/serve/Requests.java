package org.vesalius.serve;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;

/** Reading what a client sent, within the limits. */
final class Requests {
    /** Questions are short; films come as they are. */
    private static final long JSON_BYTES = 1 << 20;

    private Requests() {}

    /** The body, refused as soon as it is longer than it may be. */
    static byte[] body(Context ctx, ServiceOptions.Limits limits) throws IOException {
        return body(ctx, limits.uploadBytes());
    }

    private static byte[] body(Context ctx, long most) throws IOException {
        if (ctx.req().getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        try (InputStream in = ctx.req().getInputStream()) {
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
            if (bytes.length > most) {
                throw tooLarge(most);
            }
            return bytes;
        }
    }

    private static Refusal tooLarge(long most) {
        return Refusal.tooLarge("at most %d bytes are taken".formatted(most));
    }

    /** A JSON body of this form. */
    static <T> T json(Context ctx, ServiceOptions.Limits limits, Class<T> type) throws IOException {
        return json(ctx, Math.min(JSON_BYTES, limits.uploadBytes()), type);
    }

    /** A JSON body of this form and at most so many bytes. */
    static <T> T json(Context ctx, long most, Class<T> type) throws IOException {
        String text = new String(body(ctx, most), StandardCharsets.UTF_8);
        @Nullable T read = text.isBlank() ? null : Json.parse(text, type, "request");
        if (read == null) {
            throw InputException.of("request", "a JSON body", "an empty one", "send one as openapi.yaml describes");
        }
        return read;
    }

    /** The entries of a list that may be missing; an entry may not. */
    static <T> List<T> list(@Nullable List<@Nullable T> list, String what) {
        List<T> whole = new ArrayList<>();
        if (list != null) {
            for (T entry : list) {
                if (entry == null) {
                    throw InputException.of(what, "a value in each place", "null", "leave it out");
                }
                whole.add(entry);
            }
        }
        return whole;
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
