package org.vesalius.nn;

import org.bytedeco.pytorch.Tensor;

/** Collects every process's rows of a batch, so that a contrast sees the others' samples as negatives. Shapes: B rows here, A rows everywhere, D size. */
@FunctionalInterface
public interface Gather {
    /** [B, D] to [A, D], this process's rows at their place. */
    Tensor all(Tensor localBD);

    /** One process: the rows themselves. */
    static Gather local() {
        return rows -> rows;
    }
}
