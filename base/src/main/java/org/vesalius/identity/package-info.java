/** Removes who a patient is from headers, pixels and report texts together, and proves it: PS3.15 profile, report scrubbing, burned-in text, residual scan, signed audit log. */
@NullMarked
package org.vesalius.identity;

import org.jspecify.annotations.NullMarked;
