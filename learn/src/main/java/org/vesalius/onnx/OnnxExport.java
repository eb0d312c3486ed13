package org.vesalius.onnx;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.vesalius.image.Transform;
import org.vesalius.infer.Inference;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.model.Fusion;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.TextEncoder;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.text.BgeSmall;

/**
 * A model as ONNX files: {@code image.onnx} and {@code text.onnx}, each from a tower's input to vectors of length 1 in the joint space, with {@code model.json} (inputs, transform) and the tokenizer beside
 * them. Sizes: any number of images or texts at once, texts of any length that the tower has positions for, images of the transform's size.
 */
public final class OnnxExport {
    private static final double LAYER_NORM_EPSILON = 1e-12; // of a head

    private final ModelSpec spec;
    private final Params params;

    private OnnxExport(ModelSpec spec, Params params) {
        this.spec = spec;
        this.params = params;
    }

    /**
     * What {@code model.json} says.
     *
     * @param source digest of weights and specification
     * @param input of the image graph: float [images, channels, size, size] after the transform
     * @param texts how text becomes token ids: {@code ids} and {@code mask}, int64 [texts, tokens], by the tokenizer beside this file
     */
    public record Model(
            String format,
            String source,
            Transform transform,
            String image,
            String input,
            String text,
            String texts,
            List<String> outputs) {
        public Model {
            outputs = List.copyOf(outputs);
        }
    }

    /**
     * Writes a model's files into a folder.
     *
     * @throws InputException when a part of the model has no emitter: fusion modules, or a frozen text encoder that is not pooled by its mean
     */
    public static Model write(Inference inference, Path out) throws IOException {
        ModelSpec spec = inference.spec();
        refuse(spec);
        OnnxExport export = new OnnxExport(spec, inference.model().params());
        boolean sentences = spec.text() instanceof TextEncoder.BgeSmall;
        AtomicFiles.write(
                out.resolve("image.onnx"), stream -> export.imageGraph().write(stream));
        AtomicFiles.write(out.resolve("text.onnx"), stream -> export.writeText(stream));
        inference.model().tokenizer().save(out.resolve("tokenizer"));
        Model model = new Model(
                "vesalius-onnx-1",
                inference.digest(),
                spec.transform(),
                "image.onnx",
                "images",
                "text.onnx",
                sentences
                        ? "the rows are the sentences of one text, lower case and without their full stop; the answer is one vector"
                        : "a row is a text, padded at its end, at most "
                                + spec.tokenizer().maxLength() + " tokens",
                List.of("embedding"));
        Json.write(out.resolve("model.json"), model);
        return model;
    }

    private static void refuse(ModelSpec spec) {
        if (!(spec.fusion() instanceof Fusion.None)) {
            throw InputException.of(
                    "model to export",
                    "towers alone",
                    "one with " + spec.fusion().getClass().getSimpleName(),
                    "use it through vesalius; there is no emitter for it");
        }
        if (spec.image() instanceof ImageEncoder.None || spec.text() instanceof TextEncoder.None) {
            throw InputException.of(
                    "model to export",
                    "one of images and texts",
                    "an encoder on its own",
                    "use it through vesalius; there is no emitter for it");
        }
        if (!quickGelu(spec)) {
            throw InputException.of(
                    "model to export",
                    "CLIP towers with OpenAI's QUICK_GELU",
                    "another activation",
                    "use it through vesalius; there is no emitter for it");
        }
        if (spec.image() instanceof ImageEncoder.ClipResNet || spec.image() instanceof ImageEncoder.PooledResNet) {
            throw InputException.of(
                    "model to export",
                    "a small-cnn, resnet, densenet, vit, clip-vit or swin",
                    "a ResNet that pools by attention",
                    "use it through vesalius; there is no emitter for it");
        }
        if (spec.pooling() == Pooling.ATTENTION || spec.text().pool() == TextEncoder.Pool.SENTENCES) {
            throw InputException.of(
                    "model to export",
                    "pooling without weights of its own",
                    "an attention pool",
                    "use it through vesalius; there is no emitter for it");
        }
        if (spec.text() instanceof TextEncoder.BgeSmall bge && bge.pool() != TextEncoder.Pool.MEAN) {
            throw InputException.of(
                    "text encoder to export",
                    "bge-small pooled by its MEAN",
                    bge.pool().name(),
                    "train a text tower");
        }
    }

    /** What the emitter of CLIP's blocks has. */
    private static boolean quickGelu(ModelSpec spec) {
        boolean image =
                !(spec.image() instanceof ImageEncoder.ClipVit vit) || vit.activation() == Activation.QUICK_GELU;
        boolean text =
                !(spec.text() instanceof TextEncoder.ClipText clip) || clip.activation() == Activation.QUICK_GELU;
        return image && text;
    }

    private Graph imageGraph() {
        Graph graph = new Graph("image tower");
        Layers layers = new Layers(graph, params);
        int size = spec.transform().size();
        String images = graph.input(
                "images", Graph.Type.FLOAT, "images", spec.transform().channels(), size, size);
        ImageGraphs.Seen seen = ImageGraphs.of(layers, spec, images);
        String vector = switch (spec.pooling()) {
            case GLOBAL -> head(layers, "imageHead", spec.imageHead(), seen.global());
            case ATTENTION -> throw new IllegalStateException("refused above");
            case MEAN_PATCHES -> layers.mean(head(layers, "imageHead", spec.imageHead(), seen.patches()), 1L);
        };
        graph.output(layers.normalized(vector), "embedding", "images", spec.jointSize());
        return graph;
    }

    private void writeText(OutputStream stream) throws IOException {
        if (spec.text() instanceof TextEncoder.BgeSmall) {
            try (Params frozen = Params.create(0);
                    var _ = Scope.open()) {
                BgeSmall.load(frozen);
                Graph graph = new Graph("text tower");
                Layers tower = new Layers(graph, frozen);
                TextGraphs texts = texts(tower);
                String tokens = texts.bert("", 12, TextEncoder.Depth.LAST);
                text(graph, texts.meanOfAll(tokens), 1).write(stream);
            }
            return;
        }
        Graph graph = new Graph("text tower");
        Layers layers = new Layers(graph, params);
        TextGraphs texts = texts(layers);
        String tokens = switch (spec.text()) {
            case TextEncoder.Bert bert -> texts.bert("text.", bert.heads(), bert.depth());
            case TextEncoder.ClipText clip -> texts.clip(clip.heads());
            case TextEncoder.BgeSmall _ -> throw new IllegalStateException("handled above");
            case TextEncoder.None() -> throw new IllegalStateException("refused before");
        };
        text(graph, texts.pooled(spec.text().pool(), tokens), "texts").write(stream);
    }

    private static TextGraphs texts(Layers layers) {
        Graph graph = layers.graph();
        String ids = graph.input("ids", Graph.Type.INT64, "texts", "tokens");
        String mask = graph.input("mask", Graph.Type.INT64, "texts", "tokens");
        return new TextGraphs(layers, ids, mask);
    }

    /** From the pooled vectors to the output. */
    private Graph text(Graph graph, String pooled, Object rows) {
        Layers layers = new Layers(graph, params);
        String vector = head(layers, "textHead", spec.textHead(), pooled);
        graph.output(layers.normalized(vector), "embedding", rows, spec.jointSize());
        return graph;
    }

    /** As {@code model.Head}. */
    private static String head(Layers layers, String name, Projection projection, String x) {
        String first = name + ".first";
        String last = name + ".last";
        return switch (projection.kind()) {
            case NONE -> x;
            case LINEAR -> layers.linear(x, last);
            case MLP -> layers.mlp(x, first, Activation.RELU, last);
            case GELU_MLP -> layers.linear(layers.activation(Activation.GELU, layers.linear(x, first)), last);
            case BATCH_NORM_MLP ->
                layers.linear(layers.relu(layers.lastBatchNorm(layers.linear(x, first), name + ".norm")), last);
            case BATCH_NORM_MLP_NORMED -> {
                String before =
                        layers.linear(layers.relu(layers.lastBatchNorm(layers.linear(x, first), name + ".norm")), last);
                yield layers.lastBatchNorm(before, name + ".lastNorm");
            }
            case LAYER_NORM_MLP -> {
                String hidden = layers.activation(Activation.GELU, layers.linear(x, first));
                yield layers.linear(layers.layerNorm(hidden, name + ".norm", LAYER_NORM_EPSILON), last);
            }
        };
    }
}
