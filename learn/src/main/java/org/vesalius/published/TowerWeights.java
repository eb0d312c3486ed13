package org.vesalius.published;

import java.util.List;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.checkpoint.KeyMaps;
import org.vesalius.image.Resize;
import org.vesalius.image.Transform;
import org.vesalius.io.InputException;
import org.vesalius.model.ImageEncoder;

/** Image encoders on their own: torchvision's, timm's, Hugging Face's and TorchXRayVision's. Their classifiers are left out; what a run of them gives are features. */
final class TowerWeights {
    private static final String VISION = "pytorch/vision torchvision/models/%s.py @ %s";
    private static final String TIMM = "huggingface/pytorch-image-models timm/models/%s.py @ %s";
    private static final String AT_HAND = "of the model at hand";

    private TowerWeights() {}

    static List<Kind> kinds() {
        return List.of(
                new Kind(
                        images(
                                "hf-vit",
                                "Hugging Face's ViTModel, such as google/vit-base-patch16-224",
                                "huggingface/transformers src/transformers/models/vit/modeling_vit.py @ d8b2b23c6ed11668acbcc9f498695665b780503b",
                                "model.safetensors or pytorch_model.bin of the model's folder"),
                        List.of(
                                "(vit\\.)?embeddings\\.patch_embeddings\\.projection\\.weight",
                                "(vit\\.)?embeddings\\.cls_token"),
                        TowerWeights::huggingFaceVit),
                new Kind(
                        images(
                                "timm-swin",
                                "timm's Swin-T, and the file of Swin's authors",
                                TIMM.formatted("swin_transformer", "65564f7da58b69078fe1da0fb04bef3466e85547"),
                                "timm, or the releases of microsoft/Swin-Transformer"),
                        List.of(
                                "patch_embed\\.proj\\.weight",
                                "layers\\.0\\.blocks\\.0\\.attn\\.relative_position_bias_table"),
                        TowerWeights::timmSwin),
                new Kind(
                        images(
                                "timm-vit",
                                "timm's vision transformers (also DeiT, DINO and MAE)",
                                TIMM.formatted("vision_transformer", "94567641e33d5c16b2262ccbec33f2a603e612ed"),
                                "timm at Hugging Face, with config.json beside"),
                        List.of("patch_embed\\.proj\\.weight", "blocks\\.0\\.attn\\.qkv\\.weight", "cls_token"),
                        TowerWeights::timmVit),
                new Kind(
                        images(
                                "torchvision-densenet",
                                "torchvision's DenseNet-121, old names and new",
                                VISION.formatted("densenet", "5fbfd2b41a5f46d334c86cfba3da85a9b171cc0e"),
                                "the addresses in torchvision"),
                        List.of("features\\.conv0\\.weight", "features\\.norm5\\.weight"),
                        files -> denseNet(files, Transform.imagenet(224), "torchvision-densenet")),
                new Kind(
                        images(
                                "torchvision-resnet",
                                "torchvision's ResNet-18, -34 and -50; timm's ResNets have the same names",
                                VISION.formatted("resnet", "f50e776b051ddf007b90d7bc8f70b0708c12d008"),
                                "the addresses in torchvision"),
                        List.of("conv1\\.weight", "layer1\\.0\\.conv1\\.weight", "layer4\\.0\\.bn2\\.running_var"),
                        TowerWeights::resNet),
                new Kind(
                        images(
                                "torchvision-swin",
                                "torchvision's Swin-T",
                                VISION.formatted("swin_transformer", "b3054b4d1879858c7ab1225d253780bb911a6c95"),
                                "the addresses in torchvision"),
                        List.of("features\\.0\\.0\\.weight", "features\\.1\\.0\\.attn\\.relative_position_bias_table"),
                        files -> new Kind.Fitted(
                                Spec.images(new ImageEncoder.Swin(), 768, swin(files, "features.0.0.weight")),
                                below(KeyMaps.torchvision()))),
                new Kind(
                        images(
                                "torchvision-vit",
                                "torchvision's vision transformers, old names and new",
                                VISION.formatted("vision_transformer", "90a8f703cd1f83e4cc90f943643a9f03e97cfc0f"),
                                "the addresses in torchvision"),
                        List.of("conv_proj\\.weight", "encoder\\.pos_embedding"),
                        files -> vit(
                                files,
                                "conv_proj.weight",
                                "encoder.pos_embedding",
                                "encoder\\.layers\\.encoder_layer_(\\d+)\\..*",
                                KeyMaps.torchvisionVit(),
                                Transform.imagenet(224))),
                new Kind(
                        new Kind.Card(
                                "torchxrayvision",
                                "TorchXRayVision's DenseNet-121 (Cohen et al. 2022) for grey films; the file holds the model as an object and is read as it is",
                                "mlmed/torchxrayvision torchxrayvision/models.py @ 3a10ce359d061b7366e0df21cb3dee10a28f744e",
                                "the addresses in torchxrayvision/models.py (*-best.pt)",
                                "Apache-2.0 (code)",
                                Kind.Reads.NOTHING),
                        List.of("features\\.conv0\\.weight", "features\\.norm5\\.weight", "classifier\\.weight"),
                        // grey levels of 0 to 1 become -1024 to 1024
                        files -> denseNet(
                                files,
                                new Transform(
                                        224,
                                        Transform.Fit.SHORT_SIDE_CROP,
                                        Resize.Filter.BILINEAR,
                                        1,
                                        List.of(0.5),
                                        List.of(1 / 2048.0)),
                                "torchxrayvision")));
    }

    private static Kind.Card images(String id, String what, String code, String where) {
        return new Kind.Card(id, what, code, where, AT_HAND, Kind.Reads.NOTHING);
    }

    private static KeyMap below(KeyMap keys) {
        return KeyMap.same().within("", keys, "image.");
    }

    private static Kind.Fitted resNet(WeightFiles files) {
        int blocks = files.count("layer3\\.(\\d+)\\..*");
        boolean bottleneck = files.has("layer1.0.conv3.weight");
        int depth = bottleneck ? (blocks == 6 ? 50 : 0) : blocks == 6 ? 34 : blocks == 2 ? 18 : 0;
        if (depth == 0) {
            throw InputException.of(
                    files.what(),
                    "ResNet-18, -34 or -50",
                    "another, with " + blocks + " blocks in its third stage",
                    "import one of these; `vesalius weights` lists what is in any file");
        }
        int channels = files.size("conv1.weight", 1);
        return new Kind.Fitted(
                Spec.images(new ImageEncoder.ResNet(depth), bottleneck ? 2048 : 512, transform(channels, 224)),
                below(KeyMaps.torchvision()));
    }

    private static Transform transform(int channels, int size) {
        return channels == 1 ? Transform.grey(size) : Transform.imagenet(size);
    }

    private static Kind.Fitted denseNet(WeightFiles files, Transform transform, String id) {
        int channels = files.size("features.conv0.weight", 1);
        int width = files.size("features.norm5.weight", 0);
        if (channels != transform.channels() || width != 1024) {
            throw InputException.of(
                    files.what(),
                    "DenseNet-121 for images of " + transform.channels() + " channels, as " + id + " is",
                    "one for " + channels + " that ends in " + width + " features",
                    "choose torchxrayvision for grey films, torchvision-densenet for colours");
        }
        return new Kind.Fitted(
                Spec.images(new ImageEncoder.DenseNet(121), width, transform), below(KeyMaps.torchXRayVision()));
    }

    private static Kind.Fitted vit(
            WeightFiles files, String patches, String positions, String layers, KeyMap keys, Transform transform) {
        int width = files.size(patches, 0);
        int patch = files.size(patches, 2);
        int heads = files.setting(Spec.heads(width), "/num_attention_heads");
        Transform sized = new Transform(
                Spec.side(files.size(positions, 1), patch),
                transform.fit(),
                transform.filter(),
                transform.channels(),
                transform.mean(),
                transform.std());
        return new Kind.Fitted(
                Spec.images(new ImageEncoder.Vit(patch, width, files.count(layers), heads), width, sized), below(keys));
    }

    private static Kind.Fitted timmVit(WeightFiles files) {
        Transform halves = Transform.clip(224).with(0.5, 0.5);
        return vit(
                files,
                "patch_embed.proj.weight",
                "pos_embed",
                "blocks\\.(\\d+)\\..*",
                KeyMaps.timmVit(),
                Spec.normalised(halves, files.settings().path("pretrained_cfg")));
    }

    private static Kind.Fitted huggingFaceVit(WeightFiles files) {
        String prefix = files.has("vit.embeddings.cls_token") ? "vit." : "";
        return vit(
                files,
                prefix + "embeddings.patch_embeddings.projection.weight",
                prefix + "embeddings.position_embeddings",
                "(?:vit\\.)?encoder\\.layer\\.(\\d+)\\..*",
                KeyMaps.huggingFaceVit(),
                Transform.imagenet(224).with(Transform.Fit.SQUASH).with(0.5, 0.5));
    }

    private static Kind.Fitted timmSwin(WeightFiles files) {
        return new Kind.Fitted(
                Spec.images(new ImageEncoder.Swin(), 768, swin(files, "patch_embed.proj.weight")),
                below(KeyMaps.timmSwin(files.has("layers.0.downsample.reduction.weight"))));
    }

    private static Transform swin(WeightFiles files, String patches) {
        if (files.size(patches, 0) != 96) {
            throw InputException.of(
                    files.what(), "Swin-T, whose patches are 96 wide", files.size(patches, 0) + "", "import Swin-T");
        }
        return Transform.imagenet(224);
    }
}
