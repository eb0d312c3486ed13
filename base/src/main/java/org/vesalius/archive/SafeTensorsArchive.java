package org.vesalius.archive;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/**
 * The safetensors format: a little-endian int64 with the length of the header, the header in JSON ({@code {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …, "__metadata__": {…}}}),
 * then the tensors' bytes, little-endian, row-major. Lengths and offsets are checked before anything is allocated; as the reference does, bytes that belong to two tensors or to none are refused.
 *
 * <p>Source: the format's README, huggingface/safetensors.
 */
public final class SafeTensorsArchive {
    private static final long MAX_HEADER = 1 << 24; // some hundred thousand tensors; the reference allows 100 MB
    private static final int PREFIX = 8;
    private static final String METADATA = "__metadata__";

    private final String what;
    private final MemorySegment data;
    private final SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> metadata = new TreeMap<>();
    private final NavigableMap<Long, Long> taken = new TreeMap<>();

    private SafeTensorsArchive(String what, MemorySegment data) {
        this.what = what;
        this.data = data;
    }

    /** {@code what} names the file in errors. */
    public static TensorFile.Format format(String what) {
        return (file, _) -> parse(what, file);
    }

    private static TensorFile.Content parse(String what, MemorySegment file) {
        if (file.byteSize() < PREFIX) {
            throw damaged(what, "it has " + file.byteSize() + " bytes");
        }
        long length = file.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
        if (length < 2 || length > file.byteSize() - PREFIX || length > MAX_HEADER) {
            throw damaged(what, "its header claims " + length + " bytes of a file of " + file.byteSize());
        }
        String header = StandardCharsets.UTF_8
                .decode(file.asSlice(PREFIX, length).asByteBuffer())
                .toString();
        JsonNode root = Json.tree(header, what + ", header");
        if (!root.isObject()) {
            throw damaged(what, "its header is no JSON object");
        }
        SafeTensorsArchive archive = new SafeTensorsArchive(what, file.asSlice(PREFIX + length));
        root.forEachEntry(archive::entry);
        archive.checkAllTaken();
        return new TensorFile.Content(archive.tensors, archive.metadata);
    }

    private void entry(String name, JsonNode entry) {
        if (name.equals(METADATA)) {
            entry.forEachEntry((key, value) -> metadata.put(key, value.asString("")));
        } else {
            tensors.put(name, tensor(what + ", tensor " + name, entry));
        }
    }

    private StoredTensor tensor(String named, JsonNode entry) {
        JsonNode offsets = entry.path("data_offsets");
        JsonNode sizes = entry.path("shape");
        if (!offsets.isArray() || offsets.size() != 2 || !sizes.isArray()) {
            throw damaged(named, "its header lacks shape or data_offsets");
        }
        List<Long> shape = new ArrayList<>();
        sizes.forEach(size -> shape.add(size.asLong(-1)));
        long from = offsets.get(0).asLong(-1);
        long to = offsets.get(1).asLong(-1);
        if (from < 0 || to < from || to > data.byteSize()) {
            throw damaged(named, "it claims bytes " + from + " to " + to + " of " + data.byteSize());
        }
        ElementType type = type(named, entry.path("dtype").asString(""));
        StoredTensor tensor = StoredTensor.whole(named, type, shape, data.asSlice(from, to - from));
        if (tensor.bytes() != to - from) {
            throw damaged(named, type + " " + shape + " does not fill " + (to - from) + " bytes");
        }
        if (to > from && taken.put(from, to) != null) {
            throw damaged(named, "its bytes are another tensor's too");
        }
        return tensor;
    }

    private void checkAllTaken() {
        long end = 0;
        for (Map.Entry<Long, Long> range : taken.entrySet()) {
            if (range.getKey() != end) {
                throw damaged(what, "tensors with bytes between them or in common at " + end);
            }
            end = range.getValue();
        }
        if (end != data.byteSize()) {
            throw damaged(what, (data.byteSize() - end) + " bytes behind the last tensor");
        }
    }

    private static ElementType type(String named, String name) {
        return switch (name) {
            case "F16" -> ElementType.FLOAT16;
            case "BF16" -> ElementType.BFLOAT16;
            case "F32" -> ElementType.FLOAT32;
            case "F64" -> ElementType.FLOAT64;
            case "I8" -> ElementType.INT8;
            case "I16" -> ElementType.INT16;
            case "I32" -> ElementType.INT32;
            case "I64" -> ElementType.INT64;
            case "U8" -> ElementType.UINT8;
            case "BOOL" -> ElementType.BOOL;
            default ->
                throw InputException.of(
                        named,
                        "F16, BF16, F32, F64, I8 to I64, U8 or BOOL",
                        "type '" + name.replaceAll("\\W", "?") + "'",
                        "convert it before loading");
        };
    }

    private static InputException damaged(String named, String why) {
        return InputException.of(
                named, "a whole safetensors file", why, "the file is damaged or forged; fetch it again");
    }
}
