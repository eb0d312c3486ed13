package org.vesalius.onnx;

import java.util.List;
import org.vesalius.nn.Activation;
import org.vesalius.vision.Swin;

/** Swin-T as nodes, for images of one size: windows, shifts and masks are constants. Shapes: B images, H×W cells, C channels, M cells a window's side, V windows of an image, N = M². */
final class SwinGraph {
    private static final double EPSILON = 1e-5;
    private static final float BLOCKED = -100;
    private static final int PATCH = 4;
    private static final Swin.Spec SPEC = Swin.Spec.tiny();

    private final Layers layers;
    private final Graph graph;

    SwinGraph(Layers layers) {
        this.layers = layers;
        graph = layers.graph();
    }

    ImageGraphs.Seen of(String images, int pixels) {
        String patches = layers.convolution(images, "image.features.0.0", PATCH, 0);
        String x = layers.layerNorm(layers.transposed(patches, 0, 2, 3, 1), "image.features.0.2", EPSILON);
        int side = pixels / PATCH;
        int stages = SPEC.depths().size();
        for (int stage = 0; stage < stages; stage++) {
            for (int block = 0; block < SPEC.depths().get(stage); block++) {
                int shift = block % 2 == 0 ? 0 : SPEC.window() / 2;
                String name = "image.features." + (2 * stage + 1) + "." + block + ".";
                x = block(x, name, side, SPEC.heads().get(stage), shift);
            }
            if (stage < stages - 1) {
                x = merged(x, "image.features." + (2 * stage + 2) + ".", side);
                side = (side + 1) / 2;
            }
        }
        String grid = layers.layerNorm(x, "image.norm", EPSILON);
        long size = layers.shape("image.norm.weight")[0];
        String tokens = layers.reshaped(grid, 0, -1, size);
        return new ImageGraphs.Seen(layers.mean(tokens, 1L), tokens);
    }

    private String block(String x, String name, int side, int heads, int shift) {
        String normed = layers.layerNorm(x, name + "norm1", EPSILON);
        String middle = layers.add(x, attention(normed, name + "attn", side, heads, shift));
        String again = layers.layerNorm(middle, name + "norm2", EPSILON);
        return layers.add(middle, layers.mlp(again, name + "mlp.0", Activation.GELU, name + "mlp.3"));
    }

    private String attention(String x, String name, int side, int heads, int shift) {
        int window = SPEC.window();
        int padded = (side + window - 1) / window * window;
        int moved = window >= padded ? 0 : shift;
        long size = layers.shape(name + ".proj.weight")[0];
        String grid = padded == side ? x : padded(x, padded - side);
        grid = moved == 0 ? grid : rolled(grid, moved, padded);
        String windows = split(grid, padded / window, size);
        String seen = attend(windows, name, heads, moved == 0 ? "" : mask(padded, moved), padded / window);
        grid = join(seen, padded / window, size);
        grid = moved == 0 ? grid : rolled(grid, padded - moved, padded);
        return padded == side ? grid : layers.slice(layers.slice(grid, 1, 0, side, 1), 2, 0, side, 1);
    }

    private String padded(String x, int more) {
        return graph.op("Pad", x, graph.wholes(0, 0, 0, 0, 0, more, more, 0));
    }

    /** Rows and columns moved to the front by {@code by}, what falls off comes back at the end. */
    private String rolled(String x, int by, int side) {
        String y = x;
        for (int axis = 1; axis <= 2; axis++) {
            y = layers.joined(axis, layers.slice(y, axis, by, side, 1), layers.slice(y, axis, 0, by, 1));
        }
        return y;
    }

    /** [B, H, W, C] to [B·V, N, C]. */
    private String split(String x, long across, long size) {
        long window = SPEC.window();
        String parts = layers.reshaped(x, -1, across, window, across, window, size);
        return layers.reshaped(layers.transposed(parts, 0, 1, 3, 2, 4, 5), -1, window * window, size);
    }

    private String join(String x, long across, long size) {
        long window = SPEC.window();
        String parts = layers.reshaped(x, -1, across, across, window, window, size);
        return layers.reshaped(layers.transposed(parts, 0, 1, 3, 2, 4, 5), -1, across * window, across * window, size);
    }

    private String attend(String windows, String name, int heads, String mask, long across) {
        long cells = (long) SPEC.window() * SPEC.window();
        long size = layers.shape(name + ".proj.weight")[0];
        long each = size / heads;
        String stacked = layers.linear(windows, name + ".qkv");
        List<String> three =
                graph.ops("Split", 3, List.of(Attribute.of("axis", 2)), stacked, graph.wholes(size, size, size));
        String query = layers.transposed(layers.reshaped(three.get(0), 0, 0, heads, each), 0, 2, 1, 3);
        String key = layers.transposed(layers.reshaped(three.get(1), 0, 0, heads, each), 0, 2, 3, 1);
        String value = layers.transposed(layers.reshaped(three.get(2), 0, 0, heads, each), 0, 2, 1, 3);
        String scaled = graph.op("Mul", query, graph.real(1 / Math.sqrt((double) each)));
        String scores = layers.add(graph.op("MatMul", scaled, key), bias(name, heads, cells));
        if (!mask.isEmpty()) {
            String byImage = layers.reshaped(scores, -1, across * across, heads, cells, cells);
            scores = layers.reshaped(layers.add(byImage, mask), -1, heads, cells, cells);
        }
        String looks = graph.op("Softmax", List.of(Attribute.of("axis", -1)), scores);
        String seen = layers.transposed(graph.op("MatMul", looks, value), 0, 2, 1, 3);
        return layers.linear(layers.reshaped(seen, 0, 0, size), name + ".proj");
    }

    /** The learned bias of each relative position: [heads, N, N]. */
    private String bias(String name, int heads, long cells) {
        String table = layers.weight(name + ".relative_position_bias_table");
        String rows = graph.op("Gather", table, layers.places(name + ".relative_position_index"));
        return layers.transposed(layers.reshaped(rows, cells, cells, heads), 2, 0, 1);
    }

    /** Cells that the roll brought together from two ends of the image do not see each other: [1, V, 1, N, N]. */
    private String mask(int side, int moved) {
        int window = SPEC.window();
        int across = side / window;
        int cells = window * window;
        float[] mask = new float[across * across * cells * cells];
        for (int v = 0; v < across * across; v++) {
            for (int a = 0; a < cells; a++) {
                for (int b = 0; b < cells; b++) {
                    boolean apart = region(v, a, across, moved) != region(v, b, across, moved);
                    mask[(v * cells + a) * cells + b] = apart ? BLOCKED : 0;
                }
            }
        }
        return graph.reals(mask, 1, (long) across * across, 1, cells, cells);
    }

    private static int region(int windowNumber, int cell, int across, int moved) {
        int window = SPEC.window();
        int y = windowNumber / across * window + cell / window;
        int x = windowNumber % across * window + cell % window;
        return 3 * band(y, across * window, moved) + band(x, across * window, moved);
    }

    /** 0 for cells of whole windows, 1 and 2 for the two parts of the last one. */
    private static int band(int at, int length, int moved) {
        return at < length - SPEC.window() ? 0 : at < length - moved ? 1 : 2;
    }

    /** Four neighbours side by side, normalised, to twice the width; odd sides are padded. */
    private String merged(String x, String name, int side) {
        int even = side + side % 2;
        String grid = even == side ? x : padded(x, 1);
        String[] four = new String[4];
        for (int i = 0; i < 4; i++) {
            four[i] = layers.slice(layers.slice(grid, 1, i % 2, even, 2), 2, i / 2, even, 2);
        }
        return layers.linear(layers.layerNorm(layers.joined(3, four), name + "norm", EPSILON), name + "reduction");
    }
}
