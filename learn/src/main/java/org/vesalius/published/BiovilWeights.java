package org.vesalius.published;

import java.util.List;
import java.util.function.Function;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.checkpoint.KeyMaps;
import org.vesalius.image.Transform;
import org.vesalius.model.Fusion;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TextEncoder;
import org.vesalius.recipe.Biovil;
import org.vesalius.recipe.Biovilt;

/** BioViL and BioViL-T: an image file of hi-ml and a text file of Hugging Face, given together. */
final class BiovilWeights {
    private static final String CODE =
            "microsoft/hi-ml hi-ml-multimodal/src/health_multimodal: image/model/encoder.py @ 8dbd3249ccc021c379de874840f29d811ffe2e9e, modules.py @ bb5478af18b9ed6752898eec30d61cf180e2000e, transformer.py @ 04eb349ccb285fe5a060401fde8b12433feec586, text/model/modelling_cxrbert.py @ 071d0891e08935510b52a8f174d4cebebe543646";

    private BiovilWeights() {}

    static List<Kind> kinds() {
        return List.of(
                kind(
                        "biovil",
                        "BioViL (Boecking et al. 2022): ResNet-50 and CXR-BERT; two files",
                        "biovil_image_resnet50_proj_size_128.pt and pytorch_model.bin of microsoft/BiomedVLP-CXR-BERT-specialized, its vocab.txt beside",
                        "encoder\\.encoder\\.conv1\\.weight",
                        BiovilWeights::biovil),
                kind(
                        "biovil-t",
                        "BioViL-T (Bannur et al. 2023): an image beside the one before; two files",
                        "biovil_t_image_model_proj_size_128.pt and pytorch_model.bin of microsoft/BiomedVLP-BioViL-T, its vocab.txt beside",
                        "encoder\\.missing_previous_emb",
                        BiovilWeights::biovilT));
    }

    private static Kind kind(
            String id, String what, String where, String mark, Function<WeightFiles, Kind.Fitted> fit) {
        return new Kind(
                new Kind.Card(id, what, CODE, where, "MIT", Kind.Reads.WORD_PIECE),
                List.of(mark, "projector\\.model\\.0\\.weight", "cls_projection_head\\..*"),
                fit);
    }

    private static Kind.Fitted biovil(WeightFiles files) {
        ModelSpec model = new Biovil().plan("resnet50").model();
        KeyMap image = KeyMap.same().within("encoder.encoder.", KeyMaps.torchvision(), "image.");
        return new Kind.Fitted(withText(model, files), keys(image));
    }

    private static Kind.Fitted biovilT(WeightFiles files) {
        ModelSpec model = new Biovilt().plan("resnet50").model();
        // 448 pixels, so that the grid is the 14 x 14 of the authors' positions
        model = model.withTransform(Transform.imagenet(448).with(0, 1)).withFusion(Fusion.TemporalPair.released());
        KeyMap image = KeyMap.same()
                .within("encoder.encoder.", KeyMaps.torchvision(), "image.encoder.")
                .ignore("encoder\\.vit_pooler\\.pos_embed", "numbers that follow from the sizes")
                .within("encoder.", KeyMap.same().reshape("backbone_to_vit\\.weight|missing_previous_emb"), "image.");
        return new Kind.Fitted(withText(model, files), keys(image));
    }

    private static ModelSpec withText(ModelSpec model, WeightFiles files) {
        return model.withText(
                Spec.bert(files, "bert.", TextEncoder.Pool.CLS, TextEncoder.Depth.LAST),
                model.textHead(),
                Spec.wordPiece(files, "bert.", model.tokenizer().maxLength()));
    }

    private static KeyMap keys(KeyMap image) {
        return image.within("projector.model.", PairWeights.projector(), "imageHead.")
                .then(BertWeights.cxrBertKeys());
    }
}
