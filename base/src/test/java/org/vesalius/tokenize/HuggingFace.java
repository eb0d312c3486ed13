package org.vesalius.tokenize;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.vesalius.io.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Hugging Face's own tokenizers (Rust, through DJL), built from the vocabulary of one of ours: the independent reference. */
final class HuggingFace implements AutoCloseable {
    private final HuggingFaceTokenizer tokenizer;

    private HuggingFace(String json) throws IOException {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        tokenizer = HuggingFaceTokenizer.newInstance(
                new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
                Map.of("truncation", "false", "padding", "false", "modelMaxLength", "1000000", "maxLength", "1000000"));
    }

    static HuggingFace like(WordPiece ours) throws IOException {
        return new HuggingFace(json(ours));
    }

    static HuggingFace like(ByteBpe ours) throws IOException {
        return new HuggingFace(json(ours));
    }

    /** With the special tokens. */
    int[] encode(String text) {
        return Arrays.stream(tokenizer.encode(text, true, false).getIds())
                .mapToInt(Math::toIntExact)
                .toArray();
    }

    /** The {@code tokenizer.json} that Hugging Face's {@code BertTokenizerFast} writes. */
    static String json(WordPiece ours) {
        ObjectNode root =
                (ObjectNode) Json.tree("""
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
                 "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                                "strip_accents": null, "lowercase": %s},
                 "pre_tokenizer": {"type": "BertPreTokenizer"},
                 "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", %d], "cls": ["[CLS]", %d]},
                 "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true},
                 "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##",
                           "max_input_chars_per_word": 100, "vocab": {}}}
                """.formatted(ours.lowerCase(), ours.endId(), ours.beginId()), "template");
        vocabulary(root, ours.vocabulary(), WordPiece.SPECIAL);
        return Json.line(root);
    }

    /** The {@code tokenizer.json} that Hugging Face's {@code CLIPTokenizerFast} writes. */
    static String json(ByteBpe ours) {
        ObjectNode root = (ObjectNode) Json.tree("""
                {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
                 "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"},
                     {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "}, {"type": "Lowercase"}]},
                 "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
                     {"type": "Split", "pattern": {"Regex": "'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"},
                      "behavior": "Removed", "invert": true},
                     {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true}]},
                 "post_processor": {"type": "RobertaProcessing", "sep": ["<|endoftext|>", %d],
                     "cls": ["<|startoftext|>", %d], "trim_offsets": false, "add_prefix_space": false},
                 "decoder": {"type": "ByteLevel", "add_prefix_space": true, "trim_offsets": true},
                 "model": {"type": "BPE", "dropout": null, "unk_token": "<|endoftext|>",
                     "continuing_subword_prefix": "", "end_of_word_suffix": "</w>", "fuse_unk": false,
                     "vocab": {}, "merges": []}}
                """.formatted(ours.endId(), ours.beginId()), "template");
        vocabulary(root, ours.vocabulary(), List.of(ByteBpe.BEGIN, ByteBpe.END));
        var merges = (ArrayNode) root.at("/model/merges");
        ours.merges().forEach(merges::add);
        return Json.line(root);
    }

    private static void vocabulary(ObjectNode root, List<String> vocabulary, List<String> special) {
        ObjectNode tokens = (ObjectNode) root.at("/model/vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            tokens.put(vocabulary.get(id), id);
        }
        var added = (ArrayNode) root.get("added_tokens");
        for (String token : special) {
            added.addObject()
                    .put("id", vocabulary.indexOf(token))
                    .put("content", token)
                    .put("single_word", false)
                    .put("lstrip", false)
                    .put("rstrip", false)
                    .put("normalized", false)
                    .put("special", true);
        }
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
