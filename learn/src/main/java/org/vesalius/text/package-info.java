/** Text towers under the key names of their published weights. */
@NullMarked
package org.vesalius.text;

import org.jspecify.annotations.NullMarked;
