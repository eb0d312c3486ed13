/** Trained towers as ONNX files, for programmes that run them without us. */
@NullMarked
package org.vesalius.onnx;

import org.jspecify.annotations.NullMarked;
