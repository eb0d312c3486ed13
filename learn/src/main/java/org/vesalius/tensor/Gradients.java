package org.vesalius.tensor;

import org.bytedeco.pytorch.GradMode;

/** Whether operations are recorded for backward, on this thread: {@code try (var _ = Gradients.off()) { … }}. */
public final class Gradients implements AutoCloseable {
    private final boolean before = GradMode.is_enabled();

    private Gradients(boolean recording) {
        GradMode.set_enabled(recording);
    }

    /** Nothing is recorded until closed: evaluation, and updates of parameters. */
    public static Gradients off() {
        return new Gradients(false);
    }

    /** Operations are recorded until closed, even inside an {@link #off} block. */
    public static Gradients on() {
        return new Gradients(true);
    }

    @Override
    public void close() {
        GradMode.set_enabled(before);
    }
}
