package org.vesalius.image;

/** An augmented image with the way its pixels went. */
public record Augmented(Image image, Warp warp) {}
