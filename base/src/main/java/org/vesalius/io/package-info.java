/** What every package needs to speak to files and people: errors with a remedy, whole-file writes, JSON, progress. */
@NullMarked
package org.vesalius.io;

import org.jspecify.annotations.NullMarked;
