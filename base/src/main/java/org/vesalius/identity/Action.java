package org.vesalius.identity;

import org.vesalius.io.InputException;

/** What happens to an attribute (PS3.15 section E.3, table E.1-1a). */
enum Action {
    /** X: the element goes. */
    REMOVE,
    /** Z: an empty value, or a dummy. */
    EMPTY,
    /** D: a dummy value that fits the representation. */
    DUMMY,
    /** K: it stays; items of a sequence are cleaned. */
    KEEP,
    /** C: replaced by what means the same and identifies nobody. */
    CLEAN,
    /** U: a new unique identifier, the same for the same old one. */
    UID;

    /**
     * By its code. Of {@code X/Z}, {@code X/D} and their like, which depend on the type that the object's definition gives the attribute, the last one: it is right for every type. {@code U*} stands for a
     * sequence of references, which stays with new identifiers inside.
     */
    static Action of(String code) {
        String last = code.substring(code.lastIndexOf('/') + 1);
        return switch (last) {
            case "X" -> REMOVE;
            case "Z" -> EMPTY;
            case "D" -> DUMMY;
            case "K", "U*" -> KEEP;
            case "C" -> CLEAN;
            case "U" -> UID;
            default ->
                throw InputException.of("profile table", "an action of X, Z, D, K, C, U", code, "correct the table");
        };
    }
}
