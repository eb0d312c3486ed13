package org.vesalius.identity;

import org.vesalius.io.Problem;

/**
 * A file that has no counterpart in the result.
 *
 * @param number its place in the sorted list of all input files, from 1
 */
record LeftOut(int number, Problem.Kind kind, String reason) {
    Problem problem() {
        return new Problem(kind, "file %06d".formatted(number), reason);
    }
}
