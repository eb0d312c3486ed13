/** WordPiece and byte-level BPE, and the training of both. */
@NullMarked
package org.vesalius.tokenize;

import org.jspecify.annotations.NullMarked;
