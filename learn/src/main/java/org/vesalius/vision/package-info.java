/** Image towers under the key names of their published weights. */
@NullMarked
package org.vesalius.vision;

import org.jspecify.annotations.NullMarked;
