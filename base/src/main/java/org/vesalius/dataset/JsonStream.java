package org.vesalius.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** Large JSON files, one entry at a time. */
final class JsonStream {
    private JsonStream() {}

    /**
     * Hands on every entry with its name: of a list at the top each element, under an empty name; of an object each value, and where the value is a list each of its elements, under the value's name.
     *
     * @throws InputException when it is no JSON; what came before was handed on
     */
    static void each(Path file, BiConsumer<String, JsonNode> entry) throws IOException {
        String what = String.valueOf(file.getFileName());
        try (InputStream in = Files.newInputStream(file);
                JsonParser json = Json.mapper().createParser(in)) {
            JsonToken first = json.nextToken();
            if (first == JsonToken.START_ARRAY) {
                elements(json, "", entry);
            } else if (first == JsonToken.START_OBJECT) {
                while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = json.currentName();
                    if (json.nextToken() == JsonToken.START_ARRAY) {
                        elements(json, name, entry);
                    } else {
                        entry.accept(name, json.readValueAsTree());
                    }
                }
            } else {
                throw InputException.of(what, "a JSON object or list", "something else", "check the file");
            }
        } catch (JacksonException e) {
            // the parser's own message may quote the text it failed on
            var at = e.getLocation();
            throw new InputException(
                    what + ": not the JSON that was expected" + (at == null ? "" : " at line " + at.getLineNr())
                            + "; is the file whole?",
                    e);
        }
    }

    private static void elements(JsonParser json, String name, BiConsumer<String, JsonNode> entry) {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            entry.accept(name, json.readValueAsTree());
        }
    }

    /** The text of a member without blanks around it; empty where there is none. A number is its digits. */
    static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isMissingNode() || value.isNull() ? "" : value.asString("").strip();
    }
}
