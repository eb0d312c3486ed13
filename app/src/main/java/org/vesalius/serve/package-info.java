/** The service: one process that takes studies in, indexes them, and answers searches and questions over HTTP; start at {@link org.vesalius.serve.Service}. */
@NullMarked
package org.vesalius.serve;

import org.jspecify.annotations.NullMarked;
