package org.vesalius.text;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.nn.Attention;
import org.vesalius.nn.Attention.KeyValue;
import org.vesalius.nn.Dropout;
import org.vesalius.nn.Embedding;
import org.vesalius.nn.Init;
import org.vesalius.nn.LayerNorm;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * VirTex's textual head: Desai and Johnson, "VirTex: Learning Visual Representations from Textual Annotations", CVPR 2021, arXiv 2006.06666. A causal transformer reads a caption and looks at the cells of an image; the vectors of the words are also those
 * that it answers with. A second one for the other direction of reading has layers of its own and shares all else ({@link #other}).
 *
 * <p>Keys are VirTex's: {@code visual_projection.*}, {@code embedding.words.weight}, {@code embedding.positions.weight}, {@code embedding.layer_norm.*}, {@code transformer.layers.0.*}, {@code output.bias}. Padding needs no mask: it stands after the tokens,
 * which look back only. Shapes: B texts, T tokens, M cells of what is looked at (the memory), S their size, D size, V vocabulary.
 */
public final class CaptionDecoder {
    /**
     * How large.
     *
     * @param memory S
     * @param intermediate the width inside the feed-forward part
     * @param positions the most tokens of a text
     */
    public record Config(
            int vocabulary,
            int memory,
            int size,
            int layers,
            int heads,
            int intermediate,
            int positions,
            double dropout) {
        private Init init() {
            return new Init.Normal(DEVIATION * Math.sqrt(WIDTH / size));
        }
    }

    /** VirTex's deviation and the width that it is for; narrower ones begin wider, so that a product keeps its size. */
    private static final double DEVIATION = 0.02;

    private static final double WIDTH = 1024;
    private static final double EMBEDDING_EPSILON = 1e-8;

    /** What two directions share. */
    private record Shared(
            Config config,
            Linear projection,
            Embedding words,
            Embedding positions,
            LayerNorm norm,
            Dropout dropout,
            Tensor bias) {}

    private final Params params;
    private final Shared shared;
    private final List<DecoderLayer> layers = new ArrayList<>();

    /** A decoder on {@code params}, filled with normal values, of deviation 0.02 at VirTex's width. */
    public CaptionDecoder(Params params, Config config) {
        this(
                params,
                new Shared(
                        config,
                        Linear.of(
                                params.at("visual_projection"),
                                config.memory(),
                                config.size(),
                                config.init(),
                                Init.zeros()),
                        Embedding.of(
                                params.at("embedding").at("words"), config.vocabulary(), config.size(), config.init()),
                        Embedding.of(
                                params.at("embedding").at("positions"),
                                config.positions(),
                                config.size(),
                                config.init()),
                        LayerNorm.of(params.at("embedding").at("layer_norm"), config.size(), EMBEDDING_EPSILON),
                        Dropout.of(params, config.dropout()),
                        params.at("output").parameter("bias", Init.zeros(), config.vocabulary())));
    }

    private CaptionDecoder(Params params, Shared shared) {
        this.params = params;
        this.shared = shared;
        for (int i = 0; i < shared.config().layers(); i++) {
            layers.add(new DecoderLayer(
                    params.at("transformer").at("layers").at(i),
                    shared.config(),
                    shared.config().init()));
        }
    }

    /** One for the other direction: layers of its own on {@code own}, the projection, the words and their answers shared. */
    public CaptionDecoder other(Params own) {
        return new CaptionDecoder(own, shared);
    }

    /** Teacher forcing: int64 [B, T] and memory [B, M, S] to logits [B, T, V], those at t of the token after t. */
    public Tensor forward(Tensor idsBT, Tensor memoryBMS) {
        return Scope.returning(() -> {
            Tensor memoryBMD = project(memoryBMS);
            Tensor mask = Attention.causal(idsBT.size(1), params.device());
            Tensor xBTD = embed(idsBT, 0);
            for (DecoderLayer layer : layers) {
                xBTD = layer.forward(xBTD, layer.tokens(xBTD), layer.memory(memoryBMD), mask);
            }
            return answer(xBTD);
        });
    }

    /** Token by token, with the keys and values of what was said kept; the same logits as {@link #forward}'s up to rounding. */
    public Decoding begin(Tensor memoryBMS) {
        return new Cached(memoryBMS);
    }

    private Tensor project(Tensor memoryBMS) {
        Shapes.check(
                "memoryBMS", memoryBMS, Shapes.ANY, Shapes.ANY, shared.config().memory());
        return shared.projection().forward(memoryBMS);
    }

    private Tensor embed(Tensor idsBT, long from) {
        long most = shared.config().positions();
        if (from + idsBT.size(1) > most) {
            throw InputException.of(
                    "text length", "at most " + most + " tokens", "" + (from + idsBT.size(1)), "truncate the texts");
        }
        return Scope.returning(() -> {
            Tensor place = shared.positions().weight().narrow(0, from, idsBT.size(1));
            return shared.dropout()
                    .forward(shared.norm().forward(shared.words().forward(idsBT).add(place)));
        });
    }

    private Tensor answer(Tensor xBTD) {
        return torch.linear(xBTD, shared.words().weight(), Tensors.optional(shared.bias()));
    }

    /** What is known of the tokens so far, one of each a layer; null before the first. */
    private final class Cached implements Decoding {
        private final List<KeyValue> memories = new ArrayList<>();
        private final List<@Nullable KeyValue> tokens = new ArrayList<>();
        private int size;
        private long length;

        private Cached(Tensor memoryBMS) {
            size = Shapes.size(memoryBMS, 0);
            try (var _ = Scope.open()) {
                Tensor memoryBMD = project(memoryBMS);
                for (DecoderLayer layer : layers) {
                    memories.add(kept(layer.memory(memoryBMD)));
                    tokens.add(null);
                }
            }
        }

        @Override
        public int size() {
            return size;
        }

        @Override
        public Device device() {
            return params.device();
        }

        @Override
        public Tensor step(Tensor idsBT) {
            Shapes.check("idsBT", idsBT, size, Shapes.ANY);
            long added = idsBT.size(1);
            Tensor logitsBV = Scope.returning(() -> {
                // a token may look at all before the new ones, and of those at itself and the ones before it
                Tensor mask = added == 1
                        ? null
                        : Attention.causal(length + added, params.device()).narrow(0, length, added);
                Tensor xBTD = embed(idsBT, length);
                for (int i = 0; i < layers.size(); i++) {
                    KeyValue all = extended(i, layers.get(i).tokens(xBTD));
                    xBTD = layers.get(i).forward(xBTD, all, memories.get(i), mask);
                }
                return answer(xBTD.select(1, added - 1));
            });
            length += added;
            return logitsBV;
        }

        private KeyValue extended(int layer, KeyValue added) {
            KeyValue before = tokens.get(layer);
            KeyValue all = before == null
                    ? kept(added)
                    : new KeyValue(
                            Scope.owned(() -> Tensors.cat(List.of(before.keyBSD(), added.keyBSD()), 1)),
                            Scope.owned(() -> Tensors.cat(List.of(before.valueBSD(), added.valueBSD()), 1)));
            free(before);
            tokens.set(layer, all);
            return all;
        }

        @Override
        public void select(Tensor rowsK) {
            memories.replaceAll(each -> selected(each, rowsK));
            tokens.replaceAll(each -> each == null ? null : selected(each, rowsK));
            size = Shapes.size(rowsK, 0);
        }

        private static KeyValue selected(KeyValue each, Tensor rowsK) {
            KeyValue some = new KeyValue(
                    Scope.owned(() -> each.keyBSD().index_select(0, rowsK)),
                    Scope.owned(() -> each.valueBSD().index_select(0, rowsK)));
            free(each);
            return some;
        }

        private static KeyValue kept(KeyValue each) {
            return new KeyValue(
                    Scope.owned(() -> each.keyBSD().clone()),
                    Scope.owned(() -> each.valueBSD().clone()));
        }

        private static void free(@Nullable KeyValue each) {
            if (each != null) {
                each.keyBSD().close();
                each.valueBSD().close();
            }
        }

        @Override
        public void close() {
            memories.forEach(Cached::free);
            tokens.forEach(Cached::free);
            memories.clear();
            tokens.clear();
        }
    }
}
