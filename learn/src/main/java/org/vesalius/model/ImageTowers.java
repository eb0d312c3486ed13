package org.vesalius.model;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Params;
import org.vesalius.vision.ClipResNet;
import org.vesalius.vision.ClipVision;
import org.vesalius.vision.DenseNet;
import org.vesalius.vision.ImageTower;
import org.vesalius.vision.PooledResNet;
import org.vesalius.vision.ResNet;
import org.vesalius.vision.SmallCnn;
import org.vesalius.vision.Swin;
import org.vesalius.vision.Vit;

/** Image towers from their specification; none has a classifier. */
final class ImageTowers {
    private ImageTowers() {}

    /** {@code prompts} gives the learned tokens of the first layers, or none. */
    static ImageTower build(Params params, ModelSpec spec, Supplier<List<Tensor>> prompts) {
        if (spec.fusion() instanceof Fusion.TemporalPair pair) {
            return new PairTower(params, tower(params.at("encoder"), spec, prompts), pair);
        }
        return tower(params, spec, prompts);
    }

    /** Of single images, without learned tokens. */
    static ImageTower tower(Params params, ModelSpec spec) {
        return tower(params, spec, List::of);
    }

    private static ImageTower tower(Params params, ModelSpec spec, Supplier<List<Tensor>> prompts) {
        int size = spec.transform().size();
        int channels = spec.transform().channels();
        return switch (spec.image()) {
            case ImageEncoder.SmallCnn(var widths, var strides, int contrast, boolean coordinates) ->
                new SmallCnn(params, new SmallCnn.Spec(channels, widths, strides, contrast, coordinates));
            case ImageEncoder.ResNet(int depth, int tap) -> {
                ResNet.Spec all = ResNet.Spec.of(ResNet.Depth.of(depth))
                        .channels(channels)
                        .tap(tap);
                // where an image is the mean of its patches, nobody asks for what comes after them
                yield new ResNet(params, spec.pooling() == Pooling.MEAN_PATCHES ? all.endingAtTap() : all);
            }
            case ImageEncoder.DenseNet(int depth) ->
                new DenseNet(params, DenseNet.Spec.of(DenseNet.Depth.of(depth)).channels(channels));
            case ImageEncoder.Vit(int patch, int width, int depth, int heads) ->
                new Vit(
                        params,
                        Vit.Spec.of(patch, width, depth, heads).imageSize(size).channels(channels));
            case ImageEncoder.ClipVit(int patch, int width, int depth, int heads, Activation activation) ->
                new ClipVision(
                        params,
                        new ClipVision.Spec(patch, width, depth, heads, size, spec.jointSize(), activation),
                        prompts);
            case ImageEncoder.ClipResNet(var blocks, int width) ->
                new ClipResNet(params, new ClipResNet.Spec(blocks, width, size, spec.jointSize()));
            case ImageEncoder.PooledResNet(int depth, int heads) ->
                new PooledResNet(params, ResNet.Spec.of(ResNet.Depth.of(depth)).channels(channels), heads, size);
            case ImageEncoder.Swin() -> new Swin(params, Swin.Spec.tiny().channels(channels));
            case ImageEncoder.None() -> new Absent.Images(spec.jointSize());
        };
    }
}
