package org.vesalius.fusion;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Dropout;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * Queries that look at a memory: DETR's decoder (Carion et al., ECCV 2020, arXiv 2005.12872) with the norms before each part, as MedKLIP, PRIOR and SAT use it. No code of places is added; a caller adds its own to queries or memory. Keys are DETR's:
 * {@code layers.0.self_attn.*}, {@code layers.0.multihead_attn.*}, {@code layers.0.linear1.*}, {@code linear2.*}, {@code norm1.*} to {@code norm3.*}, {@code norm.*} at the end. Shapes: B samples, Q queries, N positions of the memory, D size.
 */
public final class QueryDecoder {
    /**
     * How large.
     *
     * @param feedForward the width inside the feed-forward part
     * @param causal whether a query sees only those before it and itself, as PRIOR's sentence queries do
     */
    public record Spec(int size, int layers, int heads, int feedForward, double dropout, boolean causal) {}

    /**
     * What the queries found.
     *
     * @param outBQD after the last norm
     * @param mapsLBQN where each layer looked, the mean over heads: one [B, Q, N] a layer
     */
    public record Answers(Tensor outBQD, List<Tensor> mapsLBQN) {
        public Answers {
            mapsLBQN = List.copyOf(mapsLBQN);
        }

        /** The mean over layers, [B, Q, N]: rows sum to one. */
        public Tensor meanMap() {
            return Scope.returning(() -> Tensors.stack(mapsLBQN, 0).mean(0));
        }
    }

    private static final class Layer {
        private final Attention self;
        private final CrossAttention cross;
        private final Linear linear1;
        private final Linear linear2;
        private final LayerNorm norm1;
        private final LayerNorm norm2;
        private final LayerNorm norm3;
        private final Dropout dropout;

        private Layer(Params params, Spec spec) {
            self = Attention.of(params.at("self_attn"), spec.size(), spec.heads(), spec.dropout());
            cross = CrossAttention.of(params.at("multihead_attn"), spec.size(), spec.heads(), spec.dropout());
            linear1 = Linear.of(params.at("linear1"), spec.size(), spec.feedForward());
            linear2 = Linear.of(params.at("linear2"), spec.feedForward(), spec.size());
            norm1 = LayerNorm.of(params.at("norm1"), spec.size());
            norm2 = LayerNorm.of(params.at("norm2"), spec.size());
            norm3 = LayerNorm.of(params.at("norm3"), spec.size());
            dropout = Dropout.of(params, spec.dropout());
        }

        private CrossAttention.Found forward(
                Tensor xBQD, Tensor memoryBND, @Nullable Tensor between, @Nullable Tensor maskB11N) {
            try (var scope = Scope.open()) {
                Tensor spoken = xBQD.add(dropout.forward(self.forward(norm1.forward(xBQD), between)));
                CrossAttention.Found found = cross.forward(norm2.forward(spoken), memoryBND, memoryBND, maskB11N);
                Tensor seen = spoken.add(dropout.forward(found.outBTD()));
                Tensor hidden = dropout.forward(Activation.RELU.apply(linear1.forward(norm3.forward(seen))));
                Tensor out = seen.add(dropout.forward(linear2.forward(hidden)));
                return new CrossAttention.Found(scope.release(out), scope.release(found.mapBTS()));
            }
        }
    }

    private final Params params;
    private final Spec spec;
    private final List<Layer> layers = new ArrayList<>();
    private final LayerNorm norm;

    /** Registered in {@code params}. */
    public QueryDecoder(Params params, Spec spec) {
        this.params = params;
        this.spec = spec;
        for (int i = 0; i < spec.layers(); i++) {
            layers.add(new Layer(params.at("layers").at(i), spec));
        }
        norm = LayerNorm.of(params.at("norm"), spec.size());
    }

    /** Queries [B, Q, D] and memory [B, N, D]; nothing is looked at where {@code maskBN} is 0. */
    public Answers forward(Tensor queriesBQD, Tensor memoryBND, @Nullable Tensor maskBN) {
        Shapes.check("queriesBQD", queriesBQD, Shapes.ANY, Shapes.ANY, spec.size());
        Shapes.check("memoryBND", memoryBND, queriesBQD.size(0), Shapes.ANY, spec.size());
        try (var scope = Scope.open()) {
            Tensor between = spec.causal() ? Attention.causal(queriesBQD.size(1), params.device()) : null;
            Tensor maskB11N = maskBN == null ? null : Attention.padding(maskBN);
            List<Tensor> maps = new ArrayList<>();
            Tensor xBQD = queriesBQD;
            for (Layer layer : layers) {
                CrossAttention.Found found = layer.forward(xBQD, memoryBND, between, maskB11N);
                xBQD = found.outBTD();
                maps.add(scope.release(found.mapBTS()));
            }
            return new Answers(scope.release(norm.forward(xBQD)), maps);
        }
    }
}
