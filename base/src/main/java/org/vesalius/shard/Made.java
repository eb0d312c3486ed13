package org.vesalius.shard;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.Problem;

/**
 * A study after the work that runs on many threads.
 *
 * @param patientId as the reader gave it
 * @param studyId as the reader gave it
 * @param published split, as the reader gave it
 * @param study as it goes on, or null when nothing of it can be used
 * @param slice its members as tar
 * @param problems on the way
 */
record Made(
        String patientId,
        String studyId,
        @Nullable Split published,
        @Nullable Study study,
        Bytes slice,
        @Nullable String textDigest,
        List<Look> looks,
        List<Problem> problems) {
    /** Bytes in a record, compared as an object. */
    static final class Bytes {
        static final Bytes NONE = new Bytes(new byte[0]);
        private final byte[] array;

        Bytes(byte[] array) {
            this.array = array;
        }

        byte[] array() {
            return array;
        }
    }
}
