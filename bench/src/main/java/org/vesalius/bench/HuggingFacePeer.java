package org.vesalius.bench;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.vesalius.io.Json;
import org.vesalius.tokenize.ByteBpe;
import org.vesalius.tokenize.WordPiece;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Hugging Face's tokenizer (through DJL) with the vocabulary of one of ours; that both give the same ids is tested in {@code base}. */
// the templates are long: inline they would hide what is done with them
@SuppressWarnings("InlineFormatString")
final class HuggingFacePeer {
    private static final String WORD_PIECE = """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
             "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true, "strip_accents": null, "lowercase": true},
             "pre_tokenizer": {"type": "BertPreTokenizer"},
             "post_processor": {"type": "BertProcessing", "sep": ["[SEP]", %d], "cls": ["[CLS]", %d]},
             "decoder": null,
             "model": {"type": "WordPiece", "unk_token": "[UNK]", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100, "vocab": {}}}
            """;
    private static final String BYTE_BPE = """
            {"version": "1.0", "truncation": null, "padding": null, "added_tokens": [],
             "normalizer": {"type": "Sequence", "normalizers": [{"type": "NFC"}, {"type": "Replace", "pattern": {"Regex": "\\\\s+"}, "content": " "}, {"type": "Lowercase"}]},
             "pre_tokenizer": {"type": "Sequence", "pretokenizers": [
                 {"type": "Split", "pattern": {"Regex": "'s|'t|'re|'ve|'m|'ll|'d|[\\\\p{L}]+|[\\\\p{N}]|[^\\\\s\\\\p{L}\\\\p{N}]+"}, "behavior": "Removed", "invert": true},
                 {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true}]},
             "post_processor": {"type": "RobertaProcessing", "sep": ["<|endoftext|>", %d], "cls": ["<|startoftext|>", %d], "trim_offsets": false, "add_prefix_space": false},
             "decoder": null,
             "model": {"type": "BPE", "dropout": null, "unk_token": "<|endoftext|>", "continuing_subword_prefix": "", "end_of_word_suffix": "</w>", "fuse_unk": false, "vocab": {}, "merges": []}}
            """;

    private HuggingFacePeer() {}

    static HuggingFaceTokenizer like(WordPiece ours) {
        ObjectNode root = (ObjectNode) Json.tree(WORD_PIECE.formatted(ours.endId(), ours.beginId()), "template");
        return of(root, ours.vocabulary());
    }

    static HuggingFaceTokenizer like(ByteBpe ours) {
        ObjectNode root = (ObjectNode) Json.tree(BYTE_BPE.formatted(ours.endId(), ours.beginId()), "template");
        ArrayNode merges = (ArrayNode) root.at("/model/merges");
        ours.merges().forEach(merges::add);
        return of(root, ours.vocabulary());
    }

    private static HuggingFaceTokenizer of(ObjectNode root, List<String> vocabulary) {
        ObjectNode words = (ObjectNode) root.at("/model/vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            words.put(vocabulary.get(id), id);
        }
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        try {
            return HuggingFaceTokenizer.newInstance(
                    new ByteArrayInputStream(Json.line(root).getBytes(StandardCharsets.UTF_8)),
                    Map.of("truncation", "false", "padding", "false", "maxLength", "1000000"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
