/** One file per protocol; every number with its digest. */
@NullMarked
package org.vesalius.evaluate;

import org.jspecify.annotations.NullMarked;
