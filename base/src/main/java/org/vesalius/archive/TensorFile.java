package org.vesalius.archive;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vesalius.io.InputException;

/** An open weight file: its tensors by name in the file's order, and what it says about itself. The tensors stay readable until {@link #close}. */
public final class TensorFile implements AutoCloseable {
    private final Arena arena;
    private final SequencedMap<String, StoredTensor> tensors;
    private final SortedMap<String, String> metadata;

    private TensorFile(Arena arena, Map<String, StoredTensor> tensors, Map<String, String> metadata) {
        this.arena = arena;
        this.tensors = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(tensors));
        this.metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
    }

    /** What a format makes of a mapped file. */
    public record Content(SequencedMap<String, StoredTensor> tensors, Map<String, String> metadata) {
        /** Tensors of a file that says nothing about itself. */
        public Content(SequencedMap<String, StoredTensor> tensors) {
            this(tensors, Map.of());
        }
    }

    /** A file format. */
    @FunctionalInterface
    public interface Format {
        /** Reads the mapped file; what it unpacks is allocated in {@code arena}. */
        Content parse(MemorySegment file, Arena arena) throws IOException;
    }

    /** Maps {@code path} into memory (nothing is read before it is used) and parses it. */
    @SuppressWarnings("MustBeClosedChecker") // the file owns the mapping until it is closed
    public static TensorFile open(Path path, Format format) throws IOException {
        Arena arena = Arena.ofShared();
        boolean opened = false;
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            Content content = format.parse(channel.map(MapMode.READ_ONLY, 0, channel.size(), arena), arena);
            TensorFile file = new TensorFile(arena, content.tensors(), content.metadata());
            opened = true;
            return file;
        } finally {
            if (!opened) {
                arena.close();
            }
        }
    }

    /** By name, in the file's order. */
    public SequencedMap<String, StoredTensor> tensors() {
        return tensors;
    }

    /** One tensor; an unknown name lists the nearest. */
    public StoredTensor tensor(String name) {
        StoredTensor tensor = tensors.get(name);
        if (tensor == null) {
            throw InputException.unknown("tensor", name, tensors.keySet());
        }
        return tensor;
    }

    /** Free text by key; empty when the format has none. */
    public SortedMap<String, String> metadata() {
        return metadata;
    }

    @Override
    public void close() {
        arena.close();
    }
}
