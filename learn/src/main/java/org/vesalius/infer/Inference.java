package org.vesalius.infer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.checkpoint.Weights;
import org.vesalius.image.Image;
import org.vesalius.image.Transformed;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.Fusion;
import org.vesalius.model.ImageSide;
import org.vesalius.model.Locals;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TextSide;
import org.vesalius.nn.Params;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;

/**
 * A model in use: image and text to vectors, scores and maps. Not safe for several threads at once.
 *
 * <p>What it says of an image does not depend on the other images of the call beyond rounding.
 */
public final class Inference implements AutoCloseable {
    private static final int BATCH = 32;

    private final ModelSpec spec;
    private final Params params;
    private final DualEncoder model;
    private final String digest;
    private final @Nullable Asked asked;

    private Inference(ModelSpec spec, Params params, DualEncoder model, String digest) {
        this.spec = spec;
        this.params = params;
        this.model = model;
        this.digest = digest;
        asked = spec.fusion() instanceof Fusion.EntityQueries queries ? new Asked(model, queries) : null;
        params.training(false);
    }

    /** The best weights of a run, on the processor. */
    public static Inference load(Path run) throws IOException {
        return load(run, Device.CPU);
    }

    /** The best weights of a run. */
    public static Inference load(Path run, Device device) throws IOException {
        RunManifest manifest = manifest(run);
        ModelSpec spec = Json.parse(manifest.model().toString(), ModelSpec.class, "model of the run's manifest");
        Tokenizer tokenizer = Tokenizer.load(run.resolve("tokenizer"));
        Path weights = run.resolve("best.safetensors");
        if (!weights.toFile().isFile()) {
            throw InputException.of(
                    "run folder", "best.safetensors in it", "none", "let the training reach its first validation");
        }
        Params params = Params.create(manifest.seed(), device);
        try {
            DualEncoder model = DualEncoder.build(params, spec, tokenizer);
            // what a method learnt beside the model (a temperature, a training head) has no use here
            Weights.load(params, weights, KeyMap.same().ignore("method\\..*"));
            String digest = Digests.sha256(Digests.sha256(weights) + Json.line(spec));
            return new Inference(spec, params, model, digest);
        } catch (RuntimeException | IOException e) {
            params.close();
            throw e;
        }
    }

    private static RunManifest manifest(Path run) throws IOException {
        Path file = run.resolve("manifest.json");
        if (!file.toFile().isFile()) {
            throw InputException.of(
                    "run folder", "a manifest.json in it", "none", "give the folder that `vesalius train` wrote");
        }
        return RunManifest.read(file);
    }

    /** Random weights under a specification: what a trained model must beat. */
    public static Inference untrained(ModelSpec spec, Tokenizer tokenizer, long seed) {
        Params params = Params.create(seed);
        return new Inference(
                spec,
                params,
                DualEncoder.build(params, spec, tokenizer),
                Digests.sha256("untrained " + seed + Json.line(spec)));
    }

    /** Random weights under the specification and tokenizer of this model. */
    public Inference untrained(long seed) {
        return untrained(spec, model.tokenizer(), seed);
    }

    /** A model of its own with the same weights, for a training that must not touch this one. */
    public Inference copy() {
        Params own = Params.create(params.seed(), params.device());
        DualEncoder built = DualEncoder.build(own, spec, model.tokenizer());
        params.state().forEach(own::set);
        return new Inference(spec, own, built, digest);
    }

    /** What the model is made of. */
    public ModelSpec spec() {
        return spec;
    }

    /** Its towers and heads, which belong to this object. */
    public DualEncoder model() {
        return model;
    }

    /** Of specification and weights together: names the model in results. */
    public String digest() {
        return digest;
    }

    /** One vector of length 1 an image, of the joint size. */
    public float[][] embedImages(List<Image> images) {
        return rows(images, side -> Tensors.normalize(side.imgBD()));
    }

    /**
     * As {@link #embedImages}, each beside the same patient's image before; an image without one is {@link #embedImages}'s.
     *
     * @throws InputException when the model sees one image only
     */
    public float[][] embedPairs(List<Image> images, List<Image> priors) {
        if (images.size() != priors.size()) {
            throw InputException.of("images before", images.size() + "", priors.size() + "", "give one for each image");
        }
        List<float[]> rows = new ArrayList<>();
        for (int from = 0; from < images.size(); from += BATCH) {
            int to = Math.min(images.size(), from + BATCH);
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                Tensor present = params.device().move(Tensors.ones(to - from));
                ImageSide side = model.images(
                        batch(seen(images.subList(from, to))), batch(seen(priors.subList(from, to))), present);
                rows.addAll(List.of(Tensors.rows(Tensors.normalize(side.imgBD()))));
            }
        }
        return rows.toArray(float[][]::new);
    }

    private List<Transformed> seen(List<Image> images) {
        // each picture is a problem of its own, so the order in which they are done decides nothing
        return images.parallelStream().map(spec.transform()::apply).toList();
    }

    /** The image tower's own global features, before the head: what a linear probe is fitted on. */
    public float[][] features(List<Image> images) {
        return rows(images, ImageSide::featuresBF);
    }

    private float[][] rows(List<Image> images, Function<ImageSide, Tensor> part) {
        List<float[]> rows = new ArrayList<>();
        for (int from = 0; from < images.size(); from += BATCH) {
            List<Image> some = images.subList(from, Math.min(images.size(), from + BATCH));
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                rows.addAll(List.of(Tensors.rows(part.apply(model.images(batch(seen(some)))))));
            }
        }
        return rows.toArray(float[][]::new);
    }

    private Tensor batch(List<Transformed> images) {
        int size = spec.transform().size();
        int channels = spec.transform().channels();
        int length = channels * size * size;
        float[] all = new float[Math.multiplyExact(images.size(), length)];
        for (int i = 0; i < images.size(); i++) {
            System.arraycopy(images.get(i).chw(), 0, all, i * length, length);
        }
        return params.device().move(Tensors.of(all, images.size(), channels, size, size));
    }

    /** One vector of length 1 a text, of the joint size; what is longer than the model reads is cut. */
    public float[][] embedTexts(List<String> texts) {
        return textRows(texts, Tensors::normalize);
    }

    /** As {@link #embedTexts}, each of the length that the model gives it. */
    public float[][] textVectors(List<String> texts) {
        return textRows(texts, textTD -> textTD);
    }

    /** Shows what the model makes of the images, some at a time, for measures that need more than vectors; the tensors are closed afterwards. */
    public void show(List<Image> images, Consumer<ImageSide> viewer) {
        for (int from = 0; from < images.size(); from += BATCH) {
            List<Image> some = images.subList(from, Math.min(images.size(), from + BATCH));
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                viewer.accept(model.images(batch(seen(some))));
            }
        }
    }

    private float[][] textRows(List<String> texts, Function<Tensor, Tensor> part) {
        List<float[]> rows = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += BATCH) {
            List<String> some = texts.subList(from, Math.min(texts.size(), from + BATCH));
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                rows.addAll(List.of(Tensors.rows(part.apply(model.texts(some)))));
            }
        }
        return rows.toArray(float[][]::new);
    }

    /** Each text's vectors, for use with any number of images. Where patches have a space of their own, a text's local vector is the mean of its words', or of its sentences' where the model compares these. */
    public List<TextCode> encodeTexts(List<String> texts) {
        if (spec.locals() == Locals.SHARED) {
            return Arrays.stream(embedTexts(texts))
                    .map(row -> new TextCode(row, row))
                    .toList();
        }
        List<TextCode> codes = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += BATCH) {
            List<String> some = texts.subList(from, Math.min(texts.size(), from + BATCH));
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                TextSide side = model.joint(model.byParts(model.read(some)));
                float[][] global = Tensors.rows(Tensors.normalize(side.txtTD()));
                Tensor partT1V = side.maskTW().to(ScalarType.Float).unsqueeze(1);
                Tensor sumTD = partT1V.matmul(side.tokensTWD()).squeeze(1);
                float[][] local = Tensors.rows(Tensors.normalize(sumTD));
                for (int t = 0; t < some.size(); t++) {
                    codes.add(new TextCode(global[t], local[t]));
                }
            }
        }
        return codes;
    }

    /** Each image's vector and its patches' vectors, for use with any number of texts. */
    public List<ImageCode> encode(List<Image> images) {
        List<ImageCode> codes = new ArrayList<>();
        for (int from = 0; from < images.size(); from += BATCH) {
            List<Image> some = images.subList(from, Math.min(images.size(), from + BATCH));
            codes.addAll(encodeBatch(seen(some)));
        }
        return codes;
    }

    private List<ImageCode> encodeBatch(List<Transformed> seen) {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            ImageSide side = model.images(batch(seen));
            float[][] global = Tensors.rows(Tensors.normalize(side.imgBD()));
            float[] patches = Tensors.floats(Tensors.normalize(side.patchesBND()));
            float[] raw = asked == null ? new float[0] : Tensors.floats(side.patchesBND());
            int length = patches.length / seen.size();
            List<ImageCode> codes = new ArrayList<>();
            for (int i = 0; i < seen.size(); i++) {
                codes.add(new ImageCode(
                        global[i],
                        Arrays.copyOfRange(patches, i * length, (i + 1) * length),
                        asked == null ? raw : Arrays.copyOfRange(raw, i * length, (i + 1) * length),
                        side.gridHeight(),
                        side.gridWidth(),
                        seen.get(i).geometry()));
            }
            return codes;
        }
    }

    /** For each image a score in [0, 1] for each label, by the model's readout. */
    public double[][] classify(List<Image> images, List<PromptSet> prompts) {
        return classifyCodes(encode(images), prompts);
    }

    /** As {@link #classify}, on images that are encoded already. */
    public double[][] classifyCodes(List<ImageCode> images, List<PromptSet> prompts) {
        if (asked != null) {
            return asked.classify(images, prompts);
        }
        double[][] scores = new double[images.size()][prompts.size()];
        for (int label = 0; label < prompts.size(); label++) {
            PromptSet prompt = prompts.get(label);
            if (prompt.positive().isEmpty() || prompt.negative().isEmpty()) {
                throw InputException.of(
                        "prompts of label " + prompt.label(),
                        "at least one for and one against",
                        "none of a kind",
                        "give both");
            }
            List<TextCode> positive = encodeTexts(prompt.positive());
            List<TextCode> negative = encodeTexts(prompt.negative());
            for (int i = 0; i < images.size(); i++) {
                scores[i][label] = Scores.score(spec.readout(), images.get(i), positive, negative);
            }
        }
        return scores;
    }

    /** How similar each part of an image is to a phrase, or where the phrase's question looked. */
    public SimilarityMap ground(Image image, String phrase) {
        return ground(encode(List.of(image)).getFirst(), phrase);
    }

    /** As {@link #ground(Image, String)}, on an image that is encoded already. */
    public SimilarityMap ground(ImageCode image, String phrase) {
        return asked == null ? image.map(encodeTexts(List.of(phrase)).getFirst()) : asked.map(image, phrase);
    }

    @Override
    public void close() {
        model.close();
        params.close();
    }
}
