package org.vesalius.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.vesalius.shard.Cursor;
import org.vesalius.tensor.Seed;

/**
 * Reads batches ahead of the training step on a thread of its own, as Java arrays. What a batch holds follows from the seed and the cursor alone.
 */
final class Loader implements AutoCloseable {
    private static final int AHEAD = 3;

    private sealed interface Message {}

    private record Loaded(Ready ready) implements Message {}

    private record Failed(Throwable cause) implements Message {}

    private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(AHEAD);
    private final Examples examples;
    private final Pictures pictures;
    private final int batch;
    private final Thread thread;
    private volatile boolean closed;
    private long waitedNanos;

    /** Starts reading at {@code from}. */
    Loader(Examples examples, Pictures pictures, int batch, Cursor from) {
        this.examples = examples;
        this.pictures = pictures;
        this.batch = batch;
        thread = Thread.ofPlatform().daemon().name("loader").start(() -> read(from));
    }

    private void read(Cursor from) {
        Cursor cursor = from;
        try {
            while (!closed) {
                Ready ready = load(cursor);
                put(new Loaded(ready));
                cursor = ready.next();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | Error e) {
            queue.clear();
            queue.offer(new Failed(e));
        }
    }

    private void put(Message message) throws InterruptedException {
        boolean taken = false;
        while (!taken && !closed) {
            taken = queue.offer(message, 50, TimeUnit.MILLISECONDS);
        }
    }

    private Ready load(Cursor from) throws IOException {
        // an incomplete last batch is left out: its contrast would be an easier one
        Cursor cursor = from.position() + batch > examples.size() ? from.nextEpoch() : from;
        int[] chosen = cursor.take(batch, examples.size());
        Ready.Collector collector = new Ready.Collector(pictures, batch);
        for (int i = 0; i < batch; i++) {
            long place = cursor.position() + (long) i;
            var random = Seed.random(Seed.mix(cursor.seed(), cursor.epoch(), place));
            collector.add(examples.show(chosen[i], random), random);
        }
        return collector.ready(cursor.advance(batch));
    }

    /** The next batch; what went wrong while reading is thrown here. */
    Ready next() throws IOException, InterruptedException {
        long from = System.nanoTime();
        Message message = queue.take();
        waitedNanos += System.nanoTime() - from;
        return switch (message) {
            case Loaded(Ready ready) -> ready;
            case Failed(Throwable cause) -> throw rethrown(cause);
        };
    }

    private static IOException rethrown(Throwable cause) {
        if (cause instanceof RuntimeException e && !(e instanceof UncheckedIOException)) {
            throw e;
        }
        if (cause instanceof Error e) {
            throw e;
        }
        return cause instanceof IOException e ? e : new IOException(cause);
    }

    /** Time that the training thread waited for data so far, in seconds. */
    double waited() {
        return waitedNanos / 1e9;
    }

    @Override
    public void close() {
        // no interrupt: that would close the shard's channel, which others read too
        closed = true;
        queue.clear();
        try {
            thread.join(10_000);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
