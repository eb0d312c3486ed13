package org.vesalius.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.vesalius.image.ImageFiles;

/** One thread answers, in order and together where it can; what it cannot answer in time it refuses. */
final class ModelQueueTest {
    private static final int ROOM = 2;

    private final CountDownLatch hold = new CountDownLatch(1);
    private ModelQueue queue;

    @BeforeEach
    void open() {
        ServiceOptions.Limits limits = new ServiceOptions.Limits(1 << 20, 1 << 20, 100, 10, ROOM, 4, 100);
        ServiceOptions defaults = ServiceOptions.defaults();
        queue = new ModelQueue(
                Served.model(),
                new ServiceOptions(defaults.host(), 0, null, null, null, limits, Duration.ofSeconds(2)));
    }

    @AfterEach
    void close() {
        hold.countDown();
        queue.close();
    }

    private CompletableFuture<Void> occupy() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> busy = CompletableFuture.runAsync(() -> queue.ask(_ -> {
            begun.countDown();
            try {
                return hold.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));
        begun.await();
        return busy;
    }

    @Test
    void whatWaitsTogetherIsAnsweredAsEachAlone() throws Exception {
        float[] text = queue.embed("a small left effusion");
        float[] film = queue.embed(ImageFiles.decode(Served.film(1), "film"));
        CompletableFuture<Void> busy = occupy();
        CompletableFuture<float[]> again = CompletableFuture.supplyAsync(() -> queue.embed("a small left effusion"));
        CompletableFuture<float[]> seen =
                CompletableFuture.supplyAsync(() -> queue.embed(ImageFiles.decode(Served.film(1), "film")));
        while (queue.depth() < ROOM) {
            Thread.onSpinWait();
        }
        hold.countDown();
        assertThat(again.get()).containsExactly(text);
        assertThat(seen.get()).containsExactly(film);
        busy.get();
    }

    @Test
    void aFullQueueRefusesAtOnceAndSaysWhenToComeBack() throws InterruptedException {
        CompletableFuture<Void> busy = occupy();
        List<CompletableFuture<float[]>> waiting = IntStream.range(0, ROOM)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> queue.embed("text " + i)))
                .toList();
        while (queue.depth() < ROOM) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> queue.embed("one too many"))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(429);
                    assertThat(refusal.retryAfter()).isPositive();
                });
        hold.countDown();
        assertThat(waiting).allSatisfy(one -> assertThat(one.join()).hasSize(8));
        busy.join();
    }

    @Test
    void whoWaitsTooLongIsToldSo() throws InterruptedException {
        CompletableFuture<Void> busy = occupy();
        assertThatThrownBy(() -> queue.embed("late"))
                .asInstanceOf(InstanceOfAssertFactories.type(Refusal.class))
                .satisfies(refusal -> assertThat(refusal.status()).isEqualTo(503));
        assertThatThrownBy(busy::join).as("so is the one before it").hasCauseInstanceOf(Refusal.class);
    }

    @Test
    void anErrorOfOneQuestionEndsNoOthers() {
        assertThatThrownBy(() -> queue.ask(_ -> {
                    throw new StackOverflowError("made up");
                }))
                .hasRootCauseInstanceOf(StackOverflowError.class);
        assertThat(queue.isAlive()).isTrue();
        assertThat(queue.embed("still answered")).hasSize(8);
    }
}
