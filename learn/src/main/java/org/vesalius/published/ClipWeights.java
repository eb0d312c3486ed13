package org.vesalius.published;

import java.util.List;
import java.util.stream.IntStream;
import org.vesalius.checkpoint.KeyMaps;
import org.vesalius.image.Transform;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.nn.Activation;
import org.vesalius.recipe.Chexzero;

/**
 * CLIP with a vision transformer, under OpenAI's names and Hugging Face's, or with its residual network, of any size: sizes are read from shapes as OpenAI's {@code build_model} does, heads are 64 wide unless settings beside the file say otherwise.
 *
 * <p>What the file cannot tell is its activation: OpenAI's is the quick GELU, open_clip's own trainings have GELU unless {@code open_clip_config.json} says {@code quick_gelu}.
 */
final class ClipWeights {
    private static final List<String> MARKS =
            List.of("visual\\.conv1\\.weight", "visual\\.class_embedding", "(text\\.)?text_projection");
    private static final List<String> RESNET_MARKS = List.of(
            "visual\\.attnpool\\.positional_embedding",
            "visual\\.layer4\\.0\\.conv1\\.weight",
            "(text\\.)?text_projection");
    private static final int STAGES = 4;
    private static final int REDUCTION = 32;
    private static final String OPENAI = "openai/CLIP clip/model.py @ ea41722f9fe6bb81189f41ab6c306e77e930c2af";

    private ClipWeights() {}

    static List<Kind> kinds() {
        return List.of(
                new Kind(
                        new Kind.Card(
                                "chexzero",
                                "CheXzero (Tiu et al. 2022): CLIP ViT-B/32 trained further on chest films and impressions",
                                "rajpurkarlab/CheXzero model.py @ a2eb643d3f660e29c7c2a9ad615375681497d96a, zero_shot.py @ 493a4917a7d565e2ea3bd1c8cd4a8f29abc47c10",
                                "checkpoints (best_*.pt) linked in the README of rajpurkarlab/CheXzero",
                                "MIT (code)",
                                Kind.Reads.BYTE_BPE),
                        MARKS,
                        ClipWeights::chexzero),
                new Kind(
                        new Kind.Card(
                                "hf-clip",
                                "Hugging Face's CLIPModel, such as openai/clip-vit-base-patch32 and flaviagiammarino/pubmed-clip-vit-base-patch32",
                                "huggingface/transformers src/transformers/models/clip/modeling_clip.py @ 679021a6b0ded09d623a96e2bd2f822c5a548872",
                                "model.safetensors or pytorch_model.bin of the model's folder, with its config.json and tokenizer beside",
                                "of the model at hand (OpenAI's and PubMedCLIP's: MIT)",
                                Kind.Reads.BYTE_BPE),
                        List.of(
                                "vision_model\\.embeddings\\.patch_embedding\\.weight",
                                "text_model\\.embeddings\\.token_embedding\\.weight",
                                "visual_projection\\.weight"),
                        ClipWeights::huggingFace),
                new Kind(
                        new Kind.Card(
                                "open-clip",
                                "open_clip's own CLIP with a vision transformer",
                                "mlfoundations/open_clip src/open_clip/model.py @ 3fc69fc931cb31e84fd70536df998af7c2bda763",
                                "open_clip_pytorch_model.bin or open_clip_model.safetensors of the model's folder, with open_clip_config.json beside",
                                "of the model at hand",
                                Kind.Reads.BYTE_BPE),
                        MARKS,
                        files -> openAi(
                                files,
                                activation(files.settings()
                                        .at("/model_cfg/quick_gelu")
                                        .asBoolean(false)))),
                new Kind(
                        new Kind.Card(
                                "openai-clip",
                                "OpenAI's CLIP with a vision transformer (Radford et al. 2021): ViT-B/32, ViT-B/16, ViT-L/14",
                                OPENAI,
                                "the addresses in clip/clip.py of openai/CLIP; the TorchScript files are read as they are",
                                "MIT",
                                Kind.Reads.BYTE_BPE),
                        MARKS,
                        files -> openAi(files, Activation.QUICK_GELU)),
                new Kind(
                        new Kind.Card(
                                "openai-clip-resnet",
                                "OpenAI's CLIP with a residual network (Radford et al. 2021): RN50, RN101, RN50x4, RN50x16, RN50x64",
                                OPENAI,
                                "the addresses in clip/clip.py of openai/CLIP; the TorchScript files are read as they are",
                                "MIT",
                                Kind.Reads.BYTE_BPE),
                        RESNET_MARKS,
                        ClipWeights::resNet),
                new Kind(
                        new Kind.Card(
                                "pubmedclip-resnet",
                                "PubMedCLIP (Eslami et al. 2023) with RN50 or RN50x4: CLIP trained further on ROCO",
                                "sarahESL/PubMedCLIP PubMedCLIP/main/train.py @ 836d8cccdf1ed4191f13a722a57c85ef981ce399; model: "
                                        + OPENAI,
                                "PubMedCLIP_RN50.pth and PubMedCLIP_RN50x4.pth linked in the README of sarahESL/PubMedCLIP",
                                "MIT (code)",
                                Kind.Reads.BYTE_BPE),
                        RESNET_MARKS,
                        ClipWeights::resNet),
                new Kind(
                        new Kind.Card(
                                "pubmedclip",
                                "PubMedCLIP (Eslami et al. 2023) with ViT-B/32: CLIP trained further on ROCO",
                                "sarahESL/PubMedCLIP PubMedCLIP/main/train.py @ 836d8cccdf1ed4191f13a722a57c85ef981ce399; model: "
                                        + OPENAI,
                                "PubMedCLIP_ViT32.pth linked in the README of sarahESL/PubMedCLIP",
                                "MIT (code)",
                                Kind.Reads.BYTE_BPE),
                        MARKS,
                        files -> openAi(files, Activation.QUICK_GELU)));
    }

    private static Activation activation(boolean quick) {
        return quick ? Activation.QUICK_GELU : Activation.GELU;
    }

    private static Kind.Fitted openAi(WeightFiles files, Activation activation) {
        String text = files.has("text.text_projection") ? "text." : "";
        int patch = files.size("visual.conv1.weight", 2);
        int width = files.size("visual.conv1.weight", 0);
        int textWidth = files.size(text + "token_embedding.weight", 1);
        int headWidth = files.setting(64, "/model_cfg/vision_cfg/head_width");
        ModelSpec model = model(
                new ImageEncoder.ClipVit(
                        patch,
                        width,
                        files.count("visual\\.transformer\\.resblocks\\.(\\d+)\\..*"),
                        Math.max(1, width / headWidth),
                        activation),
                new TextEncoder.ClipText(
                        files.count("(?:text\\.)?transformer\\.resblocks\\.(\\d+)\\..*"),
                        textWidth,
                        files.setting(Spec.heads(textWidth), "/model_cfg/text_cfg/heads"),
                        TextEncoder.Pool.EOT,
                        activation),
                files.size("visual.proj", 1),
                Spec.side(files.size("visual.positional_embedding", 0), patch),
                new TokenizerSpec(
                        TokenizerSpec.Kind.BYTE_BPE,
                        files.size(text + "token_embedding.weight", 0),
                        files.size(text + "positional_embedding", 0)),
                files);
        return new Kind.Fitted(model, KeyMaps.openAiClip());
    }

    /** Sizes as OpenAI's {@code build_model} reads them: blocks by their numbers, the image's side by the places of the attention. */
    private static Kind.Fitted resNet(WeightFiles files) {
        String text = files.has("text.text_projection") ? "text." : "";
        int textWidth = files.size(text + "token_embedding.weight", 1);
        List<Integer> blocks = IntStream.rangeClosed(1, STAGES)
                .mapToObj(stage -> files.count("visual\\.layer" + stage + "\\.(\\d+)\\..*"))
                .toList();
        ModelSpec model = model(
                new ImageEncoder.ClipResNet(blocks, files.size("visual.layer1.0.conv1.weight", 0)),
                new TextEncoder.ClipText(
                        files.count("(?:text\\.)?transformer\\.resblocks\\.(\\d+)\\..*"),
                        textWidth,
                        files.setting(Spec.heads(textWidth), "/model_cfg/text_cfg/heads"),
                        TextEncoder.Pool.EOT,
                        Activation.QUICK_GELU),
                files.size("visual.attnpool.c_proj.weight", 0),
                Spec.side(files.size("visual.attnpool.positional_embedding", 0), REDUCTION),
                new TokenizerSpec(
                        TokenizerSpec.Kind.BYTE_BPE,
                        files.size(text + "token_embedding.weight", 0),
                        files.size(text + "positional_embedding", 0)),
                files);
        return new Kind.Fitted(model, KeyMaps.openAiClip());
    }

    private static Kind.Fitted huggingFace(WeightFiles files) {
        int patch = files.size("vision_model.embeddings.patch_embedding.weight", 2);
        int width = files.size("vision_model.embeddings.patch_embedding.weight", 0);
        int textWidth = files.size("text_model.embeddings.token_embedding.weight", 1);
        Activation activation = activation(!files.settings()
                .at("/vision_config/hidden_act")
                .asString("quick_gelu")
                .equals("gelu"));
        ModelSpec model = model(
                new ImageEncoder.ClipVit(
                        patch,
                        width,
                        files.count("vision_model\\.encoder\\.layers\\.(\\d+)\\..*"),
                        files.setting(Spec.heads(width), "/vision_config/num_attention_heads"),
                        activation),
                new TextEncoder.ClipText(
                        files.count("text_model\\.encoder\\.layers\\.(\\d+)\\..*"),
                        textWidth,
                        files.setting(Spec.heads(textWidth), "/text_config/num_attention_heads"),
                        TextEncoder.Pool.EOT,
                        activation),
                files.size("visual_projection.weight", 0),
                Spec.side(files.size("vision_model.embeddings.position_embedding.weight", 0), patch),
                new TokenizerSpec(
                        TokenizerSpec.Kind.BYTE_BPE,
                        files.size("text_model.embeddings.token_embedding.weight", 0),
                        files.size("text_model.embeddings.position_embedding.weight", 0)),
                files);
        return new Kind.Fitted(model, KeyMaps.huggingFaceClip());
    }

    /** Scores are CLIP's: cosines times the temperature that the file has. */
    private static ModelSpec model(
            ImageEncoder image, TextEncoder text, int joint, int side, TokenizerSpec tokenizer, WeightFiles files) {
        double scale = files.has("logit_scale") ? Math.exp(files.number("logit_scale")) : 100;
        return new ModelSpec(
                image,
                text,
                joint,
                Projection.none(),
                Projection.none(),
                Pooling.GLOBAL,
                new Readout.PositiveNegative(scale),
                Spec.normalised(Transform.clip(side), files.settings().path("preprocess_cfg")),
                tokenizer);
    }

    /** The released sizes are CLIP's ViT-B/32; images and scores are those of the recipe. */
    private static Kind.Fitted chexzero(WeightFiles files) {
        Kind.Fitted clip = openAi(files, Activation.QUICK_GELU);
        ModelSpec model = new Chexzero().plan("vit-b-32").model();
        Transform published = model.transform();
        Transform transform = new Transform(
                clip.model().transform().size(),
                published.fit(),
                published.filter(),
                published.channels(),
                published.mean(),
                published.std());
        return new Kind.Fitted(clip.model().withTransform(transform).withReadout(model.readout()), clip.keys());
    }
}
