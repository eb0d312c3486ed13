package org.vesalius.model;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.nn.AttentionPool;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.vision.ImageFeatures;
import org.vesalius.vision.ImageTower;

/** The image side of a {@link ModelSpec}: a tower with its heads, and its pool where attention pools. Keys and shapes as {@link DualEncoder}. */
public final class ImageBranch {
    private final ModelSpec spec;
    private final ImageTower tower;
    private final Head imageHead;
    private final Head patchHead;
    private final @Nullable AttentionPool pool;

    private ImageBranch(Params params, ModelSpec spec, ImageTower tower) {
        this.spec = spec;
        this.tower = tower;
        int size = spec.pooling() == Pooling.GLOBAL ? tower.globalSize() : tower.patchSize();
        imageHead = Head.of(params.at("imageHead"), spec.imageHead(), size, spec.jointSize());
        patchHead = spec.locals() == Locals.OWN
                ? Head.of(params.at("patchHead"), spec.imageHead(), tower.patchSize(), spec.jointSize())
                : imageHead;
        pool = spec.pooling() == Pooling.ATTENTION ? AttentionPool.of(params.at("imagePool"), tower.patchSize()) : null;
    }

    static ImageBranch of(Params params, ModelSpec spec, ImageTower tower) {
        return new ImageBranch(params, spec, tower);
    }

    /** One more of the same kind, for pictures of another view, say (LIMITR); a tower of single images without prompts. */
    public static ImageBranch another(Params params, ModelSpec spec) {
        return new ImageBranch(params, spec, ImageTowers.tower(params.at("image"), spec));
    }

    int patchSize() {
        return tower.patchSize();
    }

    /** Normalised images of the transform's size to vectors. */
    public ImageSide images(Tensor imgBCHW) {
        return released(() -> joint(features(imgBCHW)));
    }

    /** As {@link #images(Tensor)}, beside the patient's image before; see {@link DualEncoder#features(Tensor, Tensor, Tensor)}. */
    ImageSide images(Tensor imgBCHW, Tensor priorBCHW, Tensor presentB) {
        return released(() -> joint(features(imgBCHW, priorBCHW, presentB)));
    }

    private static ImageSide released(Supplier<ImageSide> work) {
        try (var scope = Scope.open()) {
            ImageSide side = work.get();
            scope.release(side.featuresBF());
            scope.release(side.imgBD());
            scope.release(side.patchesBND());
            return side;
        }
    }

    ImageFeatures features(Tensor imgBCHW) {
        int size = spec.transform().size();
        Shapes.check("images", imgBCHW, Shapes.ANY, spec.transform().channels(), size, size);
        if (pool == null) {
            return tower.encode(imgBCHW);
        }
        try (var scope = Scope.open()) {
            ImageFeatures seen = tower.encode(imgBCHW);
            AttentionPool.Pooled pooled = pool.pool(seen.patchesBNP(), null);
            return new ImageFeatures(
                    scope.release(pooled.pooledBD()),
                    scope.release(seen.patchesBNP()),
                    seen.gridHeight(),
                    seen.gridWidth(),
                    scope.release(pooled.weightsBN()));
        }
    }

    /** Of images of any size that the tower takes. */
    List<Tensor> pyramid(Tensor imgBCHW) {
        Shapes.check("images", imgBCHW, Shapes.ANY, spec.transform().channels(), Shapes.ANY, Shapes.ANY);
        return tower.pyramid(imgBCHW);
    }

    ImageFeatures features(Tensor imgBCHW, Tensor priorBCHW, Tensor presentB) {
        Shapes.check("images before", priorBCHW, Shapes.of(imgBCHW));
        Shapes.check("presentB", presentB, imgBCHW.size(0));
        if (tower instanceof PairTower pair) {
            return pair.encode(imgBCHW, priorBCHW, presentB);
        }
        throw InputException.of(
                "model.fusion", "temporal-pair, to see an image beside the one before", "another", "choose biovilt");
    }

    /** The tower's features through the heads. */
    ImageSide joint(ImageFeatures seen) {
        try (var scope = Scope.open()) {
            Tensor patchesBND = patchHead.forward(seen.patchesBNP());
            Tensor imgBD = switch (spec.pooling()) {
                case GLOBAL, ATTENTION -> imageHead.forward(seen.globalBD());
                case MEAN_PATCHES -> patchesBND.mean(1);
            };
            return new ImageSide(
                    seen.globalBD(),
                    scope.release(imgBD),
                    scope.release(patchesBND),
                    seen.gridHeight(),
                    seen.gridWidth());
        }
    }
}
