package org.vesalius.onnx;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.nn.Activation;

/** Image towers as nodes: [B, C, H, W] to a global vector [B, D] and patches [B, N, P], as the towers in {@code vision}. */
final class ImageGraphs {
    private static final double EPSILON = 1e-5;
    private static final double VIT_EPSILON = 1e-6;

    private final Layers layers;

    private ImageGraphs(Layers layers) {
        this.layers = layers;
    }

    /** What a tower sees, by the names of its values. */
    record Seen(String global, String patches) {}

    /** The tower of a specification on weights below {@code image.}. */
    static Seen of(Layers layers, ModelSpec spec, String images) {
        ImageGraphs graphs = new ImageGraphs(layers);
        return switch (spec.image()) {
            case ImageEncoder.SmallCnn cnn ->
                graphs.smallCnn(images, cnn, spec.transform().size());
            case ImageEncoder.ResNet net -> graphs.resNet(images, net.tap());
            case ImageEncoder.DenseNet _ -> graphs.denseNet(images);
            case ImageEncoder.Vit vit -> graphs.vit(images, vit.patch(), vit.heads());
            case ImageEncoder.ClipVit vit -> graphs.clip(images, vit.patch(), vit.heads());
            case ImageEncoder.Swin() ->
                new SwinGraph(layers).of(images, spec.transform().size());
            case ImageEncoder.ClipResNet _, ImageEncoder.PooledResNet _, ImageEncoder.None() ->
                throw new IllegalStateException("refused before");
        };
    }

    private Seen ofMap(String globalFrom, String patchesFrom) {
        return new Seen(layers.mean(globalFrom, 2L, 3L), layers.tokens(patchesFrom));
    }

    private Seen resNet(String images, int tap) {
        String x = layers.relu(layer(images, "image.conv1", "image.bn1", 2, 3));
        x = layers.maxPool(x);
        List<String> maps = new ArrayList<>();
        for (int stage = 1; stage <= 4; stage++) {
            String prefix = "image.layer" + stage + ".";
            for (int block = 0; block < layers.count(prefix, 0); block++) {
                x = block(x, prefix + block + ".", stage > 1 && block == 0 ? 2 : 1);
            }
            maps.add(x);
        }
        return ofMap(maps.getLast(), maps.get(tap - 1));
    }

    private String block(String x, String name, long stride) {
        boolean bottleneck = layers.has(name + "conv3.weight");
        String y;
        if (bottleneck) {
            y = layers.relu(layer(x, name + "conv1", name + "bn1", 1, 0));
            y = layers.relu(layer(y, name + "conv2", name + "bn2", stride, 1));
            y = layer(y, name + "conv3", name + "bn3", 1, 0);
        } else {
            y = layers.relu(layer(x, name + "conv1", name + "bn1", stride, 1));
            y = layer(y, name + "conv2", name + "bn2", 1, 1);
        }
        String side = layers.has(name + "downsample.0.weight")
                ? layer(x, name + "downsample.0", name + "downsample.1", stride, 0)
                : x;
        return layers.relu(layers.add(y, side));
    }

    private String layer(String x, String conv, String norm, long stride, long padding) {
        return layers.batchNorm(layers.convolution(x, conv, stride, padding), norm);
    }

    private Seen denseNet(String images) {
        String features = "image.features.";
        String x = layers.relu(layer(images, features + "conv0", features + "norm0", 2, 3));
        x = layers.maxPool(x);
        int blocks = layers.count(features + "denseblock", 1);
        for (int b = 1; b <= blocks; b++) {
            x = denseBlock(x, features + "denseblock" + b + ".denselayer");
            if (b < blocks) {
                x = after(x, features + "transition" + b + ".norm", features + "transition" + b + ".conv", 0);
                x = layers.averagePool(x, List.of(2L, 2L), List.of(2L, 2L), List.of(0L, 0L, 0L, 0L));
            }
        }
        String map = layers.relu(layers.batchNorm(x, features + "norm5"));
        return ofMap(map, map);
    }

    private String denseBlock(String x, String prefix) {
        List<String> all = new ArrayList<>(List.of(x));
        for (int i = 1; i <= layers.count(prefix, 1); i++) {
            String name = prefix + i + ".";
            String before = all.size() == 1 ? x : layers.joined(1, all.toArray(String[]::new));
            String squeezed = after(before, name + "norm1", name + "conv1", 0);
            all.add(after(squeezed, name + "norm2", name + "conv2", 1));
        }
        return layers.joined(1, all.toArray(String[]::new));
    }

    /** Norm, ReLU, convolution. */
    private String after(String x, String norm, String conv, long padding) {
        return layers.convolution(layers.relu(layers.batchNorm(x, norm)), conv, 1, padding);
    }

    private Seen vit(String images, int patch, int heads) {
        String tokens = layers.tokens(layers.convolution(images, "image.conv_proj", patch, 0));
        long size = layers.shape("image.class_token")[2];
        String x = layers.withFirst(tokens, layers.weight("image.class_token"), size);
        x = layers.add(x, layers.weight("image.encoder.pos_embedding"));
        String prefix = "image.encoder.layers.encoder_layer_";
        for (int i = 0; i < layers.count(prefix, 0); i++) {
            String name = prefix + i + ".";
            String normed = layers.layerNorm(x, name + "ln_1", VIT_EPSILON);
            x = layers.add(x, layers.stackedAttention(normed, name + "self_attention", heads, ""));
            String again = layers.layerNorm(x, name + "ln_2", VIT_EPSILON);
            x = layers.add(x, layers.mlp(again, name + "mlp.0", Activation.GELU, name + "mlp.3"));
        }
        return firstAndRest(layers.layerNorm(x, "image.encoder.ln", VIT_EPSILON));
    }

    private Seen clip(String images, int patch, int heads) {
        String tokens = layers.tokens(layers.convolution(images, "image.conv1", patch, 0));
        long size = layers.shape("image.class_embedding")[0];
        String x = layers.withFirst(tokens, layers.weight("image.class_embedding"), size);
        x = layers.add(x, layers.weight("image.positional_embedding"));
        x = layers.layerNorm(x, "image.ln_pre", EPSILON);
        x = TextGraphs.clipBlocks(layers, x, "image.transformer.resblocks.", heads, "");
        x = layers.layerNorm(x, "image.ln_post", EPSILON);
        return firstAndRest(layers.graph().op("MatMul", x, layers.weight("image.proj")));
    }

    private Seen firstAndRest(String tokens) {
        return new Seen(layers.at(tokens, 1, 0), layers.slice(tokens, 1, 1, Long.MAX_VALUE, 1));
    }

    private Seen smallCnn(String images, ImageEncoder.SmallCnn cnn, int pixels) {
        String x = cnn.contrast() > 0 ? withContrast(images, cnn.contrast()) : images;
        int side = pixels;
        for (int i = 0; i < cnn.widths().size(); i++) {
            long stride = cnn.strides().get(i);
            if (cnn.coordinates() && i == cnn.widths().size() - 1) {
                x = withCoordinates(x, side);
            }
            String name = "image.blocks." + i;
            x = layers.relu(layer(x, name + ".conv", name + ".norm", stride, stride > 2 ? 0 : 1));
            side = stride > 2 ? side / (int) stride : (side - 1) / (int) stride + 1;
        }
        String patches = layers.tokens(x);
        return new Seen(layers.mean(patches, 1L), patches);
    }

    /** The image beside itself after local contrast normalisation. */
    private String withContrast(String x, long window) {
        Graph graph = layers.graph();
        String mean = windowMean(x, window);
        String squares = windowMean(graph.op("Mul", x, x), window);
        String variance = layers.relu(graph.op("Sub", squares, graph.op("Mul", mean, mean)));
        String spread = graph.op("Sqrt", layers.add(variance, graph.real(0.05 * 0.05)));
        return layers.joined(1, x, graph.op("Div", graph.op("Sub", x, mean), spread));
    }

    private String windowMean(String x, long window) {
        long half = window / 2;
        String down = layers.averagePool(x, List.of(window, 1L), List.of(1L, 1L), List.of(half, 0L, half, 0L));
        return layers.averagePool(down, List.of(1L, window), List.of(1L, 1L), List.of(0L, half, 0L, half));
    }

    /** Two more channels: row and column, from -1 to 1. */
    private String withCoordinates(String x, int side) {
        float[] both = new float[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            both[i] = place(i / side, side);
            both[side * side + i] = place(i % side, side);
        }
        Graph graph = layers.graph();
        String samples = graph.op("Shape", List.of(Attribute.of("start", 0), Attribute.of("end", 1)), x);
        String shape = layers.joined(0, samples, graph.wholes(2, side, side));
        return layers.joined(1, x, graph.op("Expand", graph.reals(both, 1, 2, side, side), shape));
    }

    private static float place(int at, int side) {
        return side == 1 ? -1 : -1 + 2f * at / (side - 1);
    }
}
