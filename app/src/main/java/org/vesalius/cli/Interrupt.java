package org.vesalius.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Ctrl-C during a training: the training is asked to stop and the machine waits until it has saved. Close it when all is saved. */
final class Interrupt implements AutoCloseable {
    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch saved = new CountDownLatch(1);
    private final Thread hook = new Thread(this::stop);

    /** Listens from now on. */
    Interrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Whether somebody wants the training to stop. */
    boolean asked() {
        return asked.get();
    }

    private void stop() {
        asked.set(true);
        try {
            if (!saved.await(2, TimeUnit.MINUTES)) {
                System.err.println("vesalius: the training did not stop within two minutes; its last save is whole");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        saved.countDown();
        if (!asked.get()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
