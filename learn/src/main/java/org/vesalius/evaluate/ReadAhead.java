package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;

/** Reads and decodes studies on all cores while the model looks at those before; they come out in their order, a few are held at a time. */
final class ReadAhead implements AutoCloseable {
    private static final int AHEAD = 8;

    private final PreparedData data;
    private final List<Entry> entries;
    private final int window;
    private final ExecutorService readers;
    private final Deque<Future<Sample>> reading = new ArrayDeque<>();
    private int asked;

    ReadAhead(PreparedData data, List<Entry> entries) {
        this.data = data;
        this.entries = entries;
        int threads = Runtime.getRuntime().availableProcessors();
        window = AHEAD * threads;
        readers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("read-ahead-", 0).factory());
        fill();
    }

    private void fill() {
        while (asked < entries.size() && reading.size() < window) {
            Entry entry = entries.get(asked++);
            reading.add(readers.submit(() -> data.read(entry)));
        }
    }

    /** The next study; what went wrong while it was read is thrown here. */
    Sample next() throws IOException {
        try {
            Sample sample = reading.remove().get();
            fill();
            return sample;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw e.getCause() instanceof IOException cause ? cause : new IOException("reading a study failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped while studies were read", e);
        }
    }

    @Override
    public void close() {
        // no interrupt: that would close the shard's channel, which others read too
        reading.forEach(future -> future.cancel(false));
        readers.shutdown();
    }
}
