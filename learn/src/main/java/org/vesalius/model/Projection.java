package org.vesalius.model;

/**
 * From the size of a tower to the joint size.
 *
 * @param hidden the size between two matrices
 * @param bias of the first matrix, or the only one; a second one has always one
 */
public record Projection(Kind kind, int hidden, boolean bias) {
    /** What lies between. */
    public enum Kind {
        /** Nothing: the tower's size is the joint size. */
        NONE,
        /** One matrix. */
        LINEAR,
        /** Matrix, ReLU, matrix. */
        MLP,
        /** Matrix, GELU, matrix, neither with a bias (open_clip's text head "mlp"). */
        GELU_MLP,
        /** Matrix, batch norm, ReLU, matrix (LoVT; BioViL's images, whose first matrix has no bias). */
        BATCH_NORM_MLP,
        /** As above, and a batch norm without scale at the end (MGCA). */
        BATCH_NORM_MLP_NORMED,
        /** Matrix, GELU, layer norm, matrix (BioViL's texts). */
        LAYER_NORM_MLP
    }

    /** The tower projects itself. */
    public static Projection none() {
        return new Projection(Kind.NONE, 0, false);
    }

    /** One matrix without bias, as in CLIP. */
    public static Projection linear() {
        return new Projection(Kind.LINEAR, 0, false);
    }

    /** One matrix with bias. */
    public static Projection affine() {
        return new Projection(Kind.LINEAR, 0, true);
    }

    /** Matrix, ReLU, matrix, with biases, as in ConVIRT. */
    public static Projection mlp(int hidden) {
        return new Projection(Kind.MLP, hidden, true);
    }
}
