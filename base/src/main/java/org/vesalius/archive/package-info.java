/** Files that must be read without being trusted: pickle, npy, tar. */
@NullMarked
package org.vesalius.archive;

import org.jspecify.annotations.NullMarked;
