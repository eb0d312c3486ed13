package org.vesalius.checkpoint;

import java.util.List;

/** Key maps from published layouts to the names of our towers. Each begins with the file's names as the library writes them and leaves out heads that no tower applies. */
public final class KeyMaps {
    /** Why a masked-language head is left out. */
    public static final String LANGUAGE_HEAD =
            "the head that guesses hidden tokens or the next sentence in pretraining";

    private static final String CLASSIFIER = "a classifier of the classes it was trained on";
    private static final String COMPUTED = "numbers that follow from the sizes";
    private static final String TEMPERATURE = "the temperature of training, which the readout has as its scale";
    private static final int SWIN_STAGES = 4;

    private static final List<String> QKV = List.of("query", "key", "value");

    private static final List<String> LETTERS = List.of("q", "k", "v");

    private KeyMaps() {}

    /** torchvision's ResNet, DenseNet, ViT and Swin into towers without classifier. */
    public static KeyMap torchvision() {
        return KeyMap.lenient().ignore("(fc|classifier|heads|heads\\.head|head)\\.(weight|bias)", CLASSIFIER);
    }

    /** torchvision's DenseNet files of 2017, which write {@code norm.1} for {@code norm1}; newer ones pass unchanged. */
    public static KeyMap torchvisionDenseNet() {
        return torchvision().rename("(.*denselayer\\d+\\.(?:norm|relu|conv))\\.([12]\\..*)", "$1$2");
    }

    /** torchvision's ViT files before 0.13, which name the hidden layers {@code mlp.linear_1} and {@code mlp.linear_2}. */
    public static KeyMap torchvisionVit() {
        return torchvision()
                .rename("(.*\\.mlp)\\.linear_1\\.(.*)", "$1.0.$2")
                .rename("(.*\\.mlp)\\.linear_2\\.(.*)", "$1.3.$2");
    }

    /** timm's {@code vit_*} (also DeiT, DINO, MAE, BiomedCLIP's {@code visual.trunk}, once that prefix is taken off) into {@code Vit}. */
    public static KeyMap timmVit() {
        return KeyMap.same()
                .ignore("(head|head_dist|fc_norm|pre_logits)\\..*", CLASSIFIER)
                .ignore("(mask_token|decoder_.*)", "the decoder of a masked training")
                .rename("cls_token", "class_token")
                .rename("pos_embed", "encoder.pos_embedding")
                .rename("patch_embed\\.proj\\.(.*)", "conv_proj.$1")
                .rename("norm\\.(.*)", "encoder.ln.$1")
                .rename("blocks\\.(\\d+)\\.(.*)", "encoder.layers.encoder_layer_$1.$2")
                .rename("(encoder\\.layers\\..*)\\.norm1\\.(.*)", "$1.ln_1.$2")
                .rename("(encoder\\.layers\\..*)\\.norm2\\.(.*)", "$1.ln_2.$2")
                .rename("(encoder\\.layers\\..*)\\.attn\\.qkv\\.(.*)", "$1.self_attention.in_proj_$2")
                .rename("(encoder\\.layers\\..*)\\.attn\\.proj\\.(.*)", "$1.self_attention.out_proj.$2")
                .rename("(encoder\\.layers\\..*)\\.mlp\\.fc1\\.(.*)", "$1.mlp.0.$2")
                .rename("(encoder\\.layers\\..*)\\.mlp\\.fc2\\.(.*)", "$1.mlp.3.$2");
    }

    /** Hugging Face's {@code ViTModel} into {@code Vit}: query, key and value become one. */
    public static KeyMap huggingFaceVit() {
        return KeyMap.same()
                .strip("vit.")
                .ignore("pooler\\..*", "a pooler; the first token is the image's vector")
                .ignore("classifier\\..*", CLASSIFIER)
                .ignore("embeddings\\.mask_token", "the decoder of a masked training")
                .rename("embeddings\\.cls_token", "class_token")
                .rename("embeddings\\.position_embeddings", "encoder.pos_embedding")
                .rename("embeddings\\.patch_embeddings\\.projection\\.(.*)", "conv_proj.$1")
                .rename("layernorm\\.(.*)", "encoder.ln.$1")
                .rename("encoder\\.layer\\.(\\d+)\\.(.*)", "encoder.layers.encoder_layer_$1.$2")
                .rename("(encoder\\.layers\\..*)\\.layernorm_before\\.(.*)", "$1.ln_1.$2")
                .rename("(encoder\\.layers\\..*)\\.layernorm_after\\.(.*)", "$1.ln_2.$2")
                .stack(
                        "(encoder\\.layers\\..*)\\.attention\\.attention\\.(query|key|value)\\.weight",
                        "$1.self_attention.in_proj_weight",
                        QKV)
                .stack(
                        "(encoder\\.layers\\..*)\\.attention\\.attention\\.(query|key|value)\\.bias",
                        "$1.self_attention.in_proj_bias",
                        QKV)
                .rename("(encoder\\.layers\\..*)\\.attention\\.output\\.dense\\.(.*)", "$1.self_attention.out_proj.$2")
                .rename("(encoder\\.layers\\..*)\\.intermediate\\.dense\\.(.*)", "$1.mlp.0.$2")
                .rename("(encoder\\.layers\\..*)\\.output\\.dense\\.(.*)", "$1.mlp.3.$2");
    }

    /** OpenAI's and open_clip's files into {@code ClipVision}. */
    public static KeyMap clipVision() {
        return KeyMap.same().only("visual.");
    }

    /** OpenAI's and open_clip's files into {@code ClipText}. */
    public static KeyMap clipText() {
        return KeyMap.same()
                .ignore("visual\\..*")
                .ignore("logit_scale|logit_bias|attn_mask|input_resolution|context_length|vocab_size");
    }

    /** Hugging Face's {@code BertModel} and {@code BertFor…}, and TensorFlow's old {@code gamma} and {@code beta}, into {@code Bert}; the masked-language head is left out. */
    public static KeyMap huggingFaceBert() {
        return KeyMap.lenient()
                .strip("bert.")
                .ignore("cls\\..*", LANGUAGE_HEAD)
                .rename("(.*LayerNorm)\\.gamma", "$1.weight")
                .rename("(.*LayerNorm)\\.beta", "$1.bias");
    }

    /** As {@link #huggingFaceBert}, into a {@code Bert} without pooler. */
    public static KeyMap huggingFaceBertWithoutPooler() {
        return huggingFaceBert().ignore("pooler\\..*", "BERT's pooler, which the text's vector does not go through");
    }

    /** As {@link #huggingFaceBertWithoutPooler}, for texts that may be shorter than the published positions. */
    public static KeyMap bertText() {
        return huggingFaceBertWithoutPooler().firstRows("embeddings\\.position_embeddings\\.weight");
    }

    /** OpenAI's and open_clip's CLIP into a model of both towers; open_clip may have its text tower below {@code text.}. */
    public static KeyMap openAiClip() {
        return KeyMap.same()
                .ignore("(.*\\.)?(input_resolution|context_length|vocab_size|attn_mask)", COMPUTED)
                .ignore("logit_scale|logit_bias", TEMPERATURE)
                .within("visual.", KeyMap.same(), "image.")
                .strip("text.")
                .within("", KeyMap.same(), "text.");
    }

    /** Hugging Face's {@code CLIPModel} into a model of both towers: query, key and value become one. */
    public static KeyMap huggingFaceClip() {
        KeyMap both = KeyMap.same()
                .ignore("embeddings\\.position_ids", COMPUTED)
                .rename("encoder\\.layers\\.(\\d+)\\.(.*)", "transformer.resblocks.$1.$2")
                .stack("(transformer\\..*)\\.self_attn\\.(q|k|v)_proj\\.weight", "$1.attn.in_proj_weight", LETTERS)
                .stack("(transformer\\..*)\\.self_attn\\.(q|k|v)_proj\\.bias", "$1.attn.in_proj_bias", LETTERS)
                .rename("(transformer\\..*)\\.self_attn\\.out_proj\\.(.*)", "$1.attn.out_proj.$2")
                .rename("(transformer\\..*)\\.layer_norm([12])\\.(.*)", "$1.ln_$2.$3")
                .rename("(transformer\\..*)\\.mlp\\.fc1\\.(.*)", "$1.mlp.c_fc.$2")
                .rename("(transformer\\..*)\\.mlp\\.fc2\\.(.*)", "$1.mlp.c_proj.$2");
        KeyMap vision = both.rename("embeddings\\.class_embedding", "class_embedding")
                .rename("embeddings\\.patch_embedding\\.weight", "conv1.weight")
                .rename("embeddings\\.position_embedding\\.weight", "positional_embedding")
                .rename("pre_layrnorm\\.(.*)", "ln_pre.$1") // as it is spelt there
                .rename("post_layernorm\\.(.*)", "ln_post.$1");
        KeyMap text = both.rename("embeddings\\.token_embedding\\.weight", "token_embedding.weight")
                .rename("embeddings\\.position_embedding\\.weight", "positional_embedding")
                .rename("final_layer_norm\\.(.*)", "ln_final.$1");
        return KeyMap.same()
                .ignore("logit_scale", TEMPERATURE)
                .within("vision_model.", vision, "image.")
                .within("text_model.", text, "text.")
                .rename("visual_projection\\.weight", "image.proj")
                .rename("text_projection\\.weight", "text.text_projection")
                .transpose("image\\.proj|text\\.text_projection");
    }

    /**
     * timm's Swin, and the file of its authors, into {@code Swin}.
     *
     * @param mergedAfter whether a stage ends with its merging (the authors, and timm before 0.9), else the next one begins with it
     */
    public static KeyMap timmSwin(boolean mergedAfter) {
        KeyMap keys = KeyMap.lenient()
                .ignore("head\\.(fc\\.)?(weight|bias)", CLASSIFIER)
                .ignore(".*\\.attn_mask", COMPUTED)
                .rename("patch_embed\\.proj\\.(.*)", "features.0.0.$1")
                .rename("patch_embed\\.norm\\.(.*)", "features.0.2.$1");
        for (int i = 0; i < SWIN_STAGES; i++) {
            int merging = mergedAfter ? 2 * i + 2 : 2 * i;
            keys = keys.rename("layers\\." + i + "\\.blocks\\.(.*)", "features." + (2 * i + 1) + ".$1")
                    .rename("layers\\." + i + "\\.downsample\\.(.*)", "features." + merging + ".$1");
        }
        return keys.rename("(features\\..*)\\.mlp\\.fc1\\.(.*)", "$1.mlp.0.$2")
                .rename("(features\\..*)\\.mlp\\.fc2\\.(.*)", "$1.mlp.3.$2")
                .reshape("features\\..*\\.relative_position_index");
    }

    /** Hugging Face's {@code SwinModel} into {@code Swin}: query, key and value become one. */
    public static KeyMap huggingFaceSwin() {
        KeyMap keys = KeyMap.lenient()
                .ignore("classifier\\..*", CLASSIFIER)
                .rename("embeddings\\.patch_embeddings\\.projection\\.(.*)", "features.0.0.$1")
                .rename("embeddings\\.norm\\.(.*)", "features.0.2.$1")
                .rename("layernorm\\.(.*)", "norm.$1");
        for (int i = 0; i < SWIN_STAGES; i++) {
            keys = keys.rename("encoder\\.layers\\." + i + "\\.blocks\\.(.*)", "features." + (2 * i + 1) + ".$1")
                    .rename("encoder\\.layers\\." + i + "\\.downsample\\.(.*)", "features." + (2 * i + 2) + ".$1");
        }
        return keys.rename("(features\\..*)\\.layernorm_before\\.(.*)", "$1.norm1.$2")
                .rename("(features\\..*)\\.layernorm_after\\.(.*)", "$1.norm2.$2")
                .stack("(features\\..*)\\.attention\\.self\\.(query|key|value)\\.weight", "$1.attn.qkv.weight", QKV)
                .stack("(features\\..*)\\.attention\\.self\\.(query|key|value)\\.bias", "$1.attn.qkv.bias", QKV)
                .rename("(features\\..*)\\.attention\\.self\\.(relative_position_.*)", "$1.attn.$2")
                .rename("(features\\..*)\\.attention\\.output\\.dense\\.(.*)", "$1.attn.proj.$2")
                .rename("(features\\..*)\\.intermediate\\.dense\\.(.*)", "$1.mlp.0.$2")
                .rename("(features\\.\\d+\\.\\d+)\\.output\\.dense\\.(.*)", "$1.mlp.3.$2")
                .reshape("features\\..*\\.relative_position_index");
    }

    /** TorchXRayVision's DenseNet files into {@code DenseNet} with one channel: the thresholds it keeps beside the weights are left out. */
    public static KeyMap torchXRayVision() {
        return torchvisionDenseNet().ignore("op_threshs", "thresholds of the classifier");
    }
}
