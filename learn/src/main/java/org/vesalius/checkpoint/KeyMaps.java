package org.vesalius.checkpoint;

import java.util.List;

/** Key maps from published layouts to the names of our towers. Each begins with the file's names as the library writes them and leaves out heads that no tower applies. */
public final class KeyMaps {
    private static final List<String> QKV = List.of("query", "key", "value");

    private KeyMaps() {}

    /** torchvision's ResNet, DenseNet, ViT and Swin into towers without classifier. */
    public static KeyMap torchvision() {
        return KeyMap.lenient().ignore("(fc|classifier|heads|heads\\.head|head)\\.(weight|bias)");
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
                .ignore("(head|head_dist|fc_norm|pre_logits)\\..*")
                .ignore("(mask_token|decoder_.*)")
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
                .ignore("(pooler|classifier)\\..*")
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
                .ignore("cls\\..*")
                .rename("(.*LayerNorm)\\.gamma", "$1.weight")
                .rename("(.*LayerNorm)\\.beta", "$1.bias");
    }

    /** As {@link #huggingFaceBert}, into a {@code Bert} without pooler. */
    public static KeyMap huggingFaceBertWithoutPooler() {
        return huggingFaceBert().ignore("pooler\\..*");
    }

    /** TorchXRayVision's DenseNet files into {@code DenseNet} with one channel: the thresholds it keeps beside the weights are left out. */
    public static KeyMap torchXRayVision() {
        return torchvisionDenseNet().ignore("op_threshs");
    }
}
