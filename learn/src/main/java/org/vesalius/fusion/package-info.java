/** Where image and text meet before the loss. */
@NullMarked
package org.vesalius.fusion;

import org.jspecify.annotations.NullMarked;
