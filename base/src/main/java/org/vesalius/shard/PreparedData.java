package org.vesalius.shard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;

/** A prepared set on disk: random access to its studies. Safe for use by several threads. */
public final class PreparedData implements AutoCloseable {
    private final Path dir;
    private final Manifest manifest;
    private final List<Entry> entries;

    private PreparedData(Path dir, Manifest manifest, List<Entry> entries) {
        this.dir = dir;
        this.manifest = manifest;
        this.entries = entries;
    }

    /**
     * Opens a folder that {@code data prepare} wrote.
     *
     * @throws org.vesalius.io.InputException when it is none, of another version, or a shard is missing or cut
     */
    public static PreparedData open(Path dir) throws IOException {
        throw new IOException("not written yet: " + dir.getFileName());
    }

    /** What it is. */
    public Manifest manifest() {
        return manifest;
    }

    /** All entries, in row order. */
    public List<Entry> entries() {
        return entries;
    }

    /** The entries of a split, in row order. */
    public List<Entry> entries(Split split) {
        return entries.stream().filter(entry -> entry.split() == split).toList();
    }

    /** A study with its pictures. */
    public Sample read(Entry entry) throws IOException {
        throw new IOException("not written yet: " + entry.row() + dir.getFileName());
    }

    /** A study without its pictures, which are not decoded. */
    public Study study(Entry entry) throws IOException {
        throw new IOException("not written yet: " + entry.row() + dir.getFileName());
    }

    @Override
    public void close() {}
}
