package org.vesalius.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * An ONNX graph being built: values are named by strings, each node gives back the name of what it computes. Written as an ONNX model of operator set {@value #OPSET} (<a
 * href="https://github.com/onnx/onnx/blob/main/onnx/onnx.proto">onnx.proto</a>, whose field numbers stand below).
 */
final class Graph {
    /** The first set with layer normalisation as one operator. */
    static final int OPSET = 17;

    private static final int IR_VERSION = 8; // what goes with it
    private static final long MOST_BYTES = Integer.MAX_VALUE; // of a protocol buffers message

    /** Types of elements, by ONNX's numbers. */
    enum Type {
        FLOAT(1),
        INT64(7);

        private final int code;

        Type(int code) {
            this.code = code;
        }
    }

    /** A constant: its message without the data, and where the data come from. */
    private record Constant(Wire head, long bytes, Source data) {
        // TensorProto.raw_data = 9
        private byte[] beginning() {
            return head.header(9, bytes).encoded();
        }
    }

    @FunctionalInterface
    private interface Source {
        ByteBuffer read();
    }

    private final String name;
    private final List<Wire> nodes = new ArrayList<>();
    private final List<Constant> constants = new ArrayList<>();
    private final List<Wire> inputs = new ArrayList<>();
    private final List<Wire> outputs = new ArrayList<>();
    private final Set<String> weights = new HashSet<>();
    private int values;

    Graph(String name) {
        this.name = name;
    }

    /** An input whose sizes are numbers, or names where any size will do. */
    String input(String value, Type type, Object... shape) {
        inputs.add(described(value, type, shape));
        return value;
    }

    /** Makes {@code value} an output under a name of its own. */
    void output(String value, String as, Object... shape) {
        nodes.add(node("Identity", List.of(value), List.of(as), List.of()));
        outputs.add(described(as, Type.FLOAT, shape));
    }

    private static Wire described(String value, Type type, Object... shape) {
        Wire sizes = new Wire();
        for (Object size : shape) {
            Wire dimension = size instanceof Number number
                    ? new Wire().number(1, number.longValue()) // dim_value
                    : new Wire().text(2, size.toString()); // dim_param
            sizes.message(1, dimension);
        }
        Wire tensor = new Wire().number(1, type.code).message(2, sizes);
        return new Wire().text(1, value).message(2, new Wire().message(1, tensor));
    }

    /** A trained tensor under its own name; asked for twice, it is stored once. */
    String weight(String value, Tensor tensor) {
        if (weights.add(value)) {
            long[] shape = Shapes.of(tensor);
            long count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
            constants.add(constant(value, Type.FLOAT, shape, 4 * count, () -> bytes(Tensors.floats(tensor))));
        }
        return value;
    }

    /** A constant of real numbers. */
    String reals(float[] data, long... shape) {
        String value = fresh();
        constants.add(constant(value, Type.FLOAT, shape, 4L * data.length, () -> bytes(data)));
        return value;
    }

    /** One real number. */
    String real(double number) {
        return reals(new float[] {(float) number});
    }

    /** A list of whole numbers: shapes, axes, places. */
    String wholes(long... data) {
        String value = fresh();
        constants.add(constant(value, Type.INT64, new long[] {data.length}, 8L * data.length, () -> {
            ByteBuffer bytes = ByteBuffer.allocate(8 * data.length).order(ByteOrder.LITTLE_ENDIAN);
            LongBuffer longs = bytes.asLongBuffer();
            longs.put(data);
            return bytes;
        }));
        return value;
    }

    private static Constant constant(String value, Type type, long[] shape, long bytes, Source data) {
        Wire head = new Wire();
        for (long size : shape) {
            head.number(1, size); // dims
        }
        head.number(2, type.code).text(8, value); // data_type, name
        return new Constant(head, bytes, data);
    }

    private static ByteBuffer bytes(float[] data) {
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(4, data.length)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(data);
        return bytes;
    }

    /** A node of one result. */
    String op(String type, String... in) {
        return op(type, List.of(), in);
    }

    /** A node of one result, with constants. */
    String op(String type, List<Attribute> attributes, String... in) {
        return ops(type, 1, attributes, in).getFirst();
    }

    /** A node of several results. */
    List<String> ops(String type, int results, List<Attribute> attributes, String... in) {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < results; i++) {
            out.add(fresh());
        }
        nodes.add(node(type, List.of(in), out, attributes));
        return out;
    }

    private String fresh() {
        return "v" + values++;
    }

    private static Wire node(String type, List<String> in, List<String> out, List<Attribute> attributes) {
        Wire node = new Wire();
        in.forEach(value -> node.text(1, value));
        out.forEach(value -> node.text(2, value));
        node.text(4, type); // op_type
        attributes.forEach(attribute -> node.message(5, encoded(attribute)));
        return node;
    }

    /** AttributeProto: name = 1, f = 2, i = 3, ints = 8, type = 20 (FLOAT 1, INT 2, INTS 7). */
    private static Wire encoded(Attribute attribute) {
        Wire wire = new Wire().text(1, attribute.name());
        return switch (attribute) {
            case Attribute.Whole whole -> wire.number(3, whole.value()).number(20, 2);
            case Attribute.Real real -> wire.real(2, real.value()).number(20, 1);
            case Attribute.Wholes wholes -> {
                wholes.values().forEach(value -> wire.number(8, value));
                yield wire.number(20, 7);
            }
        };
    }

    /**
     * Writes the model.
     *
     * @throws InputException when it is larger than a file of this format may be
     */
    void write(OutputStream out) throws IOException {
        Wire front = new Wire(); // GraphProto: node = 1, name = 2, initializer = 5, input = 11, output = 12
        nodes.forEach(node -> front.message(1, node));
        front.text(2, name);
        Wire back = new Wire();
        inputs.forEach(input -> back.message(11, input));
        outputs.forEach(output -> back.message(12, output));
        List<byte[]> heads = new ArrayList<>();
        long length = front.encoded().length + (long) back.encoded().length;
        for (Constant constant : constants) {
            byte[] beginning = constant.beginning();
            byte[] field =
                    new Wire().header(5, beginning.length + constant.bytes).encoded();
            heads.add(field);
            heads.add(beginning);
            length += field.length + beginning.length + constant.bytes;
        }
        if (length > MOST_BYTES) {
            throw InputException.of(
                    "ONNX file of the " + name, "less than 2 GiB", length + " bytes", "export a smaller model");
        }
        // ModelProto: ir_version = 1, producer_name = 2, graph = 7, opset_import = 8 (its version = 2)
        out.write(new Wire()
                .number(1, IR_VERSION)
                .text(2, "vesalius")
                .message(8, new Wire().number(2, OPSET))
                .header(7, length)
                .encoded());
        out.write(front.encoded());
        for (int i = 0; i < constants.size(); i++) {
            out.write(heads.get(2 * i));
            out.write(heads.get(2 * i + 1));
            out.write(constants.get(i).data.read().array());
        }
        out.write(back.encoded());
    }
}
