package org.vesalius.text;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

/**
 * The float32 initialisers of an ONNX model, by name. An exporter folds the transposed weight of a linear layer into an anonymous {@code onnx::MatMul_123}; such a one gets its name back from the graph:
 * where the product's result meets an initialiser {@code X.bias} in an Add, it is {@code X.weight}, transposed.
 *
 * <p>Format: a protobuf message {@code ModelProto} (field 7 graph); {@code GraphProto} (1 node, 5 initializer); {@code NodeProto} (1 input, 2 output, 4 op_type); {@code TensorProto} (1 dims, 2 data_type,
 * 4 float_data, 8 name, 9 raw_data little-endian). Other fields are skipped.
 */
final class OnnxWeights {
    private static final int FLOAT = 1;
    private static final String MODEL = "onnx model";

    private record Node(String operation, List<String> inputs, List<String> outputs) {}

    private record Field(int number, long value, ByteBuffer bytes) {}

    private static final class Initialiser {
        private String name = "";
        private final List<Long> dims = new ArrayList<>();
        private long type;
        private ByteBuffer data = ByteBuffer.allocate(0);

        private Tensor tensor() {
            if (type != FLOAT) {
                throw InputException.of(
                        "onnx initialiser " + name, "float32 (data type 1)", "data type " + type, "use the float file");
            }
            float[] values = new float[data.remaining() / Float.BYTES];
            data.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
            return Tensors.of(values, dims.stream().mapToLong(Long::longValue).toArray());
        }
    }

    private final SequencedMap<String, Initialiser> initialisers = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    private OnnxWeights() {}

    /** Reads a whole model; the tensors are made by {@link #tensors}. */
    static OnnxWeights read(byte[] model) {
        OnnxWeights weights = new OnnxWeights();
        for (Field field : fields(ByteBuffer.wrap(model))) {
            if (field.number() == 7) {
                weights.readGraph(field.bytes());
            }
        }
        if (weights.initialisers.isEmpty()) {
            throw InputException.of(MODEL, "a graph with initialisers", "none", "is this an ONNX file?");
        }
        return weights;
    }

    /** All initialisers under their own or restored names, owned by the open scope. Integer constants are left out. */
    SequencedMap<String, Tensor> tensors() {
        Map<String, String> restored = restoredNames();
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        initialisers.forEach((name, initialiser) -> {
            String restoredName = restored.get(name);
            if (restoredName != null) {
                tensors.put(
                        restoredName,
                        Scope.returning(() -> initialiser.tensor().t().contiguous()));
            } else if (initialiser.type == FLOAT) {
                tensors.put(name, initialiser.tensor());
            }
        });
        return tensors;
    }

    private Map<String, String> restoredNames() {
        Map<String, List<Node>> readers = new HashMap<>();
        for (Node node : nodes) {
            node.inputs()
                    .forEach(input -> readers.computeIfAbsent(input, _ -> new ArrayList<>())
                            .add(node));
        }
        Map<String, String> names = new HashMap<>();
        for (Node product : nodes) {
            if (!product.operation().equals("MatMul") || product.inputs().size() != 2) {
                continue;
            }
            String weight = product.inputs().get(1);
            if (initialisers.containsKey(weight)) {
                readers.getOrDefault(product.outputs().getFirst(), List.of()).stream()
                        .filter(reader -> reader.operation().equals("Add"))
                        .flatMap(reader -> reader.inputs().stream())
                        .filter(input -> initialisers.containsKey(input) && input.endsWith(".bias"))
                        .findFirst()
                        .ifPresent(bias ->
                                names.put(weight, bias.substring(0, bias.length() - "bias".length()) + "weight"));
            }
        }
        return names;
    }

    private void readGraph(ByteBuffer graph) {
        for (Field field : fields(graph)) {
            switch (field.number()) {
                case 1 -> nodes.add(readNode(field.bytes()));
                case 5 -> {
                    Initialiser initialiser = readInitialiser(field.bytes());
                    initialisers.put(initialiser.name, initialiser);
                }
                default -> {}
            }
        }
    }

    private static Node readNode(ByteBuffer node) {
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        String operation = "";
        for (Field field : fields(node)) {
            switch (field.number()) {
                case 1 -> inputs.add(text(field.bytes()));
                case 2 -> outputs.add(text(field.bytes()));
                case 4 -> operation = text(field.bytes());
                default -> {}
            }
        }
        return new Node(operation, inputs, outputs);
    }

    private static Initialiser readInitialiser(ByteBuffer tensor) {
        Initialiser read = new Initialiser();
        for (Field field : fields(tensor)) {
            switch (field.number()) {
                case 1 -> readDims(field, read.dims);
                case 2 -> read.type = field.value();
                case 4, 9 -> read.data = field.bytes();
                case 8 -> read.name = text(field.bytes());
                default -> {}
            }
        }
        return read;
    }

    private static void readDims(Field field, List<Long> dims) {
        if (field.bytes().capacity() == 0) {
            dims.add(field.value());
        }
        ByteBuffer packed = field.bytes();
        while (packed.hasRemaining()) {
            dims.add(varint(packed));
        }
    }

    private static List<Field> fields(ByteBuffer message) {
        List<Field> fields = new ArrayList<>();
        ByteBuffer rest = message.duplicate();
        ByteBuffer none = ByteBuffer.allocate(0);
        while (rest.hasRemaining()) {
            long key = varint(rest);
            int number = (int) (key >>> 3);
            switch ((int) (key & 7)) {
                case 0 -> fields.add(new Field(number, varint(rest), none));
                case 1 -> fields.add(new Field(number, 0, take(rest, 8)));
                case 2 -> fields.add(new Field(number, 0, take(rest, varint(rest))));
                case 5 -> fields.add(new Field(number, 0, take(rest, 4)));
                default -> throw broken("wire type " + (key & 7));
            }
        }
        return fields;
    }

    private static ByteBuffer take(ByteBuffer from, long length) {
        if (length < 0 || length > from.remaining()) {
            throw broken("a field of " + length + " bytes where " + from.remaining() + " are left");
        }
        ByteBuffer taken = from.slice(from.position(), (int) length);
        from.position(from.position() + (int) length);
        return taken;
    }

    private static long varint(ByteBuffer from) {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (!from.hasRemaining()) {
                throw broken("the end inside a number");
            }
            byte next = from.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw broken("a number of more than ten bytes");
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static InputException broken(String got) {
        return InputException.of(MODEL, "a protobuf message", got, "the file is damaged or no ONNX file");
    }
}
