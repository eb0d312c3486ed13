/** Report text: sections, sentences, four-state labels, prompts. */
@NullMarked
package org.vesalius.report;

import org.jspecify.annotations.NullMarked;
