package org.vesalius.shard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;

/** Packed studies on their way to the shards: in which one a study goes is known only when all pictures have been seen, since patients who share a film must not be parted. */
final class Spool implements AutoCloseable {
    private final FileChannel file;
    private final List<Row> rows = new ArrayList<>();
    private final Map<String, Census> byPatient = new HashMap<>();
    private long end;

    private Spool(FileChannel file) {
        this.file = file;
    }

    /**
     * What is kept in memory of a study.
     *
     * @param patientId as the reader gave it
     */
    record Row(
            String patientId,
            @Nullable Split published,
            String key,
            String patientKey,
            int images,
            long offset,
            int length) {}

    static Spool in(Path folder) throws IOException {
        return new Spool(FileChannel.open(
                folder.resolve("spool"),
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE));
    }

    /** Keeps a study until it is known where it goes. */
    void add(Made made, Study study, String key) throws IOException {
        byte[] slice = made.slice().array();
        ByteBuffer buffer = ByteBuffer.wrap(slice);
        while (buffer.hasRemaining()) {
            file.write(buffer, end + buffer.position());
        }
        rows.add(new Row(
                made.patientId(),
                made.published(),
                key,
                study.patientId(),
                study.images().size(),
                end,
                slice.length));
        byPatient.computeIfAbsent(made.patientId(), _ -> new Census()).add(study);
        end += slice.length;
    }

    List<Row> rows() {
        return rows;
    }

    Map<String, Census> byPatient() {
        return byPatient;
    }

    /** The members of a study. */
    byte[] slice(Row row) throws IOException {
        byte[] slice = new byte[row.length()];
        ByteBuffer buffer = ByteBuffer.wrap(slice);
        while (buffer.hasRemaining() && file.read(buffer, row.offset() + buffer.position()) >= 0) {
            // until all of it is there
        }
        return slice;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
