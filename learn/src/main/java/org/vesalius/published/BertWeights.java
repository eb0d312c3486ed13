package org.vesalius.published;

import java.util.List;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.checkpoint.KeyMaps;
import org.vesalius.model.Projection;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;

/** The text encoders of the papers: BERT under Hugging Face's names, of any size, with or without the heads that it was trained with. A text is the mean of its tokens, but CXR-BERT's, which was trained to be its first. */
final class BertWeights {
    private static final String CODE =
            "huggingface/transformers src/transformers/models/bert/modeling_bert.py @ 8ec58104181bfb34d824d89bccc009b4f6be6e0e";
    private static final String FILES =
            "pytorch_model.bin or model.safetensors of %s at Hugging Face, with its vocab.txt beside";
    private static final List<String> MARKS = List.of(
            "(bert\\.)?embeddings\\.word_embeddings\\.weight",
            "(bert\\.)?encoder\\.layer\\.0\\.attention\\.self\\.query\\.weight");

    private BertWeights() {}

    static List<Kind> kinds() {
        return List.of(
                encoder(
                        "bert",
                        "BERT of any size (Devlin et al. 2019) under Hugging Face's names",
                        "the model",
                        "of the model at hand"),
                encoder(
                        "biobert",
                        "BioBERT (Lee et al. 2020): BERT-base, cased, on PubMed",
                        "dmis-lab/biobert-base-cased-v1.1",
                        "Apache-2.0 (code)"),
                encoder(
                        "clinicalbert",
                        "Bio_ClinicalBERT (Alsentzer et al. 2019): BioBERT on MIMIC-III's notes",
                        "emilyalsentzer/Bio_ClinicalBERT",
                        "MIT"),
                new Kind(
                        new Kind.Card(
                                "cxr-bert",
                                "CXR-BERT-specialized (Boecking et al. 2022): BERT of radiology with the head into BioViL's joint space",
                                "microsoft/hi-ml hi-ml-multimodal/src/health_multimodal/text/model/modelling_cxrbert.py @ 071d0891e08935510b52a8f174d4cebebe543646",
                                FILES.formatted("microsoft/BiomedVLP-CXR-BERT-specialized"),
                                "MIT",
                                Kind.Reads.WORD_PIECE),
                        List.of("bert\\.embeddings\\.word_embeddings\\.weight", "cls_projection_head\\..*"),
                        BertWeights::cxrBert),
                encoder(
                        "cxr-bert-general",
                        "CXR-BERT-general (Boecking et al. 2022): BERT with a vocabulary of radiology",
                        "microsoft/BiomedVLP-CXR-BERT-general",
                        "MIT"),
                encoder(
                        "pubmedbert",
                        "PubMedBERT (Gu et al. 2021): BERT-base, uncased, on PubMed from scratch",
                        "microsoft/BiomedNLP-BiomedBERT-base-uncased-abstract-fulltext",
                        "MIT"));
    }

    private static Kind encoder(String id, String what, String model, String licence) {
        return new Kind(
                new Kind.Card(id, what, CODE, FILES.formatted(model), licence, Kind.Reads.WORD_PIECE),
                MARKS,
                BertWeights::encoder);
    }

    private static Kind.Fitted encoder(WeightFiles files) {
        String prefix = files.has("bert.embeddings.word_embeddings.weight") ? "bert." : "";
        TextEncoder.Bert bert = Spec.bert(files, prefix, TextEncoder.Pool.MEAN, TextEncoder.Depth.LAST);
        TokenizerSpec tokenizer = Spec.wordPiece(files, prefix, Integer.MAX_VALUE);
        return new Kind.Fitted(
                Spec.texts(bert, bert.width(), Projection.none(), tokenizer),
                heads().within("", KeyMaps.bertText(), "text."));
    }

    /** The heads that BERT was trained with, and CXR-BERT's projection, which CXR-BERT-general has untrained. */
    private static KeyMap heads() {
        return KeyMap.same()
                .strip("bert.")
                .ignore("cls_projection_head\\..*", "a head that the general CXR-BERT has without training")
                .ignore("(classifier|qa_outputs)\\..*", "a head of another task");
    }

    private static Kind.Fitted cxrBert(WeightFiles files) {
        TextEncoder.Bert bert = Spec.bert(files, "bert.", TextEncoder.Pool.CLS, TextEncoder.Depth.LAST);
        int joint = files.size("cls_projection_head.dense_to_output.weight", 0);
        return new Kind.Fitted(
                Spec.texts(
                        bert,
                        joint,
                        new Projection(
                                Projection.Kind.LAYER_NORM_MLP,
                                files.size("cls_projection_head.dense_to_hidden.weight", 0),
                                true),
                        Spec.wordPiece(files, "bert.", Integer.MAX_VALUE)),
                cxrBertKeys());
    }

    /** hi-ml's CXRBertModel into text tower and text head. */
    static KeyMap cxrBertKeys() {
        return KeyMap.same()
                .within("bert.", KeyMaps.bertText(), "text.")
                .within("cls_projection_head.dense_to_hidden.", KeyMap.same(), "textHead.first.")
                .within("cls_projection_head.LayerNorm.", KeyMap.same(), "textHead.norm.")
                .within("cls_projection_head.dense_to_output.", KeyMap.same(), "textHead.last.")
                .ignore("cls\\..*", KeyMaps.LANGUAGE_HEAD);
    }
}
