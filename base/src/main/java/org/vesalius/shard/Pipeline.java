package org.vesalius.shard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Study;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;

/** Reads a set, works on its studies on several threads and hands the results on in the order of the set; a few studies per thread are held at a time. */
final class Pipeline {
    private static final int AHEAD = 4;

    private final int threads;
    private final Progress progress;
    private final Deque<Future<Made>> running = new ArrayDeque<>();
    private long done;

    Pipeline(int threads, Progress progress) {
        this.threads = threads;
        this.progress = progress;
    }

    /** The work on one study. */
    @FunctionalInterface
    interface Work {
        /** {@code number} counts the studies from 1. */
        Made on(int number, Study study);
    }

    /** What is done with the results. */
    @FunctionalInterface
    interface Sink {
        void accept(Made made) throws IOException;
    }

    void run(Dataset dataset, Path dir, ReadOptions options, Work work, Sink sink, Consumer<Problem> problems)
            throws IOException {
        int[] number = {0};
        ExecutorService pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("prepare-", 0).factory());
        try {
            Scan.read(
                    dataset,
                    dir,
                    options,
                    study -> {
                        int mine = ++number[0];
                        running.add(pool.submit(() -> work.on(mine, study)));
                        // what is stored of volumes is large
                        int ahead = study.volumes().isEmpty() ? AHEAD * threads : threads;
                        while (running.size() > ahead) {
                            drainOne(sink);
                        }
                    },
                    problems);
            while (!running.isEmpty()) {
                drainOne(sink);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            pool.shutdownNow();
        }
    }

    private void drainOne(Sink sink) {
        try {
            sink.accept(running.remove().get());
            progress.at(++done, "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("preparing a study failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("stopped", e));
        }
    }
}
