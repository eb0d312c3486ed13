package org.vesalius.published;

/** Names and shapes of encoders, by the modules of the libraries whose files {@link TowerWeights} and others name. */
final class TowerNames {
    private TowerNames() {}

    /** torchvision/models/resnet.py, ResNet-50, without {@code fc}. */
    static Named resNet50(Named names, String prefix, long channels) {
        resNet50Stages(names, prefix, channels, 4);
        return names;
    }

    static void resNet50Stages(Named names, String prefix, long channels, int stages) {
        names.put(prefix + "conv1.weight", 64, channels, 7, 7).batchNorm(prefix + "bn1", 64);
        int[] blocks = {3, 4, 6, 3};
        long in = 64;
        for (int stage = 0; stage < stages; stage++) {
            String layer = prefix + "layer" + (stage + 1) + ".";
            in = bottlenecks(names, layer, in, 64L << stage, blocks[stage]);
        }
    }

    static long bottlenecks(Named names, String layer, long in, long width, int blocks) {
        long size = in;
        for (int i = 0; i < blocks; i++) {
            String block = layer + i;
            names.put(block + ".conv1.weight", width, size, 1, 1).batchNorm(block + ".bn1", width);
            names.put(block + ".conv2.weight", width, width, 3, 3).batchNorm(block + ".bn2", width);
            names.put(block + ".conv3.weight", 4 * width, width, 1, 1).batchNorm(block + ".bn3", 4 * width);
            if (i == 0) {
                names.put(block + ".downsample.0.weight", 4 * width, size, 1, 1)
                        .batchNorm(block + ".downsample.1", 4 * width);
            }
            size = 4 * width;
        }
        return size;
    }

    /** torchvision/models/densenet.py, DenseNet-121, without {@code classifier}. */
    static Named denseNet121(Named names, String prefix, long channels) {
        String features = prefix + "features.";
        names.put(features + "conv0.weight", 64, channels, 7, 7).batchNorm(features + "norm0", 64);
        int[] blocks = {6, 12, 24, 16};
        long width = 64;
        for (int b = 0; b < blocks.length; b++) {
            for (int i = 0; i < blocks[b]; i++) {
                String layer = features + "denseblock" + (b + 1) + ".denselayer" + (i + 1);
                names.batchNorm(layer + ".norm1", width).put(layer + ".conv1.weight", 128, width, 1, 1);
                names.batchNorm(layer + ".norm2", 128).put(layer + ".conv2.weight", 32, 128, 3, 3);
                width += 32;
            }
            if (b < 3) {
                String transition = features + "transition" + (b + 1);
                names.batchNorm(transition + ".norm", width).put(transition + ".conv.weight", width / 2, width, 1, 1);
                width /= 2;
            }
        }
        return names.batchNorm(features + "norm5", width);
    }

    /** timm/models/vision_transformer.py, without {@code head}. */
    static Named timmVit(Named names, String prefix, long width, int depth, long patch, long patches) {
        names.put(prefix + "cls_token", 1, 1, width).put(prefix + "pos_embed", 1, 1 + patches, width);
        names.linear(prefix + "patch_embed.proj", width, 3, patch, patch);
        for (int i = 0; i < depth; i++) {
            String block = prefix + "blocks." + i;
            names.norm(block + ".norm1", width)
                    .linear(block + ".attn.qkv", 3 * width, width)
                    .linear(block + ".attn.proj", width, width)
                    .norm(block + ".norm2", width)
                    .linear(block + ".mlp.fc1", 4 * width, width)
                    .linear(block + ".mlp.fc2", width, 4 * width);
        }
        return names.norm(prefix + "norm", width);
    }

    /** torchvision/models/vision_transformer.py, without {@code heads}. */
    static Named torchvisionVit(Named names, long width, int depth, long patch, long patches) {
        names.put("class_token", 1, 1, width).linear("conv_proj", width, 3, patch, patch);
        names.put("encoder.pos_embedding", 1, 1 + patches, width);
        for (int i = 0; i < depth; i++) {
            String layer = "encoder.layers.encoder_layer_" + i;
            names.norm(layer + ".ln_1", width);
            names.put(layer + ".self_attention.in_proj_weight", 3 * width, width)
                    .put(layer + ".self_attention.in_proj_bias", 3 * width)
                    .linear(layer + ".self_attention.out_proj", width, width)
                    .norm(layer + ".ln_2", width)
                    .linear(layer + ".mlp.linear_1", 4 * width, width)
                    .linear(layer + ".mlp.linear_2", width, 4 * width);
        }
        return names.norm("encoder.ln", width);
    }

    /** transformers/models/vit/modeling_vit.py, ViTModel. */
    static Named huggingFaceVit(Named names, String prefix, long width, int depth, long patch, long patches) {
        names.put(prefix + "embeddings.cls_token", 1, 1, width)
                .put(prefix + "embeddings.position_embeddings", 1, 1 + patches, width)
                .linear(prefix + "embeddings.patch_embeddings.projection", width, 3, patch, patch);
        for (int i = 0; i < depth; i++) {
            String layer = prefix + "encoder.layer." + i;
            for (String part : new String[] {"query", "key", "value"}) {
                names.linear(layer + ".attention.attention." + part, width, width);
            }
            names.linear(layer + ".attention.output.dense", width, width)
                    .linear(layer + ".intermediate.dense", 4 * width, width)
                    .linear(layer + ".output.dense", width, 4 * width)
                    .norm(layer + ".layernorm_before", width)
                    .norm(layer + ".layernorm_after", width);
        }
        return names.norm(prefix + "layernorm", width);
    }

    private static final int[] SWIN = {2, 2, 6, 2};

    /** timm/models/swin_transformer.py, Swin-T; merging ends a stage as in the authors' file and timm before 0.9, or begins the next. */
    static Named timmSwin(Named names, boolean mergedAfter) {
        names.linear("patch_embed.proj", 96, 3, 4, 4).norm("patch_embed.norm", 96);
        for (int stage = 0; stage < 4; stage++) {
            long width = 96L << stage;
            for (int i = 0; i < SWIN[stage]; i++) {
                String block = "layers." + stage + ".blocks." + i;
                if (i % 2 == 1 && stage < 3) {
                    names.unused(block + ".attn_mask", 64 >> (2 * stage), 49, 49);
                }
                names.norm(block + ".norm1", width)
                        .put(block + ".attn.relative_position_bias_table", 169, 3L << stage)
                        .put(block + ".attn.relative_position_index", 49, 49)
                        .linear(block + ".attn.qkv", 3 * width, width)
                        .linear(block + ".attn.proj", width, width)
                        .norm(block + ".norm2", width)
                        .linear(block + ".mlp.fc1", 4 * width, width)
                        .linear(block + ".mlp.fc2", width, 4 * width);
            }
            if (stage < 3) {
                String merging = "layers." + (mergedAfter ? stage : stage + 1) + ".downsample";
                names.put(merging + ".reduction.weight", 2 * width, 4 * width).norm(merging + ".norm", 4 * width);
            }
        }
        return names.norm("norm", 768);
    }

    /** transformers/models/swin/modeling_swin.py, SwinModel of microsoft/swin-tiny-patch4-window7-224. */
    static Named huggingFaceSwin(Named names, String prefix) {
        names.linear(prefix + "embeddings.patch_embeddings.projection", 96, 3, 4, 4)
                .norm(prefix + "embeddings.norm", 96);
        for (int stage = 0; stage < 4; stage++) {
            long width = 96L << stage;
            String layer = prefix + "encoder.layers." + stage;
            for (int i = 0; i < SWIN[stage]; i++) {
                String block = layer + ".blocks." + i;
                names.norm(block + ".layernorm_before", width)
                        .put(block + ".attention.self.relative_position_bias_table", 169, 3L << stage)
                        .put(block + ".attention.self.relative_position_index", 49, 49);
                for (String part : new String[] {"query", "key", "value"}) {
                    names.linear(block + ".attention.self." + part, width, width);
                }
                names.linear(block + ".attention.output.dense", width, width)
                        .norm(block + ".layernorm_after", width)
                        .linear(block + ".intermediate.dense", 4 * width, width)
                        .linear(block + ".output.dense", width, 4 * width);
            }
            if (stage < 3) {
                names.put(layer + ".downsample.reduction.weight", 2 * width, 4 * width)
                        .norm(layer + ".downsample.norm", 4 * width);
            }
        }
        return names.norm(prefix + "layernorm", 768);
    }

    /** torchvision/models/swin_transformer.py, Swin-T. */
    static Named torchvisionSwin(Named names) {
        names.linear("features.0.0", 96, 3, 4, 4).norm("features.0.2", 96);
        for (int stage = 0; stage < 4; stage++) {
            long width = 96L << stage;
            for (int i = 0; i < SWIN[stage]; i++) {
                String block = "features." + (2 * stage + 1) + "." + i;
                names.norm(block + ".norm1", width)
                        .put(block + ".attn.relative_position_bias_table", 169, 3L << stage)
                        .put(block + ".attn.relative_position_index", 49 * 49)
                        .linear(block + ".attn.qkv", 3 * width, width)
                        .linear(block + ".attn.proj", width, width)
                        .norm(block + ".norm2", width)
                        .linear(block + ".mlp.0", 4 * width, width)
                        .linear(block + ".mlp.3", width, 4 * width);
            }
            if (stage < 3) {
                String merging = "features." + (2 * stage + 2);
                names.put(merging + ".reduction.weight", 2 * width, 4 * width).norm(merging + ".norm", 4 * width);
            }
        }
        return names.norm("norm", 768);
    }

    /** transformers/models/bert/modeling_bert.py, BertModel without pooler. */
    static Named bert(Named names, String prefix, long vocabulary, int layers) {
        String embeddings = prefix + "embeddings.";
        names.unused(embeddings + "position_ids", 1, 512)
                .put(embeddings + "word_embeddings.weight", vocabulary, 768)
                .put(embeddings + "position_embeddings.weight", 512, 768)
                .put(embeddings + "token_type_embeddings.weight", 2, 768)
                .norm(embeddings + "LayerNorm", 768);
        for (int i = 0; i < layers; i++) {
            String layer = prefix + "encoder.layer." + i;
            attention(names, layer + ".attention");
            names.linear(layer + ".intermediate.dense", 3072, 768)
                    .linear(layer + ".output.dense", 768, 3072)
                    .norm(layer + ".output.LayerNorm", 768);
        }
        return names;
    }

    /** One attention of BERT. */
    static void attention(Named names, String prefix) {
        for (String part : new String[] {"query", "key", "value"}) {
            names.linear(prefix + ".self." + part, 768, 768);
        }
        names.linear(prefix + ".output.dense", 768, 768).norm(prefix + ".output.LayerNorm", 768);
    }

    /** BERT's pooler, which no text goes through here. */
    static Named pooler(Named names, String prefix) {
        return names.unused(prefix + "pooler.dense.weight", 768, 768).unused(prefix + "pooler.dense.bias", 768);
    }

    /** BertForPreTraining's and BertForMaskedLM's heads. */
    static Named languageHead(Named names, long vocabulary) {
        return names.unused("cls.predictions.bias", vocabulary)
                .unused("cls.predictions.transform.dense.weight", 768, 768)
                .unused("cls.predictions.transform.dense.bias", 768)
                .unused("cls.predictions.transform.LayerNorm.weight", 768)
                .unused("cls.predictions.transform.LayerNorm.bias", 768)
                .unused("cls.predictions.decoder.weight", vocabulary, 768)
                .unused("cls.predictions.decoder.bias", vocabulary);
    }
}
