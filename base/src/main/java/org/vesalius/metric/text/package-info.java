/**
 * Scores of texts against reference texts. Each is made in two steps: {@link org.vesalius.metric.text.TextStatistics} reads the texts once and leaves numbers, a row per pair; every score, its intervals and
 * its verification come from those rows alone.
 */
@NullMarked
package org.vesalius.metric.text;

import org.jspecify.annotations.NullMarked;
