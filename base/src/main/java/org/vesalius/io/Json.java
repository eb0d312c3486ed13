package org.vesalius.io;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Records to JSON and back, in one form everywhere: components in their order, map keys sorted, so that equal data are equal bytes. A missing component of a primitive type and an unknown property are
 * errors.
 */
public final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            // a record is its components: isEmpty() and the like are questions, not data
            .changeDefaultVisibility(v -> v.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
            .build();

    private Json() {}

    /** The shared mapper, for tree and streaming work. */
    public static JsonMapper mapper() {
        return MAPPER;
    }

    /** On one line. */
    public static String line(Object value) {
        return MAPPER.writeValueAsString(value);
    }

    /** Indented, with a line end. */
    public static String pretty(Object value) {
        return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value) + "\n";
    }

    /** A record from its JSON; {@code what} names the source in the error. */
    public static <T> T parse(String json, Class<T> type, String what) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw broken(what, e);
        }
    }

    /** A generic type from its JSON; {@code what} names the source in the error. */
    public static <T> T parse(String json, TypeReference<T> type, String what) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JacksonException e) {
            throw broken(what, e);
        }
    }

    /** A tree from its JSON; {@code what} names the source in the error. */
    public static JsonNode tree(String json, String what) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw broken(what, e);
        }
    }

    /** A tree from a file, bytes that are no UTF-8 told as any other damage; {@code what} names the file in the error. */
    public static JsonNode tree(Path file, String what) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return MAPPER.readTree(bytes);
        } catch (JacksonException e) {
            throw broken(what, e);
        }
    }

    /** A record from a file; {@code what} names the file in the error. */
    public static <T> T read(Path file, Class<T> type, String what) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            return MAPPER.readValue(bytes, type);
        } catch (JacksonException e) {
            throw broken(what, e);
        }
    }

    /** Writes a file whole or not at all. */
    public static void write(Path file, Object value) throws IOException {
        AtomicFiles.write(file, pretty(value));
    }

    private static InputException broken(String what, JacksonException e) {
        // the parser's own message may quote the text it failed on
        var at = e.getLocation();
        String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return new InputException(
                what + ": not the JSON that was expected" + where + "; is the file whole and of this version?", e);
    }
}
