package org.vesalius.onnx;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.model.TextEncoder;
import org.vesalius.nn.Activation;

/** Text towers as nodes: token ids and mask, both int64 [B, T], to token vectors [B, T, D], and their pooling to [B, D], as in {@code text} and {@code model}. */
final class TextGraphs {
    private static final double BERT_EPSILON = 1e-12;
    private static final double EPSILON = 1e-5;
    private static final double NEVER = -1e30;

    private final Layers layers;
    private final Graph graph;
    private final String ids;
    private final String maskBT;

    TextGraphs(Layers layers, String ids, String maskBT) {
        this.layers = layers;
        this.graph = layers.graph();
        this.ids = ids;
        this.maskBT = graph.op("Cast", List.of(Attribute.of("to", 1)), maskBT);
    }

    /** BERT on weights below {@code prefix}. */
    String bert(String prefix, int heads, TextEncoder.Depth depth) {
        String words = graph.op("Gather", layers.weight(prefix + "embeddings.word_embeddings.weight"), ids);
        String place = places(prefix + "embeddings.position_embeddings.weight");
        String type = layers.slice(layers.weight(prefix + "embeddings.token_type_embeddings.weight"), 0, 0, 1, 1);
        String x = layers.layerNorm(
                layers.add(words, layers.add(place, type)), prefix + "embeddings.LayerNorm", BERT_EPSILON);
        List<String> outputs = new ArrayList<>(List.of(x));
        String padded = padding();
        String blocks = prefix + "encoder.layer.";
        for (int i = 0; i < layers.count(blocks, 0); i++) {
            outputs.add(bertBlock(outputs.getLast(), blocks + i + ".", heads, padded));
        }
        return switch (depth) {
            case LAST -> outputs.getLast();
            case SUM_OF_LAST_FOUR -> sum(outputs.subList(Math.max(0, outputs.size() - 4), outputs.size()));
            case MEAN_OF_FIRST_TWO_AND_LAST ->
                graph.op(
                        "Div",
                        sum(List.of(outputs.get(1), outputs.get(Math.min(2, outputs.size() - 1)), outputs.getLast())),
                        graph.real(3));
        };
    }

    private String sum(List<String> parts) {
        return graph.op("Sum", parts.toArray(String[]::new));
    }

    private String bertBlock(String x, String name, int heads, String padded) {
        String own = name + "attention.self.";
        String out = name + "attention.output.";
        String mixed = layers.attention(
                layers.linear(x, own + "query"),
                layers.linear(x, own + "key"),
                layers.linear(x, own + "value"),
                heads,
                layers.shape(own + "query.weight")[0],
                padded);
        String middle =
                layers.layerNorm(layers.add(layers.linear(mixed, out + "dense"), x), out + "LayerNorm", BERT_EPSILON);
        String hidden = layers.mlp(middle, name + "intermediate.dense", Activation.GELU, name + "output.dense");
        return layers.layerNorm(layers.add(hidden, middle), name + "output.LayerNorm", BERT_EPSILON);
    }

    /** CLIP's text transformer. */
    String clip(int heads) {
        String x = layers.add(
                graph.op("Gather", layers.weight("text.token_embedding.weight"), ids),
                places("text.positional_embedding"));
        x = clipBlocks(layers, x, "text.transformer.resblocks.", heads, causal());
        return graph.op("MatMul", layers.layerNorm(x, "text.ln_final", EPSILON), layers.weight("text.text_projection"));
    }

    /** The blocks that CLIP's two towers share. */
    static String clipBlocks(Layers layers, String first, String prefix, int heads, String added) {
        String x = first;
        for (int i = 0; i < layers.count(prefix, 0); i++) {
            String name = prefix + i + ".";
            String normed = layers.layerNorm(x, name + "ln_1", EPSILON);
            x = layers.add(x, layers.stackedAttention(normed, name + "attn", heads, added));
            String again = layers.layerNorm(x, name + "ln_2", EPSILON);
            x = layers.add(x, layers.mlp(again, name + "mlp.c_fc", Activation.QUICK_GELU, name + "mlp.c_proj"));
        }
        return x;
    }

    /** The positions of as many tokens as there are: [T, D]. */
    private String places(String weight) {
        return graph.op("Slice", layers.weight(weight), graph.wholes(0), length(), graph.wholes(0));
    }

    private String length() {
        return graph.op("Shape", List.of(Attribute.of("start", 1), Attribute.of("end", 2)), ids);
    }

    /** What is added to scores so that padding is not looked at: [B, 1, 1, T]. */
    private String padding() {
        String away = graph.op("Mul", graph.op("Sub", graph.real(1), maskBT), graph.real(NEVER));
        return graph.op("Unsqueeze", away, graph.wholes(1, 2));
    }

    /** What is added to scores so that no token looks ahead: [T, T]. */
    private String causal() {
        String square = layers.joined(0, length(), length());
        String never = graph.op("Expand", graph.real(NEVER), square);
        return graph.op("Trilu", List.of(Attribute.of("upper", 1)), never, graph.op("Squeeze", graph.wholes(1)));
    }

    /** One vector a text. */
    String pooled(TextEncoder.Pool pool, String tokens) {
        return switch (pool) {
            case CLS -> layers.at(tokens, 1, 0);
            case MEAN -> {
                String sum = sum(graph.op("Mul", tokens, wide()), 1);
                yield graph.op("Div", sum, sum(wide(), 1));
            }
            case SENTENCES -> throw new IllegalStateException("refused by OnnxExport");
            case MEAN_WITH_PADDING -> layers.mean(tokens, 1L);
            case MAX -> {
                String away = graph.op("Mul", graph.op("Sub", graph.real(1), wide()), graph.real(NEVER));
                yield graph.op(
                        "ReduceMax",
                        List.of(Attribute.of("axes", List.of(1L)), Attribute.of("keepdims", 0)),
                        layers.add(tokens, away));
            }
            case EOT -> {
                String count = graph.op("Cast", List.of(Attribute.of("to", 7)), sum(maskBT, 1));
                String last = graph.op("Unsqueeze", graph.op("Sub", count, graph.wholes(1)), graph.wholes(1));
                yield graph.op("GatherND", List.of(Attribute.of("batch_dims", 1)), tokens, last);
            }
        };
    }

    /** The mean over all tokens of all rows, which are sentences of one text: [1, D]. */
    String meanOfAll(String tokens) {
        String sum = graph.op("Unsqueeze", sum(graph.op("Mul", tokens, wide()), 0, 1), graph.wholes(0));
        return graph.op("Div", sum, sum(maskBT, 0, 1));
    }

    private String wide() {
        return graph.op("Unsqueeze", maskBT, graph.wholes(2));
    }

    private String sum(String x, long... axes) {
        return graph.op("ReduceSum", List.of(Attribute.of("keepdims", 0)), x, graph.wholes(axes));
    }
}
