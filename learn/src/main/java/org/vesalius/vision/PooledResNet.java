package org.vesalius.vision;

import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;

/**
 * A {@link ResNet} whose vector is asked of its last map by attention, each cell at a learned place: the image tower of PRIOR (Cheng et al., ICCV 2023, arXiv 2307.12577).
 *
 * <p>Keys are torchvision's, and below {@code atten_pool.} those of CLIP's pool. Shapes: B images, C channels, H and W pixels.
 */
public final class PooledResNet implements ImageTower {
    private static final int REDUCTION = 32;

    private final ResNet net;
    private final PlacedPool pool;

    /** A tower for images of {@code imageSize}, a multiple of 32. */
    public PooledResNet(Params params, ResNet.Spec spec, int heads, int imageSize) {
        net = new ResNet(params, spec);
        int size = net.globalSize();
        pool = new PlacedPool(params.at("atten_pool"), size, heads, imageSize / REDUCTION, size);
    }

    @Override
    public ImageFeatures encode(Tensor imgBCHW) {
        try (var scope = Scope.open()) {
            List<Tensor> maps = net.maps(imgBCHW);
            ImageFeatures seen = pool.pool(maps.getLast());
            return new ImageFeatures(
                    scope.release(seen.globalBD()),
                    scope.release(seen.patchesBNP()),
                    seen.gridHeight(),
                    seen.gridWidth());
        }
    }

    @Override
    public int globalSize() {
        return net.globalSize();
    }

    @Override
    public int patchSize() {
        return net.globalSize();
    }
}
