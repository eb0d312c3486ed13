/** Stateless losses, one concept a file. */
@NullMarked
package org.vesalius.objective;

import org.jspecify.annotations.NullMarked;
