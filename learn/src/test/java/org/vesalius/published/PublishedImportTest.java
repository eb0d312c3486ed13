package org.vesalius.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.checkpoint.KeyMaps;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.checkpoint.SafeTensors;
import org.vesalius.checkpoint.Weights;
import org.vesalius.image.Image;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.ClipText;
import org.vesalius.text.ClipTextConfig;
import org.vesalius.text.TokenBatch;
import org.vesalius.tokenize.ByteBpe;
import org.vesalius.tokenize.Tokenizer;
import org.vesalius.tokenize.WordPiece;
import org.vesalius.train.RunDir;
import org.vesalius.vision.ClipVision;
import org.vesalius.vision.Vit;

/** An imported run says what the published towers say, under whatever names the file had. Small models of the same names. */
class PublishedImportTest {
    private static final List<String> TEXTS = List.of("no effusion", "small left effusion");

    @TempDir
    Path dir;

    private final Tokenizer bytes = ByteBpe.ofMerges(List.of());

    private static Image film() {
        float[] samples = new float[24 * 20];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) Math.abs(Math.sin(i * 0.7)) * 255;
        }
        return Image.grey(24, 20, 255, samples);
    }

    private Inference imported(String kind, Path file, Optional<Path> tokenizer, String name) throws IOException {
        RunDir run = RunDir.fresh(dir.resolve(name));
        try (WeightFiles files = WeightFiles.open(List.of(file))) {
            PublishedImport.check(Kinds.byId(kind), files, tokenizer).write(run);
        }
        return Inference.load(run.path());
    }

    private Path clipTokenizer() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("clip-tokenizer"));
        bytes.save(folder);
        return folder;
    }

    private static ClipVision vision(Params params) {
        return new ClipVision(params, new ClipVision.Spec(8, 64, 2, 1, 16, 32, Activation.QUICK_GELU));
    }

    private ClipText text(Params params) {
        return new ClipText(
                params, new ClipTextConfig(bytes.vocabularySize(), 24, 64, 2, 1, 32, Activation.QUICK_GELU));
    }

    /** OpenAI's names with first values of our towers. */
    private Path openAi(Params image, Params words) throws IOException {
        vision(image);
        text(words);
        Map<String, Tensor> state = new LinkedHashMap<>(words.state());
        image.state().forEach((name, tensor) -> state.put("visual." + name, tensor));
        state.put("logit_scale", Tensors.scalar(Math.log(50)));
        Path file = dir.resolve("openai.safetensors");
        SafeTensors.write(file, state, Map.of());
        return file;
    }

    @Test
    void anImportedClipSaysWhatItsTowersSay() throws IOException {
        try (Params image = Params.create(3);
                Params words = Params.create(4);
                var _ = Scope.open();
                var _ = Gradients.off()) {
            Path file = openAi(image, words);
            try (Inference model = imported("openai-clip", file, Optional.of(clipTokenizer()), "run")) {
                TokenBatch batch = TokenBatch.of(
                        TEXTS.stream().map(each -> bytes.encode(each, 24)).toList(), bytes.padId());
                Params again = Params.create(9);
                ClipText tower = text(again);
                Weights.load(again, file, KeyMaps.clipText());
                float[][] expected =
                        Tensors.rows(Tensors.normalize(tower.encode(batch).globalBD()));
                assertThat(model.embedTexts(TEXTS)[1]).containsExactly(expected[1], within(1e-6f));
                Params seen = Params.create(9);
                ClipVision sight = vision(seen);
                Weights.load(seen, file, KeyMaps.clipVision());
                Tensor img = Tensors.of(model.spec().transform().apply(film()).chw(), 1, 3, 16, 16);
                assertThat(model.embedImages(List.of(film()))[0])
                        .containsExactly(
                                Tensors.rows(Tensors.normalize(sight.encode(img).globalBD()))[0], within(1e-6f));
                again.close();
                seen.close();
            }
        }
    }

    @Test
    void theSameValuesUnderHuggingFacesNamesGiveTheSameVectors() throws IOException {
        try (Params image = Params.create(3);
                Params words = Params.create(4);
                var _ = Scope.open()) {
            Path file = openAi(image, words);
            Map<String, Tensor> theirs = new LinkedHashMap<>();
            words.state().forEach((name, tensor) -> huggingFace(theirs, "text_model.", name, tensor));
            image.state().forEach((name, tensor) -> huggingFace(theirs, "vision_model.", name, tensor));
            theirs.put("logit_scale", Tensors.scalar(Math.log(50)));
            Path other = dir.resolve("model.safetensors");
            SafeTensors.write(other, theirs, Map.of());
            Optional<Path> tokenizer = Optional.of(clipTokenizer());
            try (Inference one = imported("openai-clip", file, tokenizer, "one");
                    Inference two = imported("hf-clip", other, tokenizer, "two")) {
                assertThat(two.embedTexts(TEXTS)).isDeepEqualTo(one.embedTexts(TEXTS));
                assertThat(two.embedImages(List.of(film()))).isDeepEqualTo(one.embedImages(List.of(film())));
                assertThat(two.spec()).isEqualTo(one.spec());
            }
        }
    }

    /** modeling_clip.py's names for OpenAI's, as its conversion script has them. */
    private static void huggingFace(Map<String, Tensor> theirs, String side, String name, Tensor tensor) {
        if (name.contains("in_proj")) {
            String layer = name.replaceAll(
                    "transformer\\.resblocks\\.(\\d+)\\.attn\\.in_proj_(.*)", "encoder.layers.$1.self_attn.%s_proj.$2");
            for (int part = 0; part < 3; part++) {
                theirs.put(
                        side + layer.formatted("qkv".substring(part, part + 1)),
                        tensor.chunk(3, 0).get(part).contiguous());
            }
            return;
        }
        switch (name) {
            case "proj" -> theirs.put("visual_projection.weight", tensor.t().contiguous());
            case "text_projection" ->
                theirs.put("text_projection.weight", tensor.t().contiguous());
            default -> theirs.put(side + renamed(name), tensor);
        }
    }

    private static String renamed(String name) {
        return name.replace("transformer.resblocks", "encoder.layers")
                .replace("attn.out_proj", "self_attn.out_proj")
                .replace("ln_1", "layer_norm1")
                .replace("ln_2", "layer_norm2")
                .replace("mlp.c_fc", "mlp.fc1")
                .replace("mlp.c_proj", "mlp.fc2")
                .replace("ln_pre", "pre_layrnorm")
                .replace("ln_post", "post_layernorm")
                .replace("ln_final", "final_layer_norm")
                .replace("conv1", "embeddings.patch_embedding")
                .replace("class_embedding", "embeddings.class_embedding")
                .replace("token_embedding", "embeddings.token_embedding")
                .replaceAll("^positional_embedding$", "embeddings.position_embedding.weight");
    }

    @Test
    void theManifestSaysWhereTheWeightsCameFrom() throws IOException {
        try (Params image = Params.create(3);
                Params words = Params.create(4);
                var _ = Scope.open()) {
            Path file = openAi(image, words);
            imported("chexzero", file, Optional.of(clipTokenizer()), "run").close();
            RunManifest manifest = new RunDir(dir.resolve("run")).read();
            assertThat(manifest.recipe()).isEqualTo("chexzero");
            assertThat(manifest.notes().get("names from")).contains("rajpurkarlab/CheXzero");
            assertThat(manifest.notes()).containsKey("sha256 of file 1");
            assertThat(manifest.parameters()).isEqualTo(count(image) + count(words));
            assertThat(Objects.requireNonNull(manifest.outcome()).state()).isEqualTo("finished");
        }
    }

    private static long count(Params params) {
        return params.parameters().values().stream().mapToLong(Tensor::numel).sum();
    }

    @Test
    void anImageEncoderAloneEmbedsImagesAndSaysThatItReadsNoTexts() throws IOException {
        try (Params params = Params.create(3);
                var _ = Scope.open()) {
            new Vit(params, Vit.Spec.of(8, 64, 2, 1).imageSize(16));
            Map<String, Tensor> state = new LinkedHashMap<>(params.state());
            state.put("heads.head.weight", Tensors.zeros(3, 64));
            Path file = dir.resolve("vit.safetensors");
            SafeTensors.write(file, state, Map.of());
            try (Inference model = imported("torchvision-vit", file, Optional.empty(), "run")) {
                assertThat(model.embedImages(List.of(film()))[0]).hasSize(64);
                assertThat(model.features(List.of(film()))[0]).hasSize(64);
                assertThatThrownBy(() -> model.embedTexts(TEXTS))
                        .isInstanceOf(InputException.class)
                        .hasMessageContaining("expected one with texts, got an encoder of images on its own");
            }
        }
    }

    @Test
    void aTextEncoderAloneTakesTheVocabularyBesideItsFile() throws IOException {
        List<String> words = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "no", "small", "left", "effusion");
        Path folder = Files.createDirectory(dir.resolve("hf"));
        WordPiece.of(words, true).save(folder);
        Path file = folder.resolve("model.safetensors");
        try (var _ = Scope.open()) {
            Map<String, Tensor> state = new LinkedHashMap<>();
            bert(state, "bert.", words.size());
            SafeTensors.write(file, state, Map.of());
        }
        try (Inference model = imported("bert", file, Optional.empty(), "run")) {
            float[][] vectors = model.embedTexts(TEXTS);
            assertThat(vectors[0]).hasSize(64);
            assertThat(Arrays.equals(vectors[0], vectors[1])).isFalse();
            assertThatThrownBy(() -> model.embedImages(List.of(film())))
                    .hasMessageContaining("got an encoder of texts on its own");
        }
    }

    private static void bert(Map<String, Tensor> state, String prefix, int vocabulary) {
        Named names = new Named();
        names.put(prefix + "embeddings.word_embeddings.weight", vocabulary, 64)
                .put(prefix + "embeddings.position_embeddings.weight", 16, 64)
                .put(prefix + "embeddings.token_type_embeddings.weight", 2, 64)
                .norm(prefix + "embeddings.LayerNorm", 64);
        String layer = prefix + "encoder.layer.0.";
        for (String part : List.of("self.query", "self.key", "self.value", "output.dense")) {
            names.linear(layer + "attention." + part, 64, 64);
        }
        names.norm(layer + "attention.output.LayerNorm", 64)
                .linear(layer + "intermediate.dense", 128, 64)
                .linear(layer + "output.dense", 64, 128)
                .norm(layer + "output.LayerNorm", 64);
        names.shapes().forEach((name, shape) -> {
            double[] values =
                    new double[shape.stream().mapToInt(Math::toIntExact).reduce(1, (a, b) -> a * b)];
            Arrays.setAll(values, i -> Math.sin(i * 0.7 + state.size()));
            state.put(name, Tensors.of(values, shape.stream().mapToLong(n -> n).toArray()));
        });
    }

    @Test
    void nothingIsWrittenWhenTheFileDoesNotFit() throws IOException {
        Path file = dir.resolve("broken.safetensors");
        try (var _ = Scope.open()) {
            SafeTensors.write(file, Map.of("visual.conv1.weight", Tensors.zeros(64, 3, 8, 8)), Map.of());
        }
        assertThatThrownBy(() -> imported("openai-clip", file, Optional.empty(), "run"))
                .isInstanceOf(InputException.class);
        assertThat(dir.resolve("run")).doesNotExist();
    }
}
