package org.vesalius.metric.spatial;

import org.vesalius.image.Box;

/**
 * A box that a system reports, with how sure it is of it (any scale, higher is surer).
 *
 * @param confidence a number
 */
public record Detection(Box box, double confidence) {
    /** NaN cannot be ranked. */
    public Detection {
        if (Double.isNaN(confidence)) {
            throw new IllegalArgumentException("confidence: expected a number, got NaN");
        }
    }
}
