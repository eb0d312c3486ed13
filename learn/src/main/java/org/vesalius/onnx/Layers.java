package org.vesalius.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/** The layers of {@code nn} as nodes, on weights by their names. Values are names of a {@link Graph}; shapes as in {@code nn}: B samples, T tokens, C channels, D size. */
final class Layers {
    private static final double BATCH_NORM_EPSILON = 1e-5;

    private final Graph graph;
    private final Params params;

    Layers(Graph graph, Params params) {
        this.graph = graph;
        this.params = params;
    }

    Graph graph() {
        return graph;
    }

    /** Whether there is a weight of that name. */
    boolean has(String name) {
        return params.state().containsKey(name);
    }

    /** A weight by its name. */
    String weight(String name) {
        return graph.weight(name, params.get(name));
    }

    /** A buffer of whole numbers as a list. */
    String places(String name) {
        return graph.wholes(Tensors.longs(params.get(name)));
    }

    /** Sizes of a weight. */
    long[] shape(String name) {
        return Shapes.of(params.get(name));
    }

    /** The number of children {@code prefix0.}, {@code prefix1.}, … that have weights. */
    int count(String prefix, int first) {
        int n = first;
        while (starts(prefix + n + ".")) {
            n++;
        }
        return n - first;
    }

    private boolean starts(String prefix) {
        return params.state().keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /** A convolution, with a bias where it has one. */
    String convolution(String x, String name, long stride, long padding) {
        List<String> in = new ArrayList<>(List.of(x, weight(name + ".weight")));
        if (has(name + ".bias")) {
            in.add(weight(name + ".bias"));
        }
        return graph.op(
                "Conv",
                List.of(
                        Attribute.of("strides", List.of(stride, stride)),
                        Attribute.of("pads", List.of(padding, padding, padding, padding))),
                in.toArray(String[]::new));
    }

    /** A batch norm by its running statistics. */
    String batchNorm(String x, String name) {
        int channels = (int) shape(name + ".running_mean")[0];
        boolean scaled = has(name + ".weight");
        return graph.op(
                "BatchNormalization",
                List.of(Attribute.of("epsilon", BATCH_NORM_EPSILON)),
                x,
                scaled ? weight(name + ".weight") : filled(channels, 1),
                scaled ? weight(name + ".bias") : filled(channels, 0),
                weight(name + ".running_mean"),
                weight(name + ".running_var"));
    }

    /** The same of vectors, or of the tokens of each sample: its channels are the last dimension. */
    String lastBatchNorm(String x, String name) {
        String spread = graph.op("Sqrt", add(weight(name + ".running_var"), graph.real(BATCH_NORM_EPSILON)));
        String normed = graph.op("Div", graph.op("Sub", x, weight(name + ".running_mean")), spread);
        return has(name + ".weight")
                ? add(graph.op("Mul", normed, weight(name + ".weight")), weight(name + ".bias"))
                : normed;
    }

    private String filled(int count, float value) {
        float[] all = new float[count];
        Arrays.fill(all, value);
        return graph.reals(all, count);
    }

    String relu(String x) {
        return graph.op("Relu", x);
    }

    /** The largest of 3x3, every second: ResNet's and DenseNet's. */
    String maxPool(String x) {
        return graph.op(
                "MaxPool",
                List.of(
                        Attribute.of("kernel_shape", List.of(3L, 3L)),
                        Attribute.of("strides", List.of(2L, 2L)),
                        Attribute.of("pads", List.of(1L, 1L, 1L, 1L))),
                x);
    }

    /** The mean of windows inside the image: what lies beyond its edge does not count. */
    String averagePool(String x, List<Long> kernel, List<Long> strides, List<Long> pads) {
        return graph.op(
                "AveragePool",
                List.of(
                        Attribute.of("kernel_shape", kernel),
                        Attribute.of("strides", strides),
                        Attribute.of("pads", pads),
                        Attribute.of("count_include_pad", 0)),
                x);
    }

    /** The mean over dimensions, which are gone afterwards. */
    String mean(String x, Long... axes) {
        return graph.op("ReduceMean", List.of(Attribute.of("axes", List.of(axes)), Attribute.of("keepdims", 0)), x);
    }

    /** A linear layer on the last dimension. */
    String linear(String x, String name) {
        return linear(x, name + ".weight", name + ".bias");
    }

    /** As above, with the names of its parts; a bias that is not there is none. */
    String linear(String x, String weight, String bias) {
        String product = graph.op("MatMul", x, transposed(weight(weight), 1, 0));
        return has(bias) ? add(product, weight(bias)) : product;
    }

    /** A norm of the last dimension. */
    String layerNorm(String x, String name, double epsilon) {
        return graph.op(
                "LayerNormalization",
                List.of(Attribute.of("axis", -1), Attribute.of("epsilon", epsilon)),
                x,
                weight(name + ".weight"),
                weight(name + ".bias"));
    }

    String activation(Activation kind, String x) {
        return switch (kind) {
            case RELU -> relu(x);
            case GELU -> {
                String half = graph.op("Mul", x, graph.real(0.5));
                String erf = graph.op("Erf", graph.op("Div", x, graph.real(Math.sqrt(2))));
                yield graph.op("Mul", half, add(erf, graph.real(1)));
            }
            case GELU_TANH -> {
                String cube = graph.op("Mul", x, graph.op("Mul", x, x));
                String inner = add(x, graph.op("Mul", cube, graph.real(0.044715)));
                String tanh = graph.op("Tanh", graph.op("Mul", inner, graph.real(Math.sqrt(2 / Math.PI))));
                yield graph.op("Mul", graph.op("Mul", x, graph.real(0.5)), add(tanh, graph.real(1)));
            }
            case QUICK_GELU -> graph.op("Mul", x, graph.op("Sigmoid", graph.op("Mul", x, graph.real(1.702))));
            case SILU -> graph.op("Mul", x, graph.op("Sigmoid", x));
            case TANH -> graph.op("Tanh", x);
            case IDENTITY -> x;
        };
    }

    /** Two linear layers with an activation between. */
    String mlp(String x, String first, Activation kind, String second) {
        return linear(activation(kind, linear(x, first)), second);
    }

    /** Self-attention of stacked projections, {@code added} to its scores where it is not empty: [B, T, D] to the same. */
    String stackedAttention(String x, String name, int heads, String added) {
        String stacked = linear(x, name + ".in_proj_weight", name + ".in_proj_bias");
        long size = shape(name + ".out_proj.weight")[0];
        List<String> three =
                graph.ops("Split", 3, List.of(Attribute.of("axis", 2)), stacked, graph.wholes(size, size, size));
        String mixed = attention(three.get(0), three.get(1), three.get(2), heads, size, added);
        return linear(mixed, name + ".out_proj");
    }

    /** Heads attend separately to their parts of D and are joined again: [B, T, D]. */
    String attention(String query, String key, String value, int heads, long size, String added) {
        long each = size / heads;
        String queries = transposed(heads(query, heads, each), 0, 2, 1, 3);
        String keys = transposed(heads(key, heads, each), 0, 2, 3, 1);
        String scaled = graph.op("Mul", graph.op("MatMul", queries, keys), graph.real(1 / Math.sqrt((double) each)));
        String scores = added.isEmpty() ? scaled : add(scaled, added);
        String looks = graph.op("Softmax", List.of(Attribute.of("axis", -1)), scores);
        String seen = graph.op("MatMul", looks, transposed(heads(value, heads, each), 0, 2, 1, 3));
        return reshaped(transposed(seen, 0, 2, 1, 3), 0, 0, size);
    }

    private String heads(String x, int heads, long each) {
        return reshaped(x, 0, 0, heads, each);
    }

    String add(String a, String b) {
        return graph.op("Add", a, b);
    }

    /** 0 keeps a size, -1 is what remains. */
    String reshaped(String x, long... shape) {
        return graph.op("Reshape", x, graph.wholes(shape));
    }

    String transposed(String x, long... order) {
        return graph.op(
                "Transpose",
                List.of(Attribute.of("perm", Arrays.stream(order).boxed().toList())),
                x);
    }

    String joined(long axis, String... parts) {
        return graph.op("Concat", List.of(Attribute.of("axis", axis)), parts);
    }

    /** Part of a dimension, every {@code step}-th from {@code from} up to {@code to}. */
    String slice(String x, long axis, long from, long to, long step) {
        return graph.op("Slice", x, graph.wholes(from), graph.wholes(to), graph.wholes(axis), graph.wholes(step));
    }

    /** One place of a dimension, which is gone afterwards. */
    String at(String x, long axis, long place) {
        return graph.op("Squeeze", slice(x, axis, place, place + 1, 1), graph.wholes(axis));
    }

    /** A map [B, C, H, W] as tokens [B, H·W, C]. */
    String tokens(String map) {
        return transposed(reshaped(map, 0, 0, -1), 0, 2, 1);
    }

    /** One learned vector for each sample, before its tokens: [B, T, D] to [B, 1 + T, D]. */
    String withFirst(String tokens, String firstD, long size) {
        String samples = graph.op("Shape", List.of(Attribute.of("start", 0), Attribute.of("end", 1)), tokens);
        String shape = joined(0, samples, graph.wholes(1, size));
        String first = graph.op("Expand", reshaped(firstD, 1, 1, size), shape);
        return joined(1, first, tokens);
    }

    /** To length 1. */
    String normalized(String x) {
        return graph.op("LpNormalization", List.of(Attribute.of("axis", -1), Attribute.of("p", 2)), x);
    }
}
