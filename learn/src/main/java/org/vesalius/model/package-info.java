/** What a model is, as data, and how it is read out. */
@NullMarked
package org.vesalius.model;

import org.jspecify.annotations.NullMarked;
