package org.vesalius.published;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Supplier;

/** The names and shapes of whole published models, at the published sizes, from the code that each {@link Kind.Card} names. One or more files a kind. */
final class ModelNames {
    private static final long CLIP = 49408;
    private static final long CASED = 28996;
    private static final long UNCASED = 30522;

    private ModelNames() {}

    static SequencedMap<String, Supplier<List<Named>>> all() {
        SequencedMap<String, Supplier<List<Named>>> all = new LinkedHashMap<>();
        all.put("bert", () -> List.of(TowerNames.pooler(TowerNames.bert(new Named(), "", UNCASED, 12), "")));
        all.put("biobert", () -> List.of(pretrainedBert(CASED)));
        all.put("clinicalbert", () -> List.of(pretrainedBert(CASED)));
        all.put("pubmedbert", () -> List.of(pretrainedBert(UNCASED)));
        all.put("cxr-bert", () -> List.of(cxrBert()));
        all.put("cxr-bert-general", () -> List.of(cxrBertGeneral()));
        for (String openAi : List.of("openai-clip", "open-clip", "chexzero", "pubmedclip")) {
            all.put(openAi, () -> List.of(openAiClip(32)));
        }
        all.put("openai-clip-resnet", () -> List.of(clipResNet(64, new int[] {3, 4, 6, 3}, 7, 1024, 512)));
        all.put("pubmedclip-resnet", () -> List.of(clipResNet(80, new int[] {4, 6, 10, 6}, 9, 640, 640)));
        all.put("prior-image", () -> List.of(prior()));
        all.put("hf-clip", () -> List.of(huggingFaceClip(16)));
        all.put("hf-vit", () -> List.of(huggingFaceVit()));
        all.put("timm-vit", () -> List.of(head(TowerNames.timmVit(new Named(), "", 768, 12, 16, 196), "head", 768)));
        all.put("timm-swin", () -> List.of(head(TowerNames.timmSwin(new Named(), true), "head", 768)));
        all.put(
                "torchvision-vit",
                () -> List.of(head(TowerNames.torchvisionVit(new Named(), 768, 12, 16, 196), "heads.head", 768)));
        all.put("torchvision-swin", () -> List.of(head(TowerNames.torchvisionSwin(new Named()), "head", 768)));
        all.put("torchvision-resnet", () -> List.of(head(TowerNames.resNet50(new Named(), "", 3), "fc", 2048)));
        all.put(
                "torchvision-densenet",
                () -> List.of(head(TowerNames.denseNet121(new Named(), "", 3), "classifier", 1024)));
        all.put(
                "torchxrayvision",
                () -> List.of(head(TowerNames.denseNet121(new Named(), "", 1), "classifier", 1024)
                        .unused("op_threshs", 18)));
        all.put("biomedclip", () -> List.of(biomedClip()));
        all.put("biovil", () -> List.of(biovilImage(2048), cxrBert()));
        all.put("biovil-t", () -> List.of(biovilT(), cxrBert()));
        all.put("gloria", () -> List.of(gloria()));
        all.put(
                "medclip-resnet50",
                () -> List.of(medclipText(TowerNames.resNet50(new Named(), "vision_model.model.", 3))
                        .put("vision_model.model.fc.weight", 512, 2048)));
        all.put(
                "medclip-swin",
                () -> List.of(medclipText(TowerNames.huggingFaceSwin(new Named(), "vision_model.model."))
                        .put("vision_model.projection_head.weight", 512, 768)));
        all.put(
                "mgca-resnet50",
                () -> List.of(mgca(TowerNames.resNet50(new Named(), "img_encoder_q.model.", 3), 2048, 1024)));
        all.put(
                "mgca-vit",
                () -> List.of(
                        mgca(TowerNames.timmVit(new Named(), "img_encoder_q.model.", 768, 12, 16, 196), 768, 768)));
        all.put("medklip", () -> List.of(medklip(), pretrainedBert(CASED)));
        return all;
    }

    /** model_MedKLIP.py: the first seven children of torchvision's ResNet-50, two linear layers, DETR's decoder and the heads. */
    private static Named medklip() {
        Named net = new Named();
        TowerNames.resNet50Stages(net, "", 3, 3);
        Named names = new Named();
        net.shapes().forEach((name, shape) -> {
            String child = name.replaceFirst("^conv1\\.", "0.").replaceFirst("^bn1\\.", "1.");
            for (int stage = 1; stage <= 3; stage++) {
                child = child.replaceFirst("^layer" + stage + "\\.", (stage + 3) + ".");
            }
            names.put("res_features." + child, shape.stream().mapToLong(n -> n).toArray());
        });
        names.linear("disease_embedding_layer", 256, 768)
                .unused("cl_fc.weight", 768, 256)
                .unused("cl_fc.bias", 768)
                .linear("res_l1", 1024, 1024)
                .linear("res_l2", 256, 1024);
        for (int i = 0; i < 4; i++) {
            String layer = "decoder.layers." + i;
            for (String attention : List.of(".self_attn", ".multihead_attn")) {
                names.put(layer + attention + ".in_proj_weight", 768, 256)
                        .put(layer + attention + ".in_proj_bias", 768)
                        .linear(layer + attention + ".out_proj", 256, 256);
            }
            names.linear(layer + ".linear1", 1024, 256).linear(layer + ".linear2", 256, 1024);
            for (int norm = 1; norm <= 3; norm++) {
                names.norm(layer + ".norm" + norm, 256);
            }
        }
        return names.norm("decoder.norm", 256).linear("classifier", 2, 256);
    }

    /** timm_model.py and hf_model.py as open_clip_config.json of BiomedCLIP puts them together. */
    private static Named biomedClip() {
        Named names = TowerNames.timmVit(new Named().unused("logit_scale"), "visual.trunk.", 768, 12, 16, 196)
                .put("visual.head.proj.weight", 512, 768);
        return TowerNames.bert(names, "text.transformer.", UNCASED, 12)
                .put("text.proj.0.weight", 640, 768)
                .put("text.proj.2.weight", 512, 640);
    }

    /** encoder.py's ImageEncoder, whose ResNet keeps its classifier, and modules.py's MLP of 1x1 convolutions. */
    private static Named biovilImage(long features) {
        String backbone = "encoder.encoder.";
        return TowerNames.resNet50(new Named(), backbone, 3)
                .unused(backbone + "fc.weight", 1000, 2048)
                .unused(backbone + "fc.bias", 1000)
                .put("projector.model.0.weight", 128, features, 1, 1)
                .batchNorm("projector.model.1", 128)
                .linear("projector.model.3", 128, 128, 1, 1);
    }

    /** encoder.py's MultiImageEncoder and transformer.py's VisionTransformerPooler. */
    private static Named biovilT() {
        Named names = biovilImage(512)
                .put("encoder.backbone_to_vit.weight", 256, 2048, 1, 1)
                .put("encoder.missing_previous_emb", 1, 256, 1, 1)
                .put("encoder.vit_pooler.type_embed", 2, 1, 256);
        for (int i = 0; i < 3; i++) {
            String block = "encoder.vit_pooler.blocks." + i;
            names.norm(block + ".norm1", 256);
            for (String part : List.of("q", "k", "v")) {
                names.put(block + ".attn.proj_" + part + ".weight", 256, 256);
            }
            names.linear(block + ".attn.proj", 256, 256)
                    .norm(block + ".norm2", 256)
                    .linear(block + ".mlp.fc1", 256, 256)
                    .linear(block + ".mlp.fc2", 256, 256);
        }
        return names.norm("encoder.vit_pooler.norm_post", 256);
    }

    /** vision_model.py's ImageEncoder and text_model.py's BertEncoder in the lightning module. */
    private static Named gloria() {
        Named names = TowerNames.resNet50(new Named(), "gloria.img_encoder.model.", 3)
                .linear("gloria.img_encoder.global_embedder", 768, 2048)
                .put("gloria.img_encoder.local_embedder.weight", 768, 1024, 1, 1);
        String text = "gloria.text_encoder.model.";
        return TowerNames.pooler(TowerNames.bert(names, text, CASED, 12), text);
    }

    private static Named medclipText(Named names) {
        String text = "text_model.model.";
        return TowerNames.pooler(TowerNames.bert(names.unused("logit_scale"), text, CASED, 12), text)
                .put("text_model.projection_head.weight", 512, 768);
    }

    /** encoder.py with med.py's BERT of six layers without types and with an attention to images, and mgca_module.py's layers of training. */
    private static Named mgca(Named names, long global, long local) {
        mgcaHeads(names, "img_encoder_q", global, local);
        String text = "text_encoder_q.model.";
        TowerNames.bert(names, text, CASED, 6).without(text + "embeddings.token_type_embeddings.weight");
        Named unused = new Named();
        for (int i = 0; i < 6; i++) {
            TowerNames.attention(unused, text + "encoder.layer." + i + ".crossattention");
        }
        unused.shapes()
                .forEach((name, shape) ->
                        names.unused(name, shape.stream().mapToLong(n -> n).toArray()));
        mgcaHeads(names, "text_encoder_q", 768, 768);
        for (String layer : List.of("patch_local_atten_layer", "word_local_atten_layer")) {
            names.unused(layer + ".in_proj_weight", 384, 128)
                    .unused(layer + ".in_proj_bias", 384)
                    .unused(layer + ".out_proj.weight", 128, 128)
                    .unused(layer + ".out_proj.bias", 128);
        }
        return names.unused("prototype_layer.weight", 500, 128);
    }

    private static void mgcaHeads(Named names, String side, long global, long local) {
        names.linear(side + ".global_embed.head.0", 2048, global)
                .batchNorm(side + ".global_embed.head.1", 2048)
                .linear(side + ".global_embed.head.3", 128, 2048)
                .statistics(side + ".global_embed.head.4", 128);
        names.linear(side + ".local_embed.head.0", 2048, local, 1)
                .batchNorm(side + ".local_embed.head.1", 2048)
                .linear(side + ".local_embed.head.3", 128, 2048, 1)
                .statistics(side + ".local_embed.head.4", 128);
    }

    private static Named head(Named names, String name, long size) {
        return names.unused(name + ".weight", 1000, size).unused(name + ".bias", 1000);
    }

    /** BertForPreTraining. */
    private static Named pretrainedBert(long vocabulary) {
        Named names = TowerNames.pooler(TowerNames.bert(new Named(), "bert.", vocabulary, 12), "bert.");
        return TowerNames.languageHead(names, vocabulary)
                .unused("cls.seq_relationship.weight", 2, 768)
                .unused("cls.seq_relationship.bias", 2);
    }

    /** modelling_cxrbert.py: BertForMaskedLM and the projection of its first token. */
    static Named cxrBert() {
        Named names = TowerNames.bert(new Named(), "bert.", UNCASED, 12);
        TowerNames.languageHead(names, UNCASED);
        return names.linear("cls_projection_head.dense_to_hidden", 128, 768)
                .norm("cls_projection_head.LayerNorm", 128)
                .linear("cls_projection_head.dense_to_output", 128, 128);
    }

    private static Named cxrBertGeneral() {
        Named names = TowerNames.bert(new Named(), "bert.", UNCASED, 12);
        TowerNames.languageHead(names, UNCASED);
        String head = "cls_projection_head.";
        for (String name : List.of("dense_to_hidden", "dense_to_output")) {
            names.unused(head + name + ".weight", 128, name.equals("dense_to_hidden") ? 768 : 128)
                    .unused(head + name + ".bias", 128);
        }
        return names.unused(head + "LayerNorm.weight", 128).unused(head + "LayerNorm.bias", 128);
    }

    /** clip/model.py: CLIP with a vision transformer of base size. */
    static Named openAiClip(long patch) {
        Named names = new Named()
                .put("positional_embedding", 77, 512)
                .put("text_projection", 512, 512)
                .unused("logit_scale")
                .put("visual.class_embedding", 768)
                .put("visual.positional_embedding", 1 + 224 / patch * (224 / patch), 768)
                .put("visual.proj", 768, 512)
                .put("visual.conv1.weight", 768, 3, patch, patch)
                .norm("visual.ln_pre", 768);
        clipBlocks(names, "visual.", 768);
        names.norm("visual.ln_post", 768);
        clipBlocks(names, "", 512);
        return names.put("token_embedding.weight", CLIP, 512).norm("ln_final", 512);
    }

    /** clip/model.py: CLIP with a ModifiedResNet; RN50 is 64 wide and sees 7 x 7 cells, RN50x4 80 and 9 x 9. */
    private static Named clipResNet(long width, int[] blocks, long side, long joint, long textWidth) {
        Named names = new Named()
                .put("positional_embedding", 77, textWidth)
                .put("text_projection", textWidth, joint)
                .unused("logit_scale")
                .unused("input_resolution")
                .unused("context_length")
                .unused("vocab_size");
        names.put("visual.conv1.weight", width / 2, 3, 3, 3).batchNorm("visual.bn1", width / 2);
        names.put("visual.conv2.weight", width / 2, width / 2, 3, 3).batchNorm("visual.bn2", width / 2);
        names.put("visual.conv3.weight", width, width / 2, 3, 3).batchNorm("visual.bn3", width);
        long in = width;
        for (int stage = 0; stage < 4; stage++) {
            in = TowerNames.bottlenecks(names, "visual.layer" + (stage + 1) + ".", in, width << stage, blocks[stage]);
        }
        names.put("visual.attnpool.positional_embedding", side * side + 1, in)
                .linear("visual.attnpool.k_proj", in, in)
                .linear("visual.attnpool.q_proj", in, in)
                .linear("visual.attnpool.v_proj", in, in)
                .linear("visual.attnpool.c_proj", joint, in);
        clipBlocks(names, "", textWidth);
        return names.put("token_embedding.weight", CLIP, textWidth).norm("ln_final", textWidth);
    }

    /** codes/prior: Prior with its encoders, decoders and bank; 768 numbers, 512 prototypes, 16 queries. */
    private static Named prior() {
        Named names = TowerNames.resNet50(new Named(), "image_encoder.encoder.", 1)
                .put("image_encoder.atten_pool.positional_embedding", 50, 2048);
        for (String part : List.of("k_proj", "q_proj", "v_proj", "c_proj")) {
            names.linear("image_encoder.atten_pool." + part, 2048, 2048);
        }
        names.linear("global_image_projection", 768, 2048);
        Named rest = TowerNames.pooler(
                TowerNames.bert(new Named(), "text_encoder.encoder.", CASED, 12), "text_encoder.encoder.");
        for (String part : List.of("k_proj", "q_proj", "v_proj", "c_proj")) {
            rest.linear("global_text_attention." + part, 768, 768);
        }
        rest.linear("local_image_projection", 768, 2048)
                .linear("global_text_projection", 768, 768)
                .linear("local_text_projection", 768, 768)
                .linear("predictor.0", 384, 768)
                .linear("predictor.2", 768, 384)
                .put("prototype_queries", 1, 16, 768)
                .put("logit_scale")
                .put("local_logit_scale")
                .put("sentence_bank.embed.weight", 512, 768);
        TowerNames.bert(rest, "sentence_decoder.", CASED, 8);
        for (int i = 0; i < 8; i++) {
            TowerNames.attention(rest, "sentence_decoder.encoder.layer." + i + ".crossattention");
        }
        long in = 1536;
        for (int i = 0; i < 5; i++, in /= 2) {
            String block = "image_decoder.blocks." + i;
            rest.put(block + ".conv1.0.weight", in / 2, in, 3, 3).batchNorm(block + ".conv1.1", in / 2);
            rest.put(block + ".conv2.0.weight", in / 2, in / 2, 3, 3).batchNorm(block + ".conv2.1", in / 2);
        }
        rest.linear("image_decoder.output_head.0", 1, in, 3, 3);
        for (String part : List.of("query1", "key1", "value1", "query2", "key2", "value2")) {
            rest.linear("local_cross_attention." + part, 768, 768);
        }
        rest.shapes()
                .forEach((name, shape) ->
                        names.unused(name, shape.stream().mapToLong(n -> n).toArray()));
        return names;
    }

    private static void clipBlocks(Named names, String prefix, long width) {
        for (int i = 0; i < 12; i++) {
            String block = prefix + "transformer.resblocks." + i;
            names.put(block + ".attn.in_proj_weight", 3 * width, width)
                    .put(block + ".attn.in_proj_bias", 3 * width)
                    .linear(block + ".attn.out_proj", width, width)
                    .norm(block + ".ln_1", width)
                    .linear(block + ".mlp.c_fc", 4 * width, width)
                    .linear(block + ".mlp.c_proj", width, 4 * width)
                    .norm(block + ".ln_2", width);
        }
    }

    /** modeling_clip.py: CLIPModel of base size. */
    private static Named huggingFaceClip(long patch) {
        Named names = new Named().unused("logit_scale");
        names.unused("text_model.embeddings.position_ids", 1, 77)
                .put("text_model.embeddings.token_embedding.weight", CLIP, 512)
                .put("text_model.embeddings.position_embedding.weight", 77, 512);
        huggingFaceBlocks(names, "text_model.", 512);
        names.norm("text_model.final_layer_norm", 512);
        names.put("vision_model.embeddings.class_embedding", 768)
                .unused("vision_model.embeddings.position_ids", 1, 197)
                .put("vision_model.embeddings.patch_embedding.weight", 768, 3, patch, patch)
                .put("vision_model.embeddings.position_embedding.weight", 1 + 224 / patch * (224 / patch), 768)
                .norm("vision_model.pre_layrnorm", 768);
        huggingFaceBlocks(names, "vision_model.", 768);
        return names.norm("vision_model.post_layernorm", 768)
                .put("visual_projection.weight", 512, 768)
                .put("text_projection.weight", 512, 512);
    }

    private static void huggingFaceBlocks(Named names, String prefix, long width) {
        for (int i = 0; i < 12; i++) {
            String layer = prefix + "encoder.layers." + i;
            for (String part : List.of("k", "v", "q", "out")) {
                names.linear(layer + ".self_attn." + part + "_proj", width, width);
            }
            names.norm(layer + ".layer_norm1", width)
                    .linear(layer + ".mlp.fc1", 4 * width, width)
                    .linear(layer + ".mlp.fc2", width, 4 * width)
                    .norm(layer + ".layer_norm2", width);
        }
    }

    private static Named huggingFaceVit() {
        Named names = TowerNames.huggingFaceVit(new Named(), "vit.", 768, 12, 16, 196);
        return names.unused("classifier.weight", 1000, 768).unused("classifier.bias", 1000);
    }
}
