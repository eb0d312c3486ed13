package org.vesalius.model;

import org.vesalius.nn.Activation;
import org.vesalius.nn.Params;
import org.vesalius.vision.ClipVision;
import org.vesalius.vision.DenseNet;
import org.vesalius.vision.ImageTower;
import org.vesalius.vision.ResNet;
import org.vesalius.vision.SmallCnn;
import org.vesalius.vision.Swin;
import org.vesalius.vision.Vit;

/** Image towers from their specification; none has a classifier. */
final class ImageTowers {
    private ImageTowers() {}

    static ImageTower build(Params params, ModelSpec spec) {
        int size = spec.transform().size();
        int channels = spec.transform().channels();
        return switch (spec.image()) {
            case ImageEncoder.SmallCnn(var widths, var strides, int contrast, boolean coordinates) ->
                new SmallCnn(params, new SmallCnn.Spec(channels, widths, strides, contrast, coordinates));
            case ImageEncoder.ResNet(int depth, int tap) ->
                new ResNet(
                        params,
                        ResNet.Spec.of(ResNet.Depth.of(depth))
                                .channels(channels)
                                .tap(tap));
            case ImageEncoder.DenseNet(int depth) ->
                new DenseNet(params, DenseNet.Spec.of(DenseNet.Depth.of(depth)).channels(channels));
            case ImageEncoder.Vit(int patch, int width, int depth, int heads) ->
                new Vit(
                        params,
                        Vit.Spec.of(patch, width, depth, heads).imageSize(size).channels(channels));
            case ImageEncoder.ClipVit(int patch, int width, int depth, int heads) ->
                new ClipVision(
                        params,
                        new ClipVision.Spec(patch, width, depth, heads, size, spec.jointSize(), Activation.QUICK_GELU));
            case ImageEncoder.Swin() -> new Swin(params, Swin.Spec.tiny().channels(channels));
        };
    }
}
