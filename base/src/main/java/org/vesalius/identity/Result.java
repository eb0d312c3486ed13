package org.vesalius.identity;

import java.util.List;
import java.util.Map;

/** A file of the output before it is written. */
final class Result {
    private final String name;
    private final byte[] bytes;
    private final Facts facts;

    /**
     * What was done to it.
     *
     * @param done to its header
     * @param text what was found in its texts
     * @param regions rectangles of burned-in text that were blanked
     * @param head whether a face may be drawn from it
     * @param leftOut parts of the input that have no counterpart in it
     */
    record Facts(Map<Done, Integer> done, Map<Phi, Integer> text, int regions, boolean head, List<LeftOut> leftOut) {
        /** Nothing yet. */
        static final Facts NONE = new Facts(Map.of(), Map.of(), 0, false, List.of());

        Facts withText(Map<Phi, Integer> found, List<LeftOut> missing) {
            return new Facts(done, found, regions, head, missing);
        }

        Facts withPixels(int blanked, boolean face) {
            return new Facts(done, text, blanked, face, leftOut);
        }

        Facts withHeader(Map<Done, Integer> elements) {
            return new Facts(elements, text, regions, head, leftOut);
        }
    }

    Result(String name, byte[] bytes, Facts facts) {
        this.name = name;
        this.bytes = bytes;
        this.facts = facts;
    }

    /** Below the output folder, with slashes. */
    String name() {
        return name;
    }

    byte[] bytes() {
        return bytes;
    }

    Facts facts() {
        return facts;
    }
}
