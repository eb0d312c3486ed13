/** The only door to native memory: scopes, devices, seeds, shapes. */
@NullMarked
package org.vesalius.tensor;

import org.jspecify.annotations.NullMarked;
