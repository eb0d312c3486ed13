package org.vesalius.model;

/** Where an image's joint vector comes from. Either way each patch gets a joint vector by the same head. */
public enum Pooling {
    /** The head on the tower's own global feature. */
    GLOBAL,
    /** The head on an attention pool of the tower's patches, see {@link org.vesalius.nn.AttentionPool} (LoVT). */
    ATTENTION,
    /** The mean of the patches after the head, so that image and patches share one space (BioViL). */
    MEAN_PATCHES
}
