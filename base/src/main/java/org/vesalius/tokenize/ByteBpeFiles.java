package org.vesalius.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/** {@code vocab.json} (token to id), {@code merges.txt} (a version line, then a pair a line, best first), {@code tokenizer_config.json} and CLIP's kind of {@code tokenizer.json}. */
final class ByteBpeFiles {
    static final String VOCABULARY = "vocab.json";
    static final String MERGES = "merges.txt";

    private static final String VERSION = "#version";

    private ByteBpeFiles() {}

    static ByteBpe read(Path vocabulary, Path merges) throws IOException {
        JsonNode tokens = Json.tree(vocabulary, VOCABULARY);
        List<String> lines = Files.readAllLines(merges).stream()
                .filter(line -> !line.isBlank() && !line.startsWith(VERSION))
                .toList();
        return ByteBpe.of(
                TokenizerFiles.vocabulary(tokens, Json.mapper().createArrayNode(), VOCABULARY), checked(lines, MERGES));
    }

    static void save(ByteBpe tokenizer, Path folder) throws IOException {
        var tokens = Json.mapper().createObjectNode();
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            tokens.put(tokenizer.token(id), id);
        }
        AtomicFiles.write(folder.resolve(VOCABULARY), Json.line(tokens));
        AtomicFiles.write(folder.resolve(MERGES), VERSION + ": 0.2\n" + String.join("\n", tokenizer.merges()) + "\n");
        var config = Json.mapper().createObjectNode();
        config.put("tokenizer_class", "CLIPTokenizer");
        config.put("bos_token", ByteBpe.BEGIN);
        config.put("eos_token", ByteBpe.END);
        config.put("unk_token", ByteBpe.END);
        config.put("pad_token", tokenizer.token(tokenizer.padId()));
        Json.write(folder.resolve(TokenizerFiles.CONFIG), config);
    }

    static ByteBpe ofTokenizerJson(String json, String what) {
        JsonNode root = Json.tree(json, what);
        String suffix = root.at("/model/end_of_word_suffix").asString("");
        if (!suffix.equals(ByteBpe.WORD_END)) {
            throw InputException.of(
                    what + ", end_of_word_suffix",
                    ByteBpe.WORD_END,
                    suffix.isEmpty() ? "nothing" : suffix,
                    "only CLIP's kind of byte-level BPE can be read");
        }
        List<String> merges = new ArrayList<>();
        for (JsonNode merge : root.at("/model/merges")) {
            merges.add(
                    merge.isArray()
                            ? merge.path(0).asString() + " " + merge.path(1).asString()
                            : merge.asString());
        }
        List<String> vocabulary = TokenizerFiles.vocabulary(root.at("/model/vocab"), root.path("added_tokens"), what);
        return ByteBpe.of(vocabulary, checked(merges, what));
    }

    private static List<String> checked(List<String> merges, String what) {
        for (int i = 0; i < merges.size(); i++) {
            if (merges.get(i).chars().filter(c -> c == ' ').count() != 1) {
                throw InputException.of(
                        what + ", merge " + (i + 1), "two tokens with a blank between", "another form", "is it whole?");
            }
        }
        return merges;
    }
}
