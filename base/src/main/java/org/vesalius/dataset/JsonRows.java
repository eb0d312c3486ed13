package org.vesalius.dataset;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.io.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/** JSON files of many objects, read one object at a time: a list, one object a line, or the lists of one object. */
final class JsonRows {
    private JsonRows() {}

    /** What is done with an object. */
    @FunctionalInterface
    interface Visit {
        /** {@code where} is how messages call the row. */
        void at(JsonNode row, String where);
    }

    /**
     * The objects of a list. Where the file is damaged its rest is lost, which is a problem.
     *
     * @param name stands for the file in messages
     * @throws InputException when it is no list at all
     */
    static void list(Path file, String name, Visit visit, Consumer<Problem> problems) throws IOException {
        int row = 0;
        try (var bytes = Files.newInputStream(file);
                JsonParser in = Json.mapper().createParser(bytes)) {
            if (in.nextToken() != JsonToken.START_ARRAY) {
                throw InputException.of(name, "a list of objects", "another JSON value", "check the download");
            }
            while (in.nextToken() == JsonToken.START_OBJECT) {
                JsonNode node = in.readValueAsTree();
                visit.at(node, name + ", row " + ++row);
            }
            if (in.currentToken() != JsonToken.END_ARRAY) {
                problems.accept(lost(name, row));
            }
        } catch (JacksonException e) {
            // the parser's message may quote the text
            problems.accept(lost(name, row));
        }
    }

    private static Problem lost(String name, int row) {
        return new Problem(
                Problem.Kind.BROKEN, name + ", after row " + row, "the file ends or is damaged here; the rest is lost");
    }

    /**
     * Hands on every entry with its name: of a list at the top each element, under an empty name; of an object each value, and where the value is a list each of its elements, under the value's name.
     *
     * @throws InputException when it is no JSON; what came before was handed on
     */
    static void entries(Path file, BiConsumer<String, JsonNode> entry) throws IOException {
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

    /** One object a line; a line that is none is a problem, and the next goes on. */
    static void lines(Path file, String name, Visit visit, Consumer<Problem> problems) throws IOException {
        try (BufferedReader in =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String where = name + ", line " + ++number;
                if (!line.isBlank()) {
                    JsonNode node = object(line, where, problems);
                    if (node.isObject()) {
                        visit.at(node, where);
                    }
                }
            }
        }
    }

    private static JsonNode object(String line, String where, Consumer<Problem> problems) {
        JsonNode node = Json.mapper().missingNode();
        try {
            node = Json.tree(line, where);
        } catch (InputException e) {
            // reported below, with what is valid JSON but no object
        }
        if (!node.isObject()) {
            problems.accept(new Problem(Problem.Kind.BROKEN, where, "not a JSON object"));
        }
        return node;
    }

    /** The text under a key without blanks around it, whatever its type; empty where it is absent or null. */
    static String text(JsonNode row, String key) {
        JsonNode value = row.path(key);
        return value.isNull() ? "" : value.asString("").strip();
    }

    /** The text under the first of these keys that has one. */
    static String first(JsonNode row, String... keys) {
        for (String key : keys) {
            String value = text(row, key);
            if (!value.isEmpty()) {
                return value;
            }
        }
        return "";
    }
}
