package org.vesalius.checkpoint;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.archive.ElementType;
import org.vesalius.archive.StoredTensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.tensor.Scope;
import tools.jackson.databind.JsonNode;

/**
 * The safetensors format: a little-endian int64 with the length of the header, the header in JSON ({@code {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …, "__metadata__": {…}}}),
 * then the tensors' bytes, little-endian, row-major, without gaps.
 *
 * <p>Reading maps the file; lengths and offsets are checked before anything is allocated. Writing gives the same bytes for the same state: widest types first, then by name, as the reference does.
 *
 * <p>Source: the format's README, huggingface/safetensors.
 */
public final class SafeTensors {
    private static final long MAX_HEADER = 1 << 24; // some hundred thousand tensors; the reference allows 100 MB
    private static final int PREFIX = 8;
    private static final String METADATA = "__metadata__";
    private static final int CHUNK = 1 << 20;

    private SafeTensors() {}

    /** Opens a file; its tensors are readable until it is closed. */
    public static TensorFile read(Path path) throws IOException {
        String what = String.valueOf(path.getFileName());
        return TensorFile.open(path, (file, _) -> parse(what, file));
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
        MemorySegment data = file.asSlice(PREFIX + length);
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        Map<String, String> metadata = new TreeMap<>();
        root.forEachEntry((name, entry) -> {
            if (name.equals(METADATA)) {
                entry.forEachEntry((key, value) -> metadata.put(key, value.asString()));
            } else {
                tensors.put(name, tensor(what + ", tensor " + name, entry, data));
            }
        });
        return new TensorFile.Content(tensors, metadata);
    }

    private static StoredTensor tensor(String what, JsonNode entry, MemorySegment data) {
        JsonNode offsets = entry.path("data_offsets");
        JsonNode sizes = entry.path("shape");
        if (!offsets.isArray() || offsets.size() != 2 || !sizes.isArray()) {
            throw damaged(what, "its header lacks shape or data_offsets");
        }
        List<Long> shape = new ArrayList<>();
        sizes.forEach(size -> shape.add(size.asLong(-1)));
        long from = offsets.get(0).asLong(-1);
        long to = offsets.get(1).asLong(-1);
        if (from < 0 || to < from || to > data.byteSize()) {
            throw damaged(what, "it claims bytes " + from + " to " + to + " of " + data.byteSize());
        }
        ElementType type = ElementTypes.named(what, entry.path("dtype").asString(""));
        StoredTensor tensor = StoredTensor.whole(what, type, shape, data.asSlice(from, to - from));
        if (tensor.bytes() != to - from) {
            throw damaged(what, type + " " + shape + " does not fill " + (to - from) + " bytes");
        }
        return tensor;
    }

    private static InputException damaged(String what, String why) {
        return InputException.of(
                what, "a whole safetensors file", why, "the file is damaged or forged; fetch it again");
    }

    /** Writes {@code state} whole or not at all, and returns the SHA-256 of the file. */
    public static String write(Path path, Map<String, Tensor> state, Map<String, String> metadata) throws IOException {
        List<Map.Entry<String, Tensor>> entries = new ArrayList<>(state.entrySet());
        entries.sort(Comparator.<Map.Entry<String, Tensor>>comparingInt(entry ->
                        -ElementTypes.of(entry.getKey(), entry.getValue()).bytes())
                .thenComparing(entry -> ElementTypes.of(entry.getKey(), entry.getValue()))
                .thenComparing(Map.Entry::getKey));
        byte[] header = header(entries, metadata);
        MessageDigest digest = Digests.sha256();
        AtomicFiles.write(path, file -> {
            OutputStream out = new DigestOutputStream(file, digest);
            out.write(ByteBuffer.allocate(PREFIX)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(header.length)
                    .array());
            out.write(header);
            for (var entry : entries) {
                write(out, entry.getValue());
            }
        });
        return Digests.hex(digest.digest());
    }

    private static byte[] header(List<Map.Entry<String, Tensor>> entries, Map<String, String> metadata) {
        SequencedMap<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(METADATA, new TreeMap<>(metadata));
        }
        long offset = 0;
        for (var entry : entries) {
            ElementType type = ElementTypes.of(entry.getKey(), entry.getValue());
            long end = offset + entry.getValue().numel() * type.bytes();
            SequencedMap<String, Object> fields = new LinkedHashMap<>();
            fields.put("dtype", ElementTypes.name(type));
            fields.put("shape", Weights.shape(entry.getValue()));
            fields.put("data_offsets", List.of(offset, end));
            header.put(entry.getKey(), fields);
            offset = end;
        }
        // map keys come out sorted; the order of the bytes is in the offsets
        StringBuilder json = new StringBuilder(Json.line(header));
        while (json.toString().getBytes(StandardCharsets.UTF_8).length % PREFIX != 0) {
            json.append(' ');
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, Tensor tensor) throws IOException {
        try (var _ = Scope.open();
                Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = Weights.memory(tensor.detach().cpu().contiguous(), arena);
            byte[] buffer = new byte[(int) Math.min(CHUNK, bytes.byteSize())];
            for (long at = 0; at < bytes.byteSize(); at += buffer.length) {
                int n = (int) Math.min(buffer.length, bytes.byteSize() - at);
                MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, buffer, 0, n);
                out.write(buffer, 0, n);
            }
        }
    }
}
