package org.vesalius.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vesalius.image.Image;
import org.vesalius.image.Transform;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.model.Fusion;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.Pooling;
import org.vesalius.model.Projection;
import org.vesalius.model.Readout;
import org.vesalius.model.TextEncoder;
import org.vesalius.model.TokenizerSpec;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.BgeSmall;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.TokenizerTrainer;

/** What ONNX Runtime computes from our files is what we compute. */
class OnnxExportTest {
    private static final double TOLERANCE = 1e-4;
    private static final List<String> TEXTS = List.of("small left effusion", "no pneumothorax is seen today", "nodule");

    /** A name, a transform, an image tower. */
    record Case(String name, ModelSpec spec) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static ModelSpec spec(
            ImageEncoder image, TextEncoder text, Transform transform, Projection imageHead, Pooling pooling) {
        boolean clip = image instanceof ImageEncoder.ClipVit;
        return new ModelSpec(
                image,
                text,
                clip ? 32 : 24,
                imageHead,
                clip ? Projection.none() : Projection.linear(),
                pooling,
                new Readout.PositiveNegative(10),
                transform,
                new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, 80, 16));
    }

    private static TextEncoder bert(TextEncoder.Pool pool, TextEncoder.Depth depth) {
        return new TextEncoder.Bert(5, 32, 4, 64, 0, pool, depth);
    }

    static Stream<Case> models() {
        TextEncoder mean = bert(TextEncoder.Pool.MEAN, TextEncoder.Depth.LAST);
        TextEncoder clip = new TextEncoder.ClipText(2, 32, 4, TextEncoder.Pool.EOT);
        return Stream.of(
                new Case(
                        "resnet18",
                        spec(
                                new ImageEncoder.ResNet(18, 4),
                                mean,
                                Transform.imagenet(64),
                                Projection.linear(),
                                Pooling.GLOBAL)),
                new Case(
                        "resnet50, batch-normed head",
                        spec(
                                new ImageEncoder.ResNet(50, 4),
                                bert(TextEncoder.Pool.CLS, TextEncoder.Depth.SUM_OF_LAST_FOUR),
                                Transform.imagenet(64),
                                new Projection(Projection.Kind.BATCH_NORM_MLP_NORMED, 16, true),
                                Pooling.MEAN_PATCHES)),
                new Case(
                        "densenet121, grey",
                        spec(
                                new ImageEncoder.DenseNet(121),
                                bert(TextEncoder.Pool.MAX, TextEncoder.Depth.MEAN_OF_FIRST_TWO_AND_LAST),
                                Transform.grey(64),
                                Projection.mlp(16),
                                Pooling.GLOBAL)),
                new Case(
                        "vit",
                        spec(
                                new ImageEncoder.Vit(16, 32, 3, 4),
                                bert(TextEncoder.Pool.MEAN_WITH_PADDING, TextEncoder.Depth.LAST),
                                Transform.imagenet(64),
                                new Projection(Projection.Kind.LAYER_NORM_MLP, 16, true),
                                Pooling.GLOBAL)),
                new Case(
                        "clip",
                        spec(
                                new ImageEncoder.ClipVit(16, 32, 2, 4),
                                clip,
                                Transform.clip(64),
                                Projection.none(),
                                Pooling.GLOBAL)),
                new Case(
                        "swin, padded windows",
                        spec(
                                new ImageEncoder.Swin(),
                                mean,
                                Transform.imagenet(96),
                                Projection.linear(),
                                Pooling.GLOBAL)),
                new Case(
                        "small cnn",
                        spec(
                                new ImageEncoder.SmallCnn(List.of(8, 8, 12), List.of(4, 2, 1), 9, true),
                                mean,
                                Transform.grey(64),
                                Projection.linear(),
                                Pooling.MEAN_PATCHES)));
    }

    /** Weights and running statistics that are not those of the beginning. */
    private static Inference model(ModelSpec spec, Tokenizer tokenizer) {
        Inference model = Inference.untrained(spec, tokenizer, 3);
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            model.model().params().state().forEach(OnnxExportTest::stir);
        }
        return model;
    }

    private static void stir(String name, Tensor tensor) {
        boolean variance = name.endsWith("running_var");
        if (variance || name.endsWith("running_mean") || name.endsWith("bias")) {
            float[] values = new float[(int) tensor.numel()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.1 * Math.sin(i + name.length()) + (variance ? 1 : 0));
            }
            tensor.copy_(Tensors.of(values, values.length));
        }
    }

    private static List<Image> images() {
        return Stream.of(1, 2, 3).map(OnnxExportTest::image).toList();
    }

    private static Image image(int seed) {
        float[] samples = new float[100 * 80];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (128 + 100 * Math.sin(seed + i * 0.01 * seed) * Math.cos(i % 100 * 0.1));
        }
        return Image.grey(100, 80, 255, samples);
    }

    @ParameterizedTest
    @MethodSource("models")
    void theSameEmbeddings(Case one, @TempDir Path folder) throws Exception {
        Tokenizer tokenizer = TokenizerTrainer.wordPiece(TEXTS, 80);
        ModelSpec spec = one.spec()
                .withTokenizer(new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, tokenizer.vocabularySize(), 16));
        try (Inference model = model(spec, tokenizer)) {
            OnnxExport.write(model, folder);
            assertClose(imagesByRuntime(folder, spec), model.embedImages(images()));
            List<int[]> ids =
                    TEXTS.stream().map(text -> tokenizer.encode(text, 16)).toList();
            assertClose(textsByRuntime(folder, ids, tokenizer.padId()), model.embedTexts(TEXTS));
        }
    }

    @Test
    void theFrozenEncoderReadsTheSentencesOfOneText(@TempDir Path folder) throws Exception {
        ModelSpec spec = new ModelSpec(
                new ImageEncoder.SmallCnn(List.of(8), List.of(4), 0, false),
                new TextEncoder.BgeSmall(TextEncoder.Pool.MEAN),
                16,
                Projection.linear(),
                Projection.mlp(32),
                Pooling.GLOBAL,
                new Readout.PositiveNegative(10),
                Transform.grey(32),
                new TokenizerSpec(TokenizerSpec.Kind.BGE, 30522, 64));
        Tokenizer tokenizer = BgeSmall.tokenizer();
        try (Inference model = model(spec, tokenizer)) {
            OnnxExport.write(model, folder);
            List<String> sentences = List.of("There is a small effusion on the left", "The heart is normal");
            List<int[]> ids = sentences.stream()
                    .map(sentence -> tokenizer.encode(sentence.toLowerCase(Locale.ROOT), 64))
                    .toList();
            float[][] ours = model.embedTexts(List.of(String.join(". ", sentences) + "."));
            assertClose(textsByRuntime(folder, ids, tokenizer.padId()), ours);
        }
    }

    @Test
    void whatHasNoEmitterSaysSo(@TempDir Path folder) throws IOException {
        ModelSpec spec = models().filter(one -> one.name().equals("clip"))
                .findFirst()
                .orElseThrow()
                .spec();
        Tokenizer tokenizer = TokenizerTrainer.wordPiece(TEXTS, 80);
        ModelSpec prompted = spec.withTokenizer(
                        new TokenizerSpec(TokenizerSpec.Kind.WORD_PIECE, tokenizer.vocabularySize(), 16))
                .withFusion(new Fusion.DeepPrompts(2, 1, "a film of"));
        try (Inference model = Inference.untrained(prompted, tokenizer, 0)) {
            assertThatThrownBy(() -> OnnxExport.write(model, folder))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("one with DeepPrompts");
        }
        assertThat(folder).isEmptyDirectory();
    }

    private static void assertClose(float[][] found, float[][] expected) {
        assertThat(found.length).isEqualTo(expected.length);
        for (int i = 0; i < found.length; i++) {
            for (int d = 0; d < found[i].length; d++) {
                assertThat((double) found[i][d]).isCloseTo(expected[i][d], within(TOLERANCE));
            }
        }
        if (found.length > 1) {
            assertThat(found[0]).as("differs from the next").isNotEqualTo(found[1]);
        }
    }

    private static float[][] imagesByRuntime(Path folder, ModelSpec spec) throws OrtException {
        int size = spec.transform().size();
        int channels = spec.transform().channels();
        FloatBuffer all = FloatBuffer.allocate(3 * channels * size * size);
        images().forEach(image -> all.put(spec.transform().apply(image).chw()));
        all.flip();
        OrtEnvironment runtime = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                        runtime.createSession(folder.resolve("image.onnx").toString());
                OnnxTensor in = OnnxTensor.createTensor(runtime, all, new long[] {3, channels, size, size});
                OrtSession.Result out = session.run(Map.of("images", in))) {
            return (float[][]) out.get(0).getValue();
        }
    }

    private static float[][] textsByRuntime(Path folder, List<int[]> texts, int pad) throws OrtException {
        int longest = texts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        long[] ids = new long[texts.size() * longest];
        long[] mask = new long[ids.length];
        Arrays.fill(ids, pad);
        for (int t = 0; t < texts.size(); t++) {
            for (int i = 0; i < texts.get(t).length; i++) {
                ids[t * longest + i] = texts.get(t)[i];
                mask[t * longest + i] = 1;
            }
        }
        long[] shape = {texts.size(), longest};
        OrtEnvironment runtime = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                        runtime.createSession(folder.resolve("text.onnx").toString());
                OnnxTensor idsIn = OnnxTensor.createTensor(runtime, LongBuffer.wrap(ids), shape);
                OnnxTensor maskIn = OnnxTensor.createTensor(runtime, LongBuffer.wrap(mask), shape);
                OrtSession.Result out = session.run(Map.of("ids", idsIn, "mask", maskIn))) {
            return (float[][]) out.get(0).getValue();
        }
    }
}
