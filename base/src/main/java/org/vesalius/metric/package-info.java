/** Metrics, each with its mode in its name, and the intervals that belong to them. */
@NullMarked
package org.vesalius.metric;

import org.jspecify.annotations.NullMarked;
