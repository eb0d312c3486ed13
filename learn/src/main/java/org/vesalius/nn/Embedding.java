package org.vesalius.nn;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** A learned vector per id. Key: {@code weight} [ids, size]. */
public final class Embedding {
    private final Tensor weight;

    private Embedding(Tensor weight) {
        this.weight = weight;
    }

    /** {@code ids} vectors, filled by {@code init}. */
    public static Embedding of(Params params, int ids, int size, Init init) {
        return new Embedding(params.parameter("weight", init, ids, size));
    }

    /** int64 [...] to [..., size]. */
    public Tensor forward(Tensor ids) {
        return torch.embedding(weight, ids);
    }

    /** The table itself, [ids, size]: for position tables and tied output layers. */
    public Tensor weight() {
        return weight;
    }
}
