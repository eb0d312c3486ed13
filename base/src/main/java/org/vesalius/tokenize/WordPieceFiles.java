package org.vesalius.tokenize;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/** {@code vocab.txt} (a token a line, the line number its id), {@code tokenizer_config.json} and the WordPiece kind of {@code tokenizer.json}. */
final class WordPieceFiles {
    static final String VOCABULARY = "vocab.txt";
    static final String CLASS = "BertTokenizer";

    private WordPieceFiles() {}

    static WordPiece read(Path file) throws IOException {
        if (file.toString().endsWith(".json")) {
            return ofTokenizerJson(Files.readString(file), "tokenizer.json");
        }
        JsonNode config = TokenizerFiles.config(file.resolveSibling(TokenizerFiles.CONFIG));
        return WordPiece.of(
                Files.readAllLines(file), config.path("do_lower_case").asBoolean(true));
    }

    static void save(WordPiece tokenizer, Path folder) throws IOException {
        AtomicFiles.write(folder.resolve(VOCABULARY), String.join("\n", tokenizer.vocabulary()) + "\n");
        var config = Json.mapper().createObjectNode();
        config.put("tokenizer_class", CLASS);
        config.put("do_lower_case", tokenizer.lowerCase());
        config.put("pad_token", WordPiece.PAD);
        config.put("unk_token", WordPiece.UNKNOWN);
        config.put("cls_token", WordPiece.BEGIN);
        config.put("sep_token", WordPiece.END);
        config.put("mask_token", WordPiece.MASK);
        Json.write(folder.resolve(TokenizerFiles.CONFIG), config);
    }

    static WordPiece ofTokenizerJson(String json, String what) {
        JsonNode root = Json.tree(json, what);
        require(what, "model.type", "WordPiece", root.at("/model/type").asString(""));
        require(
                what,
                "normalizer.type",
                "BertNormalizer",
                root.at("/normalizer/type").asString(""));
        require(
                what,
                "pre_tokenizer.type",
                "BertPreTokenizer",
                root.at("/pre_tokenizer/type").asString(""));
        require(
                what,
                "continuing_subword_prefix",
                WordPiece.INNER,
                text(root, "/model/continuing_subword_prefix", "##"));
        require(
                what,
                "max_input_chars_per_word",
                "" + WordPiece.LONGEST_WORD,
                "" + root.at("/model/max_input_chars_per_word").asInt(WordPiece.LONGEST_WORD));
        boolean lowerCase = root.at("/normalizer/lowercase").asBoolean(true);
        JsonNode accents = root.at("/normalizer/strip_accents");
        require(what, "strip_accents", "" + lowerCase, "" + (accents.isBoolean() ? accents.asBoolean() : lowerCase));
        List<String> vocabulary = TokenizerFiles.vocabulary(root.at("/model/vocab"), root.path("added_tokens"), what);
        return WordPiece.of(vocabulary, lowerCase);
    }

    private static String text(JsonNode root, String pointer, String otherwise) {
        JsonNode node = root.at(pointer);
        return node.isString() ? node.asString() : otherwise;
    }

    private static void require(String what, String field, String expected, String got) {
        if (!got.equals(expected)) {
            throw InputException.of(
                    what + ", " + field,
                    expected,
                    got.isEmpty() ? "nothing" : got,
                    "only BERT's kind of WordPiece can be read");
        }
    }
}
