/** Studies, and one reader for each published layout. */
@NullMarked
package org.vesalius.dataset;

import org.jspecify.annotations.NullMarked;
