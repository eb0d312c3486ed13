/** The built-in synthetic thorax: 3-D body, projections, findings, reports, and the truth about them. */
@NullMarked
package org.vesalius.phantom;

import org.jspecify.annotations.NullMarked;
