package org.vesalius.image;

import org.jspecify.annotations.Nullable;

/**
 * A rectangle in pixels of the image that it belongs to, the original one unless said otherwise.
 *
 * @param text the phrase that it belongs to, where the set has one
 * @param annotator who drew it, where the set has several
 */
public record Box(
        double x,
        double y,
        double width,
        double height,
        String label,
        @Nullable String text,
        @Nullable String annotator) {}
