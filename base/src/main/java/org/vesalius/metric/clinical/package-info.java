/** Scores of a report against another by what they say: labels, graphs of entities, sides, denials and references to earlier films. */
@NullMarked
package org.vesalius.metric.clinical;

import org.jspecify.annotations.NullMarked;
