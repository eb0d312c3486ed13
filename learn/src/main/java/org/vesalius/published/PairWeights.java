package org.vesalius.published;

import java.util.List;
import java.util.function.Function;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.checkpoint.KeyMaps;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Projection;
import org.vesalius.model.TextEncoder;
import org.vesalius.recipe.Gloria;
import org.vesalius.recipe.Medclip;
import org.vesalius.recipe.Mgca;
import org.vesalius.recipe.Recipe;

/** GLoRIA, MedCLIP and MGCA as their authors released them: the models of the recipes' published plans, with the text tower's depth and vocabulary of the file. */
final class PairWeights {
    private static final String TRAINING = "what served training only";

    private PairWeights() {}

    static List<Kind> kinds() {
        return List.of(
                card(
                        "gloria",
                        "GLoRIA (Huang et al. 2021): ResNet-50 and Bio_ClinicalBERT with words and regions",
                        "marshuang80/gloria gloria/models/vision_model.py @ 1a89c1546c176f32c03eb904155d71d9affa685e, text_model.py @ 9f0cfcf0a43713a3d9f151ae434c5b4804828ba2",
                        "chexpert_resnet50.ckpt linked in gloria/gloria.py; vocab.txt of emilyalsentzer/Bio_ClinicalBERT",
                        "Apache-2.0 (code)",
                        List.of(
                                "(gloria\\.)?img_encoder\\.global_embedder\\.weight",
                                "(gloria\\.)?text_encoder\\.model\\..*"),
                        PairWeights::gloria),
                card(
                        "medclip-resnet50",
                        "MedCLIP (Wang et al. 2022) with ResNet-50",
                        "RyanWangZf/MedCLIP medclip/modeling_medclip.py @ fa40957fc2484c92d47e1581a34fcc46abc2420d",
                        "pytorch_model.bin of medclip-resnet, linked in medclip/constants.py; vocab.txt of emilyalsentzer/Bio_ClinicalBERT",
                        "not stated",
                        List.of("vision_model\\.model\\.fc\\.weight", "text_model\\.projection_head\\.weight"),
                        files -> medclip(files, "resnet50", resNetKeys())),
                card(
                        "medclip-swin",
                        "MedCLIP (Wang et al. 2022) with Swin-T",
                        "RyanWangZf/MedCLIP medclip/modeling_medclip.py @ fa40957fc2484c92d47e1581a34fcc46abc2420d; huggingface/transformers src/transformers/models/swin/modeling_swin.py @ 33ed6f90b084424bd5e9fcf84615bc8cc50cc25a",
                        "pytorch_model.bin of medclip-vit, linked in medclip/constants.py; vocab.txt of emilyalsentzer/Bio_ClinicalBERT",
                        "not stated",
                        List.of("vision_model\\.projection_head\\.weight", "text_model\\.projection_head\\.weight"),
                        files -> medclip(files, "swin-t", swinKeys())),
                mgca(
                        "mgca-resnet50",
                        "ResNet-50",
                        "resnet50",
                        "img_encoder_q\\.model\\.conv1\\.weight",
                        KeyMaps.torchvision()),
                mgca(
                        "mgca-vit",
                        "ViT-B/16",
                        "vit-b-16",
                        "img_encoder_q\\.model\\.patch_embed\\.proj\\.weight",
                        KeyMaps.timmVit()));
    }

    private static Kind card(
            String id,
            String what,
            String code,
            String where,
            String licence,
            List<String> marks,
            Function<WeightFiles, Kind.Fitted> fit) {
        return new Kind(new Kind.Card(id, what, code, where, licence, Kind.Reads.WORD_PIECE), marks, fit);
    }

    private static Kind mgca(String id, String tower, String plan, String mark, KeyMap image) {
        return card(
                id,
                "MGCA (Wang et al. 2022) with " + tower,
                "HKU-MedAI/MGCA mgca/models/backbones/encoder.py, med.py, vits.py @ 6445a902287a68eb63741e693c77ad6311b26063, cnn_backbones.py @ 4075a695d6be4922d57d8d3d30255adaf2ecd985",
                "checkpoints linked in the README of HKU-MedAI/MGCA; vocab.txt of emilyalsentzer/Bio_ClinicalBERT",
                "not stated",
                List.of(mark, "text_encoder_q\\.model\\..*"),
                files -> mgca(files, plan, image));
    }

    /** The recipe's model, with BERT as deep as in the file. */
    private static ModelSpec model(Recipe recipe, String plan, WeightFiles files, String prefix) {
        ModelSpec published = recipe.plan(plan).model();
        TextEncoder.Pool pool = published.text().pool();
        TextEncoder.Depth depth =
                published.text() instanceof TextEncoder.Bert bert ? bert.depth() : TextEncoder.Depth.LAST;
        return published.withText(
                Spec.bert(files, prefix, pool, depth),
                published.textHead(),
                Spec.wordPiece(files, prefix, published.tokenizer().maxLength()));
    }

    private static Kind.Fitted gloria(WeightFiles files) {
        String prefix = files.has("gloria.img_encoder.global_embedder.weight") ? "gloria." : "";
        KeyMap keys = KeyMap.same()
                .strip("gloria.")
                .within("img_encoder.model.", KeyMaps.torchvision(), "image.")
                .within("img_encoder.global_embedder.", KeyMap.same(), "imageHead.last.")
                .within("img_encoder.local_embedder.", KeyMap.same().reshape("weight"), "patchHead.last.")
                .zero("patchHead\\.last\\.bias") // the authors' local embedder has none
                .within("text_encoder.model.", KeyMaps.bertText(), "text.");
        return new Kind.Fitted(model(new Gloria(), "resnet50", files, prefix + "text_encoder.model."), keys);
    }

    private static Kind.Fitted medclip(WeightFiles files, String plan, KeyMap image) {
        KeyMap keys = image.within("text_model.model.", KeyMaps.bertText(), "text.")
                .within("text_model.projection_head.", KeyMap.same(), "textHead.last.")
                .ignore("logit_scale", TRAINING);
        return new Kind.Fitted(model(new Medclip(), plan, files, "text_model.model."), keys);
    }

    private static KeyMap resNetKeys() {
        return KeyMap.same()
                .within("vision_model.model.fc.", KeyMap.same(), "imageHead.last.")
                .within("vision_model.model.", KeyMaps.torchvision(), "image.");
    }

    private static KeyMap swinKeys() {
        return KeyMap.same()
                .within("vision_model.projection_head.", KeyMap.same(), "imageHead.last.")
                .within("vision_model.model.", KeyMaps.huggingFaceSwin(), "image.");
    }

    private static Kind.Fitted mgca(WeightFiles files, String plan, KeyMap image) {
        KeyMap text = KeyMap.same()
                .ignore(
                        "encoder\\.layer\\.\\d+\\.crossattention\\..*",
                        "attention to images that the authors' text model has and never runs")
                .then(KeyMaps.bertText())
                .zero("embeddings\\.token_type_embeddings\\.weight"); // their BERT adds no types
        KeyMap keys = KeyMap.same()
                .within("img_encoder_q.model.", image, "image.")
                .within("img_encoder_q.global_embed.head.", mgcaHead(), "imageHead.")
                .within("img_encoder_q.local_embed.head.", mgcaHead(), "patchHead.")
                .within("text_encoder_q.model.", text, "text.")
                .within("text_encoder_q.global_embed.head.", mgcaHead(), "textHead.")
                .within("text_encoder_q.local_embed.head.", mgcaHead(), "tokenHead.")
                .ignore("(prototype_layer|word_local_atten_layer|patch_local_atten_layer)\\..*", TRAINING);
        return new Kind.Fitted(model(new Mgca(), plan, files, "text_encoder_q.model."), keys);
    }

    /** Matrix or convolution of width one, norm, ReLU, the same again without scale. */
    private static KeyMap mgcaHead() {
        return KeyMap.same()
                .rename("0\\.(.*)", "first.$1")
                .rename("1\\.(.*)", "norm.$1")
                .rename("3\\.(.*)", "last.$1")
                .rename("4\\.(.*)", "lastNorm.$1")
                .reshape("(first|last)\\.weight");
    }

    /** hi-ml's projector of patches, and others' of the same make, into a head. */
    static KeyMap projector() {
        return KeyMap.same()
                .rename("0\\.(.*)", "first.$1")
                .rename("1\\.(.*)", "norm.$1")
                .rename("3\\.(.*)", "last.$1")
                .reshape("(first|last)\\.weight");
    }

    /** Two layers without bias around GELU. */
    static Projection geluMlp(int hidden) {
        return new Projection(Projection.Kind.GELU_MLP, hidden, false);
    }
}
