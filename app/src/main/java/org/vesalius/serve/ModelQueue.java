package org.vesalius.serve;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.vesalius.image.Image;
import org.vesalius.infer.Inference;

/**
 * The only thread that touches the model. Requests wait in a bounded queue; a full one refuses ({@link Refusal#busy}), so that a client learns at once what it would otherwise learn late. Texts that wait
 * together are embedded together, and so are images.
 */
final class ModelQueue implements AutoCloseable {
    private static final int RETRY_SECONDS = 2;

    private final Inference model;
    private final BlockingQueue<Job> waiting;
    private final int batch;
    private final Duration wait;
    private final Thread worker;
    private volatile boolean closed;

    /** A question to the model. */
    private sealed interface Job {
        /** Tells whoever waits that there is no answer. */
        void fail(RuntimeException reason);
    }

    private record Text(String text, CompletableFuture<float[]> answer) implements Job {
        @Override
        public void fail(RuntimeException reason) {
            answer.completeExceptionally(reason);
        }
    }

    private record Picture(Image image, CompletableFuture<float[]> answer) implements Job {
        @Override
        public void fail(RuntimeException reason) {
            answer.completeExceptionally(reason);
        }
    }

    private record Other<T>(Function<Inference, T> work, CompletableFuture<T> answer) implements Job {
        void run(Inference model) {
            answer.complete(work.apply(model));
        }

        @Override
        public void fail(RuntimeException reason) {
            answer.completeExceptionally(reason);
        }
    }

    /** Owns {@code model} from now on: it is closed with the queue. */
    ModelQueue(Inference model, ServiceOptions options) {
        this.model = model;
        this.waiting = new ArrayBlockingQueue<>(options.limits().queued());
        this.batch = options.limits().batch();
        this.wait = options.patience();
        this.worker = Thread.ofPlatform().name("model").start(this::work);
    }

    /** Digest of the model's weights. */
    String digest() {
        return model.digest();
    }

    /** Questions that wait now. */
    int depth() {
        return waiting.size();
    }

    /** Unit vector of a text. */
    float[] embed(String text) {
        CompletableFuture<float[]> answer = new CompletableFuture<>();
        return ask(new Text(text, answer), answer);
    }

    /** Unit vector of an image. */
    float[] embed(Image image) {
        CompletableFuture<float[]> answer = new CompletableFuture<>();
        return ask(new Picture(image, answer), answer);
    }

    /** Any other question, alone in its batch. */
    <T> T ask(Function<Inference, T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        return ask(new Other<>(work, answer), answer);
    }

    private <T> T ask(Job job, CompletableFuture<T> answer) {
        if (closed || !waiting.offer(job)) {
            throw Refusal.busy(RETRY_SECONDS);
        }
        try {
            return answer.get(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
            answer.cancel(false); // nobody waits: the worker passes over it
            throw Refusal.late(RETRY_SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Refusal.late(RETRY_SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException reason) {
                throw reason;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void work() {
        List<Job> taken = new ArrayList<>();
        while (!closed) {
            try {
                Job first = waiting.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    taken.add(first);
                    waiting.drainTo(taken, batch - 1);
                    answer(taken);
                    taken.clear();
                }
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void answer(List<Job> jobs) {
        together(
                jobs.stream()
                        .filter(Text.class::isInstance)
                        .map(Text.class::cast)
                        .toList(),
                texts -> model.embedTexts(texts.stream().map(Text::text).toList()),
                Text::answer);
        together(
                jobs.stream()
                        .filter(Picture.class::isInstance)
                        .map(Picture.class::cast)
                        .toList(),
                pictures ->
                        model.embedImages(pictures.stream().map(Picture::image).toList()),
                Picture::answer);
        for (Job job : jobs) {
            if (job instanceof Other<?> other && !other.answer().isDone()) {
                try {
                    other.run(model);
                } catch (Throwable e) { // an error of one question must not end the thread of all
                    other.fail(reason(e));
                }
            }
        }
    }

    private static <J extends Job> void together(
            List<J> jobs, Function<List<J>, float[][]> embed, Function<J, CompletableFuture<float[]>> answer) {
        List<J> awaited =
                jobs.stream().filter(job -> !answer.apply(job).isDone()).toList();
        if (awaited.isEmpty()) {
            return;
        }
        try {
            float[][] vectors = embed.apply(awaited);
            IntStream.range(0, vectors.length)
                    .forEach(i -> answer.apply(awaited.get(i)).complete(vectors[i]));
        } catch (Throwable e) { // as above
            awaited.forEach(job -> job.fail(reason(e)));
        }
    }

    private static RuntimeException reason(Throwable e) {
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }

    /** Whether questions are still answered. */
    boolean isAlive() {
        return worker.isAlive();
    }

    /** Answers what is running, refuses what waits, and lets the model go. */
    @Override
    public void close() {
        closed = true;
        try {
            worker.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        List<Job> left = new ArrayList<>();
        waiting.drainTo(left);
        left.forEach(job -> job.fail(Refusal.busy(RETRY_SECONDS)));
        model.close();
    }
}
