package org.vesalius.published;

import java.util.List;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.checkpoint.KeyMaps;
import org.vesalius.image.Transform;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;

/** BiomedCLIP (Zhang et al. 2024), and others that open_clip puts together of a timm vision transformer and Hugging Face's BERT: sizes from shapes, image statistics and text length from {@code open_clip_config.json}. */
final class BiomedClipWeights {
    private static final int LONGEST = 256;

    private BiomedClipWeights() {}

    static List<Kind> kinds() {
        return List.of(new Kind(
                new Kind.Card(
                        "biomedclip",
                        "BiomedCLIP (Zhang et al. 2024): ViT-B/16 and PubMedBERT on figures of PubMed Central",
                        "mlfoundations/open_clip src/open_clip/timm_model.py @ 0431f57237e678dd674fd09aa0e0cec2cde259f5, hf_model.py @ 028e18e3b50ad264baa6cadd8fe3249a4d497829",
                        "open_clip_pytorch_model.bin of microsoft/BiomedCLIP-PubMedBERT_256-vit_base_patch16_224, with open_clip_config.json and its tokenizer beside",
                        "MIT",
                        Kind.Reads.WORD_PIECE),
                List.of(
                        "visual\\.trunk\\.patch_embed\\.proj\\.weight",
                        "visual\\.head\\.proj\\.weight",
                        "text\\.transformer\\.embeddings\\.word_embeddings\\.weight",
                        "text\\.proj\\.2\\.weight"),
                BiomedClipWeights::fit));
    }

    private static Kind.Fitted fit(WeightFiles files) {
        int patch = files.size("visual.trunk.patch_embed.proj.weight", 2);
        int width = files.size("visual.trunk.patch_embed.proj.weight", 0);
        int side = Spec.side(files.size("visual.trunk.pos_embed", 1), patch);
        String bert = "text.transformer.";
        ModelSpec model = new ModelSpec(
                new ImageEncoder.Vit(
                        patch, width, files.count("visual\\.trunk\\.blocks\\.(\\d+)\\..*"), Spec.heads(width)),
                Spec.bert(files, bert, TextEncoder.Pool.CLS, TextEncoder.Depth.LAST),
                files.size("visual.head.proj.weight", 0),
                Projection.linear(),
                PairWeights.geluMlp(files.size("text.proj.0.weight", 0)),
                Pooling.GLOBAL,
                new Readout.PositiveNegative(files.has("logit_scale") ? Math.exp(files.number("logit_scale")) : 100),
                Spec.normalised(Transform.clip(side), files.settings().path("preprocess_cfg")),
                Spec.wordPiece(files, bert, files.setting(LONGEST, "/model_cfg/text_cfg/context_length")));
        KeyMap keys = KeyMap.same()
                .within("visual.trunk.", KeyMaps.timmVit(), "image.")
                .within("visual.head.proj.", KeyMap.same(), "imageHead.last.")
                .within("text.transformer.", KeyMaps.bertText(), "text.")
                .within("text.proj.0.", KeyMap.same(), "textHead.first.")
                .within("text.proj.2.", KeyMap.same(), "textHead.last.")
                .ignore("logit_scale", "the temperature of training, which the readout has as its scale");
        return new Kind.Fitted(model, keys);
    }
}
