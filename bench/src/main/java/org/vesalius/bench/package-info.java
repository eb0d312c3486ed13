/** Measured speed; never shipped. */
@NullMarked
package org.vesalius.bench;

import org.jspecify.annotations.NullMarked;
