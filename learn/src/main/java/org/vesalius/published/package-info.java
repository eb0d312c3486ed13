/** Weights that others published, and how each becomes a run: one small file a family, listed in {@link org.vesalius.published.Kinds}. */
@NullMarked
package org.vesalius.published;

import org.jspecify.annotations.NullMarked;
