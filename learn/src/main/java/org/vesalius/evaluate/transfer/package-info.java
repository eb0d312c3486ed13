/** Heads that only an evaluation trains, on a frozen or trained image tower: masks and boxes. */
@NullMarked
package org.vesalius.evaluate.transfer;

import org.jspecify.annotations.NullMarked;
