/** Metrics of places: masks, surfaces, boxes and maps. */
@NullMarked
package org.vesalius.metric.spatial;

import org.jspecify.annotations.NullMarked;
