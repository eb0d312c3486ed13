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
import org.vesalius.archive.SafeTensorsArchive;
import org.vesalius.archive.TensorFile;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.Digests;
import org.vesalius.io.Json;
import org.vesalius.tensor.Scope;

/**
 * The safetensors format: a little-endian int64 with the length of the header, the header in JSON ({@code {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …, "__metadata__": {…}}}),
 * then the tensors' bytes, little-endian, row-major, without gaps.
 *
 * <p>Reading maps the file; lengths and offsets are checked before anything is allocated. Writing gives the same bytes for the same state: widest types first, then by name, as the reference does.
 *
 * <p>Source: the format's README, huggingface/safetensors.
 */
public final class SafeTensors {
    private static final int PREFIX = 8;
    private static final String METADATA = "__metadata__";
    private static final int CHUNK = 1 << 20;

    private SafeTensors() {}

    /** Opens a file; its tensors are readable until it is closed. */
    public static TensorFile read(Path path) throws IOException {
        String what = String.valueOf(path.getFileName());
        return TensorFile.open(path, SafeTensorsArchive.format(what));
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
