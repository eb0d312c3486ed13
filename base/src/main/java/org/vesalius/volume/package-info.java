/** Volumes with an affine to patient space, and NIfTI. */
@NullMarked
package org.vesalius.volume;

import org.jspecify.annotations.NullMarked;
