/** Weights in and out: safetensors, .pt without executing it, key maps, run manifests. */
@NullMarked
package org.vesalius.checkpoint;

import org.jspecify.annotations.NullMarked;
