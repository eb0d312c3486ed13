/** A trained model's verbs: embed, classify, ground. */
@NullMarked
package org.vesalius.infer;

import org.jspecify.annotations.NullMarked;
