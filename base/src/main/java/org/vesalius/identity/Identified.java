package org.vesalius.identity;

/**
 * Something that says who a patient is. Whoever holds it can pass it on, and only this package can open it; it does not print what it holds, and it cannot be written as JSON.
 */
public final class Identified<T> {
    private final T value;

    private Identified(T value) {
        this.value = value;
    }

    /** Wraps what comes from outside. */
    public static <T> Identified<T> of(T value) {
        return new Identified<>(value);
    }

    /** For the code that removes the identity. */
    T open() {
        return value;
    }

    @Override
    public String toString() {
        return "(identified)";
    }
}
