/** The study index: vectors, words and filters in one Lucene directory. */
@NullMarked
package org.vesalius.search;

import org.jspecify.annotations.NullMarked;
