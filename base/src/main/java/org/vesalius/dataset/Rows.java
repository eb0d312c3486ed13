package org.vesalius.dataset;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.report.LabelState;

/** What the generic readers have in common: cells that a user wrote. */
final class Rows {
    private Rows() {}

    /** A file that the user's own table names: relative to the table's folder, or absolute. Null when it is not there. */
    static @Nullable Path file(Path folder, String name) {
        try {
            Path file = folder.resolve(name).normalize();
            return !name.isBlank() && Files.isRegularFile(file) ? file : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /**
     * {@code train}, {@code val}, {@code valid}, {@code validate}, {@code validation}, {@code dev} or {@code test}, in any case; null where nothing is given.
     *
     * @throws InputException for any other word
     */
    static @Nullable Split split(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "train" -> Split.TRAIN;
            case "val", "valid", "validate", "validation", "dev" -> Split.VAL;
            case "test" -> Split.TEST;
            default -> throw InputException.of("split", "train, val or test", "another word", "correct the row");
        };
    }

    /** One of several classes: positive, and the others negative; none of them where {@code positive} is none of them. */
    static Map<String, LabelState> oneOf(Collection<String> classes, String positive) {
        if (!classes.contains(positive)) {
            return Map.of();
        }
        return classes.stream()
                .collect(Collectors.toMap(
                        name -> name, name -> name.equals(positive) ? LabelState.POSITIVE : LabelState.NEGATIVE));
    }

    /**
     * CheXpert's cells: 1, 0, -1 or empty.
     *
     * @throws InputException for anything else
     */
    static LabelState label(String cell) {
        try {
            return LabelState.ofCode(cell);
        } catch (IllegalArgumentException e) {
            throw InputException.of("label", "1, 0, -1 or nothing", "something else", "correct the cell");
        }
    }
}
