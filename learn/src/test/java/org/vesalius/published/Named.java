package org.vesalius.published;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import org.vesalius.io.Json;

/** Names and shapes of a published state dictionary, written down part by part as the authors' modules register them, and a file of them: published sizes, all zeros, a hole on the disk. */
final class Named {
    private final SequencedMap<String, List<Long>> shapes = new LinkedHashMap<>();
    private final Set<String> leftOut = new TreeSet<>();

    Named put(String name, long... shape) {
        shapes.put(name, java.util.Arrays.stream(shape).boxed().toList());
        return this;
    }

    /** A name that the map must leave out. */
    Named unused(String name, long... shape) {
        leftOut.add(name);
        return put(name, shape);
    }

    /** {@code nn.Linear} with bias, and {@code nn.LayerNorm} as {@code linear(name, size)}. */
    Named linear(String name, long out, long... in) {
        long[] shape = new long[1 + in.length];
        shape[0] = out;
        System.arraycopy(in, 0, shape, 1, in.length);
        return put(name + ".weight", shape).put(name + ".bias", out);
    }

    Named norm(String name, long size) {
        return linear(name, size);
    }

    /** {@code nn.BatchNorm2d}. */
    Named batchNorm(String name, long size) {
        return norm(name, size).statistics(name, size);
    }

    /** {@code nn.BatchNorm1d(affine=False)}. */
    Named statistics(String name, long size) {
        return put(name + ".running_mean", size)
                .put(name + ".running_var", size)
                .put(name + ".num_batches_tracked");
    }

    Named without(String name) {
        shapes.remove(name);
        leftOut.remove(name);
        return this;
    }

    SequencedMap<String, List<Long>> shapes() {
        return shapes;
    }

    Set<String> leftOut() {
        return leftOut;
    }

    /** A safetensors file of zeros. */
    Path write(Path file) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        long offset = 0;
        for (var entry : shapes.entrySet()) {
            boolean counts = entry.getKey().matches(".*(num_batches_tracked|_index|position_ids)");
            long bytes = entry.getValue().stream().reduce(1L, (a, b) -> a * b) * (counts ? 8 : 4);
            header.put(
                    entry.getKey(),
                    Map.of(
                            "dtype",
                            counts ? "I64" : "F32",
                            "shape",
                            entry.getValue(),
                            "data_offsets",
                            List.of(offset, offset + bytes)));
            offset += bytes;
        }
        byte[] json = Json.line(header).getBytes(StandardCharsets.UTF_8);
        ByteBuffer start = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
        start.putLong(json.length).put(json).flip();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            channel.write(start);
            channel.write(ByteBuffer.wrap(new byte[1]), 8 + json.length + offset - 1);
        }
        return file;
    }
}
