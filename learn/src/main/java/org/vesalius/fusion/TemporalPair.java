package org.vesalius.fusion;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Attention;
import org.vesalius.nn.DropPath;
import org.vesalius.nn.Dropout;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * An image's patches beside what has changed since the patient's image before: Bannur et al., "Learning to Exploit Temporal Structure for Biomedical Vision-Language Processing", CVPR 2023, arXiv 2301.04558 (BioViL-T). A small transformer over the patches of both
 * images gives the second half of each patch's vector; where there is no image before, one learned vector stands in its place and the transformer has no part.
 *
 * <p>A code of place and time is added to the normed patches of each block, and so reaches queries, keys and values alike (the released code; its comment says queries and keys). Keys are hi-ml's: {@code backbone_to_vit.weight}, {@code
 * vit_pooler.blocks.0.norm1.*}, {@code ….attn.proj_q.weight}, {@code ….attn.proj.*}, {@code ….mlp.fc1.*}, {@code vit_pooler.norm_post.*}, {@code vit_pooler.type_embed}, {@code missing_previous_emb}. Shapes: B studies, N = height·width patches, P the
 * backbone's size, D size.
 */
public final class TemporalPair {
    private static final Init WEIGHTS = new Init.TruncatedNormal(0.02);
    private static final double EPSILON = 1e-6;

    /**
     * How large.
     *
     * @param size D: half of a patch's vector
     * @param dropout of patches, attention and hidden layers
     * @param dropPath the share of a block's branches left out in training
     */
    public record Spec(int backbone, int size, int blocks, int heads, double dropout, double dropPath) {
        /** The released one on a backbone of {@code backbone} channels. */
        public static Spec released(int backbone) {
            return new Spec(backbone, 256, 3, 8, 0.1, 0.25);
        }
    }

    private static final class Block {
        private final Params params;
        private final Spec spec;
        private final LayerNorm norm1;
        private final Linear query;
        private final Linear key;
        private final Linear value;
        private final Linear out;
        private final LayerNorm norm2;
        private final Linear first;
        private final Linear second;
        private final Dropout dropout;
        private final DropPath path;

        private Block(Params params, Spec spec) {
            this.params = params;
            this.spec = spec;
            int size = spec.size();
            Params attention = params.at("attn");
            norm1 = LayerNorm.of(params.at("norm1"), size, EPSILON);
            query = plain(attention.at("proj_q"), size, size);
            key = plain(attention.at("proj_k"), size, size);
            value = plain(attention.at("proj_v"), size, size);
            out = Linear.of(attention.at("proj"), size, size, WEIGHTS, Init.zeros());
            norm2 = LayerNorm.of(params.at("norm2"), size, EPSILON);
            // as wide inside as outside
            first = Linear.of(params.at("mlp").at("fc1"), size, size, WEIGHTS, Init.zeros());
            second = Linear.of(params.at("mlp").at("fc2"), size, size, WEIGHTS, Init.zeros());
            dropout = Dropout.of(params, spec.dropout());
            path = DropPath.of(params, spec.dropPath());
        }

        private Tensor forward(Tensor xBTD, Tensor codeTD) {
            return Scope.returning(() -> {
                Tensor placedBTD = norm1.forward(xBTD).add(codeTD);
                Tensor mixedBTD = Attention.multiHead(
                        query.forward(placedBTD),
                        key.forward(placedBTD),
                        value.forward(placedBTD),
                        spec.heads(),
                        null,
                        params.training() ? spec.dropout() : 0);
                Tensor middle = xBTD.add(path.forward(dropout.forward(out.forward(mixedBTD))));
                Tensor hidden = dropout.forward(Activation.GELU.apply(first.forward(norm2.forward(middle))));
                return middle.add(path.forward(dropout.forward(second.forward(hidden))));
            });
        }

        private static Linear plain(Params params, int in, int out) {
            return Linear.withoutBias(params, in, out, WEIGHTS);
        }
    }

    private final Params params;
    private final Spec spec;
    private final Linear narrow;
    private final Tensor missing;
    private final Tensor types;
    private final List<Block> blocks = new ArrayList<>();
    private final LayerNorm norm;
    private final Dropout dropout;

    /** Registered in {@code params}. */
    public TemporalPair(Params params, Spec spec) {
        this.params = params;
        this.spec = spec;
        narrow = Linear.withoutBias(params.at("backbone_to_vit"), spec.backbone(), spec.size());
        missing = params.parameter("missing_previous_emb", WEIGHTS, spec.size());
        Params pooler = params.at("vit_pooler");
        types = pooler.parameter("type_embed", WEIGHTS, 2, 1, spec.size());
        for (int i = 0; i < spec.blocks(); i++) {
            blocks.add(new Block(pooler.at("blocks").at(i), spec));
        }
        norm = LayerNorm.of(pooler.at("norm_post"), spec.size(), EPSILON);
        dropout = Dropout.of(pooler, spec.dropout());
    }

    /** The length of a patch's vector that comes out: the patch itself, then the difference. */
    public int patchSize() {
        return 2 * spec.size();
    }

    /** Where there is no image before: [B, N, P] to [B, N, 2D]. */
    public Tensor alone(Tensor currentBNP) {
        return Scope.returning(() -> withDifference(narrowed(currentBNP), null));
    }

    /**
     * [B, N, P] of the images and of those before them to [B, N, 2D].
     *
     * @param presentB 1 where there is an image before, else 0: such a study comes out as from {@link #alone}
     */
    public Tensor forward(Tensor currentBNP, Tensor priorBNP, Tensor presentB, int height, int width) {
        Shapes.check("priorBNP", priorBNP, Shapes.of(currentBNP));
        Shapes.check("currentBNP", currentBNP, presentB.size(0), (long) height * width, spec.backbone());
        return Scope.returning(() -> {
            Tensor currentBND = narrowed(currentBNP);
            Tensor differenceBND = difference(currentBND, narrowed(priorBNP), height, width);
            Tensor presentB11 = presentB.ne(new Scalar(0)).view(-1, 1, 1);
            return withDifference(currentBND, torch.where(presentB11, differenceBND, missing));
        });
    }

    private Tensor narrowed(Tensor patchesBNP) {
        return narrow.forward(patchesBNP);
    }

    private Tensor withDifference(Tensor currentBND, @Nullable Tensor differenceBND) {
        Tensor difference = differenceBND == null ? missing.expand(Shapes.of(currentBND)) : differenceBND;
        return Tensors.cat(List.of(currentBND, difference), 2);
    }

    /** What the patches of the current image know after they have seen those before: [B, N, D]. */
    private Tensor difference(Tensor currentBND, Tensor priorBND, int height, int width) {
        return Scope.returning(() -> {
            Tensor placeND = params.device()
                    .move(SinePositions.grid(height, width, spec.size()))
                    .to(currentBND.scalar_type());
            Tensor codeTD = Tensors.cat(List.of(placeND.add(types.select(0, 0)), placeND.add(types.select(0, 1))), 0);
            Tensor xBTD = dropout.forward(Tensors.cat(List.of(currentBND, priorBND), 1));
            for (Block block : blocks) {
                xBTD = block.forward(xBTD, codeTD);
            }
            return norm.forward(xBTD).narrow(1, 0, currentBND.size(1));
        });
    }
}
