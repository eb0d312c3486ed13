package org.vesalius.tensor;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The owner of the native memory that is made while it is open, on this thread: {@code try (var _ = Scope.open()) { … }}.
 *
 * <p>Whatever must outlive the block is handed to the enclosing scope ({@link #returning}), kept by this scope's parent ({@link #release}), or owned by nobody until it is closed ({@link #owned}). A tensor
 * made outside every scope lives until it is closed; Java's collector notices neither its size nor its end. A new thread starts without a scope. Use after the end shows as {@code NullPointerException:
 * This pointer address is NULL}.
 */
public final class Scope implements AutoCloseable {
    private final @Nullable PointerScope outer;
    private final PointerScope inner;

    private Scope() {
        outer = PointerScope.getInnerScope();
        inner = new PointerScope();
    }

    /** A scope inside the one that is open on this thread, if any. */
    public static Scope open() {
        return new Scope();
    }

    /** Frees all that {@code work} makes except its result, which the enclosing scope owns (or the caller, where none is open). */
    public static Tensor returning(Supplier<Tensor> work) {
        try (var scope = open()) {
            return scope.release(work.get());
        }
    }

    /** As {@link #returning}, for several tensors. */
    public static List<Tensor> returningAll(Supplier<List<Tensor>> work) {
        try (var scope = open()) {
            List<Tensor> results = List.copyOf(work.get());
            results.forEach(scope::release);
            return results;
        }
    }

    /** Frees all that {@code work} makes except its result, which no scope owns: it lives until {@code close()}. */
    public static Tensor owned(Supplier<Tensor> work) {
        try (var _ = open()) {
            return keep(work.get());
        }
    }

    /** One more owner besides the scopes: the tensor lives on after they end, until {@code close()}. */
    public static <P extends Pointer> P keep(P pointer) {
        pointer.retainReference();
        return pointer;
    }

    /** Hands {@code pointer} to the enclosing scope, so that it outlives this one; without an enclosing scope the caller owns it. */
    public <P extends Pointer> P release(P pointer) {
        // attach first: a pointer whose last owner leaves is freed at once
        if (outer != null) {
            outer.attach(pointer);
        } else {
            pointer.retainReference();
        }
        return pointer;
    }

    @Override
    public void close() {
        inner.close();
    }
}
