package org.vesalius.model;

/** From the size of a tower to the joint size. */
public record Projection(Kind kind, int hidden, boolean bias) {
    /** What lies between. */
    public enum Kind {
        /** Nothing: the tower's size is the joint size. */
        NONE,
        /** One matrix. */
        LINEAR,
        /** Matrix, ReLU, matrix. */
        MLP
    }

    /** The tower projects itself. */
    public static Projection none() {
        return new Projection(Kind.NONE, 0, false);
    }

    /** One matrix without bias, as in CLIP. */
    public static Projection linear() {
        return new Projection(Kind.LINEAR, 0, false);
    }

    /** Matrix, ReLU, matrix, with biases, as in ConVIRT. */
    public static Projection mlp(int hidden) {
        return new Projection(Kind.MLP, hidden, true);
    }
}
