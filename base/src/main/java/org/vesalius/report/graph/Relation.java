package org.vesalius.report.graph;

import java.util.Arrays;
import java.util.Locale;
import org.vesalius.io.InputException;

/**
 * From the entity that holds it to another.
 *
 * @param target id of the other entity in the same report
 */
public record Relation(Kind kind, String target) {
    /** The three kinds. */
    public enum Kind {
        /** An observation points at what it is caused by or suggests. */
        SUGGESTIVE_OF,
        /** An observation lies in an anatomy. */
        LOCATED_AT,
        /** An entity narrows another: "left" the "lung", "small" the "effusion". */
        MODIFY;

        /** As RadGraph's files have it. */
        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }

        /**
         * From a file's spelling.
         *
         * @throws InputException for another
         */
        public static Kind of(String id) {
            return Arrays.stream(values())
                    .filter(kind -> kind.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> InputException.unknown(
                            "relation",
                            id,
                            Arrays.stream(values()).map(Kind::id).toList()));
        }
    }
}
