package org.vesalius.model;

import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.fusion.TemporalPair;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.vision.ImageFeatures;
import org.vesalius.vision.ImageTower;

/** A tower that sees an image beside the one before. Keys: those of the backbone below {@code encoder}, and those of {@link TemporalPair}. Shapes: B studies, C channels, H x W pixels. */
final class PairTower implements ImageTower {
    private final ImageTower backbone;
    private final TemporalPair pair;

    PairTower(Params params, ImageTower backbone, Fusion.TemporalPair spec) {
        this.backbone = backbone;
        pair = new TemporalPair(
                params,
                new TemporalPair.Spec(
                        backbone.patchSize(),
                        spec.size(),
                        spec.blocks(),
                        spec.heads(),
                        spec.dropout(),
                        spec.dropPath()));
    }

    @Override
    public ImageFeatures encode(Tensor imgBCHW) {
        try (var scope = Scope.open()) {
            ImageFeatures seen = backbone.encode(imgBCHW);
            return features(scope, pair.alone(seen.patchesBNP()), seen);
        }
    }

    /** Studies of which {@code presentB} tells which have an image before; the backbone does not see the others' black ones. */
    ImageFeatures encode(Tensor imgBCHW, Tensor priorBCHW, Tensor presentB) {
        try (var scope = Scope.open()) {
            Tensor rows = presentB.ne(new Scalar(0)).nonzero().squeeze(1);
            if (rows.numel() == 0) {
                ImageFeatures alone = encode(imgBCHW);
                scope.release(alone.globalBD());
                scope.release(alone.patchesBNP());
                return alone;
            }
            long studies = imgBCHW.size(0);
            ImageFeatures seen = backbone.encode(Tensors.cat(List.of(imgBCHW, priorBCHW.index_select(0, rows)), 0));
            Tensor currentBNP = seen.patchesBNP().narrow(0, 0, studies);
            Tensor before = seen.patchesBNP().narrow(0, studies, rows.numel());
            Tensor priorBNP = currentBNP.detach().mul(new Scalar(0)).index_copy(0, rows, before);
            Tensor patchesBNP = pair.forward(currentBNP, priorBNP, presentB, seen.gridHeight(), seen.gridWidth());
            return features(scope, patchesBNP, seen);
        }
    }

    private static ImageFeatures features(Scope scope, Tensor patchesBNP, ImageFeatures seen) {
        return new ImageFeatures(
                scope.release(patchesBNP.mean(1)), scope.release(patchesBNP), seen.gridHeight(), seen.gridWidth());
    }

    @Override
    public int globalSize() {
        return pair.patchSize();
    }

    @Override
    public int patchSize() {
        return pair.patchSize();
    }
}
