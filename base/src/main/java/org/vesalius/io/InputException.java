package org.vesalius.io;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Input that cannot be used: a file, an option, a plan. The message is the one that the user reads, in the form <em>what: expected …, got …; remedy</em>, and never carries a patient's name or report
 * text.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int SHOWN = 12;

    /** A ready message. */
    public InputException(String message) {
        super(message);
    }

    /** A ready message for a failure that lies deeper. */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }

    /** {@code what: expected X, got Y; remedy}. */
    public static InputException of(String what, String expected, String got, String remedy) {
        return new InputException(what + ": expected " + expected + ", got " + got + "; " + remedy);
    }

    /** An unknown name, with the nearest known ones; with some of all where none is near. */
    public static InputException unknown(String kind, String name, Iterable<String> known) {
        List<String> nearest = Names.nearest(name, known);
        return new InputException("unknown " + kind + " '" + name + "'; "
                + (nearest.isEmpty() ? "known: " + some(known) : "nearest: " + String.join(", ", nearest)));
    }

    private static String some(Iterable<String> known) {
        List<String> all = new ArrayList<>();
        known.forEach(all::add);
        String first = all.stream().limit(SHOWN).collect(Collectors.joining(", "));
        return all.isEmpty() ? "none" : all.size() > SHOWN ? first + " and " + (all.size() - SHOWN) + " others" : first;
    }
}
