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
import org.vesalius.model.TokenizerSpec;

/**
 * PRIOR's image tower with its projection: a ResNet-50 of one channel that pools by attention, which is what the authors' classification, segmentation and detection begin with. Its reports are not taken over: the authors replace each
 * sentence by a mixture of prototypes drawn with noise, in use too, so that a text has no vector of its own.
 */
final class PriorWeights {
    private static final int HEADS = 8;
    private static final int SIDE = 224;
    private static final String REPORTS = "the reports' side, whose sentences are drawn anew each time they are read";
    private static final String TRAINING = "what served training only";

    private PriorWeights() {}

    static List<Kind> kinds() {
        return List.of(new Kind(
                new Kind.Card(
                        "prior-image",
                        "PRIOR's image tower (Cheng et al. 2023): ResNet-50 of grey images, pooled by attention, with the projection to 768",
                        "QtacierP/PRIOR codes/prior/models/prior.py @ 024d728308144c09455956f5549189775ad824cc, encoders/image/resnet.py, modules/*.py, decoders/*.py @ 13d622d2166578996bbf23b19c57a8209dc662cd",
                        "the checkpoint linked in the README of QtacierP/PRIOR",
                        "Apache-2.0 (code)",
                        Kind.Reads.NOTHING),
                List.of(
                        "image_encoder\\.atten_pool\\.positional_embedding",
                        "global_image_projection\\.weight",
                        "sentence_bank\\.embed\\.weight"),
                PriorWeights::fit));
    }

    private static Kind.Fitted fit(WeightFiles files) {
        int joint = files.size("global_image_projection.weight", 0);
        ModelSpec model = new ModelSpec(
                new ImageEncoder.PooledResNet(50, HEADS),
                new TextEncoder.None(),
                joint,
                Projection.affine(),
                Projection.none(),
                Pooling.GLOBAL,
                new Readout.Cosine(),
                Transform.grey(SIDE),
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 5, 3));
        KeyMap keys = KeyMap.same()
                .ignore(
                        "(text_encoder|global_text_attention|global_text_projection|local_text_projection)\\..*",
                        REPORTS)
                .ignore("(item_gather|sentence_bank)\\..*", REPORTS)
                .ignore(
                        "(predictor|sentence_decoder|image_decoder|local_cross_attention|local_image_projection)\\..*",
                        TRAINING)
                .ignore("prototype_queries|logit_scale|local_logit_scale", TRAINING)
                .within("image_encoder.encoder.", KeyMaps.torchvision(), "image.")
                .within("image_encoder.atten_pool.", KeyMap.same(), "image.atten_pool.")
                .within("global_image_projection.", KeyMap.same(), "imageHead.last.");
        return new Kind.Fitted(model, keys);
    }
}
