/** Plans, methods and the one training loop. */
@NullMarked
package org.vesalius.train;

import org.jspecify.annotations.NullMarked;
