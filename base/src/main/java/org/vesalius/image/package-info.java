/** Rasters in memory and on disk: decoding, antialiased resize, and the geometry that maps every pixel back. */
@NullMarked
package org.vesalius.image;

import org.jspecify.annotations.NullMarked;
