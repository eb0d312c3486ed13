/** Published methods, one file each. */
@NullMarked
package org.vesalius.recipe;

import org.jspecify.annotations.NullMarked;
