/** Parameters by name, layers, and named loss terms. */
@NullMarked
package org.vesalius.nn;

import org.jspecify.annotations.NullMarked;
