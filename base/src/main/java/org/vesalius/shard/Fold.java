package org.vesalius.shard;

import org.vesalius.io.InputException;

/**
 * One of several parts of about equal size into which the patients are dealt: the test of this prepared set. Preparing a set once for each fold tests every patient once, by a model that has not seen
 * him.
 *
 * @param number from 1
 * @param of how many there are
 */
public record Fold(int number, int of) {
    public Fold {
        if (of < 2 || number < 1 || number > of) {
            throw refused(number + "/" + of);
        }
    }

    /** From {@code 2/5}. */
    public static Fold parse(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 2) {
                return new Fold(Integer.parseInt(parts[0].strip()), Integer.parseInt(parts[1].strip()));
            }
        } catch (NumberFormatException _) {
            // told below
        }
        throw refused(text);
    }

    private static InputException refused(String got) {
        return InputException.of(
                "fold", "NUMBER/FOLDS with at least 2 folds, such as 1/5", got, "give for instance --fold 1/5");
    }

    @Override
    public String toString() {
        return number + "/" + of;
    }
}
