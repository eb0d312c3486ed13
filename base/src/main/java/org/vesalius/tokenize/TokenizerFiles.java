package org.vesalius.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/** Which tokenizer a folder holds. */
final class TokenizerFiles {
    static final String CONFIG = "tokenizer_config.json";
    static final String WHOLE = "tokenizer.json";

    private TokenizerFiles() {}

    static Tokenizer load(Path folder) throws IOException {
        Path vocabulary = folder.resolve(WordPieceFiles.VOCABULARY);
        if (Files.exists(vocabulary)) {
            return WordPieceFiles.read(vocabulary);
        }
        Path words = folder.resolve(ByteBpeFiles.VOCABULARY);
        Path merges = folder.resolve(ByteBpeFiles.MERGES);
        if (Files.exists(words) && Files.exists(merges)) {
            return ByteBpeFiles.read(words, merges);
        }
        Path whole = folder.resolve(WHOLE);
        if (Files.exists(whole)) {
            return ofWhole(Files.readString(whole));
        }
        throw InputException.of(
                "tokenizer folder",
                "vocab.txt, or vocab.json and merges.txt, or tokenizer.json",
                Files.isDirectory(folder) ? "none of them" : "no folder",
                "name the folder that the tokenizer was saved to");
    }

    private static Tokenizer ofWhole(String json) {
        String type = Json.tree(json, WHOLE).at("/model/type").asString("");
        return switch (type) {
            case "WordPiece" -> WordPieceFiles.ofTokenizerJson(json, WHOLE);
            case "BPE" -> ByteBpeFiles.ofTokenizerJson(json, WHOLE);
            default ->
                throw InputException.of(
                        WHOLE + ", model.type", "WordPiece or BPE", type, "no other kind of tokenizer can be read");
        };
    }

    /** The tree of a {@code tokenizer_config.json}; an empty one when it is not there. */
    static JsonNode config(Path file) throws IOException {
        return Files.exists(file) ? Json.tree(file, CONFIG) : Json.mapper().createObjectNode();
    }

    /** Tokens in the order of their ids, which must be 0 to n-1; added tokens may come on top. */
    static List<String> vocabulary(JsonNode tokens, JsonNode added, String what) {
        List<@Nullable String> byId = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : tokens.properties()) {
            put(byId, entry.getValue().asInt(-1), entry.getKey(), what);
        }
        for (JsonNode token : added) {
            put(byId, token.path("id").asInt(-1), token.path("content").asString(""), what);
        }
        List<String> vocabulary = new ArrayList<>(byId.size());
        for (String token : byId) {
            if (token == null) {
                throw InputException.of(
                        what, "ids 0 to " + (byId.size() - 1), "none for " + vocabulary.size(), "is the file whole?");
            }
            vocabulary.add(token);
        }
        return vocabulary;
    }

    private static void put(List<@Nullable String> byId, int id, String token, String what) {
        if (id < 0 || id > 1 << 24) {
            throw InputException.of(what, "an id for every token", "id " + id, "is the file whole?");
        }
        if (id >= byId.size()) {
            byId.addAll(Collections.nCopies(id + 1 - byId.size(), null));
        }
        byId.set(id, token);
    }
}
