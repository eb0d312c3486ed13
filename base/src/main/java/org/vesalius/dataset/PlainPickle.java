package org.vesalius.dataset;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.vesalius.archive.Pickle;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Python pickles of plain rows: a list of dictionaries of texts, numbers and the like. Anything that would have to be called is refused. */
final class PlainPickle {
    private PlainPickle() {}

    private static final class Nothing implements Pickle.Globals {
        private final String name;

        Nothing(String name) {
            this.name = name;
        }

        @Override
        public Object resolve(String module, String named) {
            throw refused();
        }

        @Override
        public Object persistent(Object id) {
            throw refused();
        }

        private InputException refused() {
            return InputException.of(
                    name,
                    "a pickle of lists, dictionaries, texts and numbers",
                    "one that names code",
                    "do not trust it");
        }
    }

    /**
     * The dictionaries of a list, as JSON objects; what is none is passed over as an empty one, so that the row numbers stay.
     *
     * @param name stands for the file in messages
     * @throws InputException when the file is no pickle of a list, or names code
     */
    static void rows(Path file, String name, JsonRows.Visit visit) throws IOException {
        if (!(value(file, name) instanceof List<?> rows)) {
            throw InputException.of(name, "a list of dictionaries", "another value", "check the download");
        }
        for (int i = 0; i < rows.size(); i++) {
            visit.at(json(rows.get(i)), name + ", row " + (i + 1));
        }
    }

    /**
     * What is in the pickle: lists, maps, texts, numbers.
     *
     * @throws InputException when the file is none, or names code
     */
    static Object value(Path file, String name) throws IOException {
        return Pickle.read(name, MemorySegment.ofArray(Files.readAllBytes(file)), 0, new Nothing(name))
                .value();
    }

    private static JsonNode json(Object row) {
        ObjectNode object = Json.mapper().createObjectNode();
        if (row instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (key instanceof String named && value instanceof Map<?, ?>) {
                    object.set(named, json(value));
                } else if (key instanceof String named && value instanceof Number number) {
                    object.put(named, number.toString());
                } else if (key instanceof String named && value instanceof String text) {
                    object.put(named, text);
                }
            });
        }
        return object;
    }
}
