package org.vesalius.model;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.Bert;
import org.vesalius.text.BertConfig;
import org.vesalius.text.ClipText;
import org.vesalius.text.ClipTextConfig;
import org.vesalius.text.TextFeatures;
import org.vesalius.text.TextTower;
import org.vesalius.text.TokenBatch;

/** Text towers from their specification. */
final class TextTowers {
    private TextTowers() {}

    /** {@code prompts} gives the learned tokens of the first layers, or none. */
    static TextTower build(Params params, ModelSpec spec, Supplier<List<Tensor>> prompts) {
        int vocabulary = spec.tokenizer().vocabularySize();
        int positions = spec.tokenizer().maxLength();
        return switch (spec.text()) {
            case TextEncoder.Bert bert ->
                layered(
                        bert.depth(),
                        new Bert(
                                params,
                                new BertConfig(
                                        vocabulary,
                                        bert.width(),
                                        bert.layers(),
                                        bert.heads(),
                                        bert.intermediate(),
                                        positions,
                                        2,
                                        bert.dropout(),
                                        1e-12,
                                        BertConfig.Pooling.CLS)));
            case TextEncoder.BgeSmall _ -> new Bert(params, BertConfig.bgeSmall());
            case TextEncoder.ClipText clip ->
                new ClipText(
                        params,
                        new ClipTextConfig(
                                vocabulary,
                                positions,
                                clip.width(),
                                clip.layers(),
                                clip.heads(),
                                spec.jointSize(),
                                clip.activation()),
                        prompts);
            case TextEncoder.None() -> throw new IllegalArgumentException("no text tower to build");
        };
    }

    private static TextTower layered(TextEncoder.Depth depth, Bert bert) {
        return depth == TextEncoder.Depth.LAST ? bert : new Layered(depth, bert);
    }

    /** A BERT whose vectors come from several layers. */
    private record Layered(TextEncoder.Depth depth, Bert bert) implements TextTower {
        @Override
        public TextFeatures encode(TokenBatch tokens) {
            try (var scope = Scope.open()) {
                List<Tensor> layers = bert.layers(tokens);
                Tensor tokensBTD = switch (depth) {
                    case LAST -> layers.getLast();
                    case SUM_OF_LAST_FOUR -> sum(layers.subList(Math.max(0, layers.size() - 4), layers.size()));
                    case MEAN_OF_FIRST_TWO_AND_LAST ->
                        sum(List.of(layers.get(1), layers.get(Math.min(2, layers.size() - 1)), layers.getLast()))
                                .div(new Scalar(3));
                };
                return new TextFeatures(
                        scope.release(tokensBTD.select(1, 0)),
                        scope.release(tokensBTD),
                        scope.release(bert.firstLooks(layers, tokens)));
            }
        }

        private static Tensor sum(List<Tensor> layers) {
            return Tensors.stack(layers, 0).sum(0);
        }

        @Override
        public int size() {
            return bert.size();
        }
    }
}
