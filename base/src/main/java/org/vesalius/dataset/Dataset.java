package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import org.vesalius.io.Problem;

/** Reads one published layout. One class per layout, listed in {@link Datasets}; its contract is {@code DatasetContract} among the tests. */
public interface Dataset {
    /** What the set is. */
    DatasetCard card();

    /** Whether a folder looks like this set; looks at few files only. */
    boolean recognises(Path dir);

    /** The names of the settings it takes, each with a line of help and its default. */
    default Map<String, String> settings() {
        return Map.of();
    }

    /** How much the complete set in {@code dir} would hold, by the names of {@link DatasetCard#counts}: the card's, unless the folder's release or form has others. */
    default Map<String, Integer> expected(Path dir, ReadOptions options) {
        return card().counts();
    }

    /**
     * Streams all studies in an order that only the files decide, holding few of them at a time. Pictures are not decoded. What cannot be used goes to {@code problems}, and the rest goes on.
     *
     * @throws org.vesalius.io.InputException when the folder is not of this layout or a table of it cannot be used at all
     */
    void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems) throws IOException;
}
