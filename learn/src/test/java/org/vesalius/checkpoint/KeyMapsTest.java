package org.vesalius.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.nn.Activation;
import org.vesalius.nn.Init;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;
import org.vesalius.text.Bert;
import org.vesalius.text.BertConfig;
import org.vesalius.text.ClipText;
import org.vesalius.text.ClipTextConfig;
import org.vesalius.vision.ClipVision;
import org.vesalius.vision.DenseNet;
import org.vesalius.vision.ResNet;
import org.vesalius.vision.Vit;

/** Published layouts, written down from the libraries' sources at toy sizes, load strictly into our towers. */
class KeyMapsTest {
    private static final Vit.Spec TOY_VIT = Vit.Spec.of(4, 8, 2, 2).imageSize(8);

    @TempDir
    Path dir;

    private final Map<String, Tensor> state = new LinkedHashMap<>();

    private Tensor put(String name, long... shape) {
        double[] values = new double[Math.toIntExact(Shapes.count(shape))];
        Arrays.setAll(values, i -> state.size() + i / 1000.0);
        Tensor tensor = Tensors.of(values, shape).to(ScalarType.Float);
        state.put(name, tensor);
        return tensor;
    }

    private void linear(String name, long in, long out) {
        put(name + ".weight", out, in);
        put(name + ".bias", out);
    }

    private void norm(String name, long size) {
        put(name + ".weight", size);
        put(name + ".bias", size);
    }

    private LoadReport load(Params params, KeyMap keys) throws IOException {
        Path file = dir.resolve("w.safetensors");
        SafeTensors.write(file, state, Map.of());
        return Weights.load(params, file, keys);
    }

    private void assertSame(Params params, String ours, String theirs) {
        assertThat(Tensors.floats(params.get(ours)))
                .as(ours)
                .containsExactly(Tensors.floats(Objects.requireNonNull(state.get(theirs))));
    }

    @Test
    void timmVit() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            put("cls_token", 1, 1, 8);
            put("pos_embed", 1, 5, 8);
            put("patch_embed.proj.weight", 8, 3, 4, 4);
            put("patch_embed.proj.bias", 8);
            for (int i = 0; i < 2; i++) {
                String block = "blocks." + i;
                norm(block + ".norm1", 8);
                linear(block + ".attn.qkv", 8, 24);
                linear(block + ".attn.proj", 8, 8);
                norm(block + ".norm2", 8);
                linear(block + ".mlp.fc1", 8, 32);
                linear(block + ".mlp.fc2", 32, 8);
            }
            norm("norm", 8);
            linear("head", 8, 1000);
            new Vit(params, TOY_VIT);
            LoadReport report = load(params, KeyMaps.timmVit());
            assertThat(report.ignored()).containsExactlyInAnyOrder("head.weight", "head.bias");
            String layer = "encoder.layers.encoder_layer_1.";
            assertSame(params, layer + "self_attention.in_proj_weight", "blocks.1.attn.qkv.weight");
            assertSame(params, layer + "self_attention.in_proj_bias", "blocks.1.attn.qkv.bias");
            assertSame(params, layer + "mlp.3.weight", "blocks.1.mlp.fc2.weight");
            assertSame(params, "encoder.ln.bias", "norm.bias");
        }
    }

    @Test
    void huggingFaceVitStacksQueryKeyAndValue() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            put("vit.embeddings.cls_token", 1, 1, 8);
            put("vit.embeddings.position_embeddings", 1, 5, 8);
            put("vit.embeddings.patch_embeddings.projection.weight", 8, 3, 4, 4);
            put("vit.embeddings.patch_embeddings.projection.bias", 8);
            for (int i = 0; i < 2; i++) {
                String block = "vit.encoder.layer." + i;
                for (String part : new String[] {"query", "key", "value"}) {
                    linear(block + ".attention.attention." + part, 8, 8);
                }
                linear(block + ".attention.output.dense", 8, 8);
                linear(block + ".intermediate.dense", 8, 32);
                linear(block + ".output.dense", 32, 8);
                norm(block + ".layernorm_before", 8);
                norm(block + ".layernorm_after", 8);
            }
            norm("vit.layernorm", 8);
            linear("classifier", 8, 2);
            new Vit(params, TOY_VIT);
            load(params, KeyMaps.huggingFaceVit());
            Tensor stacked = params.get("encoder.layers.encoder_layer_0.self_attention.in_proj_weight");
            for (int part = 0; part < 3; part++) {
                String name = "vit.encoder.layer.0.attention.attention." + new String[] {"query", "key", "value"}[part]
                        + ".weight";
                assertThat(Tensors.floats(stacked.narrow(0, part * 8L, 8)))
                        .containsExactly(Tensors.floats(Objects.requireNonNull(state.get(name))));
            }
            assertSame(
                    params,
                    "encoder.layers.encoder_layer_0.self_attention.out_proj.weight",
                    "vit.encoder.layer.0.attention.output.dense.weight");
            assertSame(
                    params, "encoder.layers.encoder_layer_0.mlp.3.weight", "vit.encoder.layer.0.output.dense.weight");
        }
    }

    @Test
    void huggingFaceBertWithItsLanguageHead() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            put("bert.embeddings.position_ids", 1, 6);
            put("bert.embeddings.word_embeddings.weight", 10, 8);
            put("bert.embeddings.position_embeddings.weight", 6, 8);
            put("bert.embeddings.token_type_embeddings.weight", 2, 8);
            put("bert.embeddings.LayerNorm.gamma", 8);
            put("bert.embeddings.LayerNorm.beta", 8);
            for (String part : new String[] {"query", "key", "value"}) {
                linear("bert.encoder.layer.0.attention.self." + part, 8, 8);
            }
            linear("bert.encoder.layer.0.attention.output.dense", 8, 8);
            norm("bert.encoder.layer.0.attention.output.LayerNorm", 8);
            linear("bert.encoder.layer.0.intermediate.dense", 8, 32);
            linear("bert.encoder.layer.0.output.dense", 32, 8);
            norm("bert.encoder.layer.0.output.LayerNorm", 8);
            linear("bert.pooler.dense", 8, 8);
            put("cls.predictions.bias", 10);
            linear("cls.predictions.transform.dense", 8, 8);
            BertConfig config = new BertConfig(10, 8, 1, 2, 32, 6, 2, 0, 1e-12, BertConfig.Pooling.POOLER);
            new Bert(params, config);
            LoadReport report = load(params, KeyMaps.huggingFaceBert());
            assertThat(report.ignored()).hasSize(4);
            assertSame(params, "embeddings.LayerNorm.weight", "bert.embeddings.LayerNorm.gamma");
            assertSame(params, "pooler.dense.bias", "bert.pooler.dense.bias");
        }
        try (Params params = Params.create(1)) {
            new Bert(params, new BertConfig(10, 8, 1, 2, 32, 6, 2, 0, 1e-12, BertConfig.Pooling.CLS));
            assertThat(Weights.load(params, dir.resolve("w.safetensors"), KeyMaps.huggingFaceBertWithoutPooler())
                            .complete())
                    .isTrue();
        }
    }

    @Test
    void oneClipFileFillsBothTowers() throws IOException {
        try (Params image = Params.create(1);
                Params text = Params.create(1);
                var _ = Scope.open()) {
            put("positional_embedding", 7, 8);
            put("text_projection", 8, 6);
            put("logit_scale");
            put("visual.class_embedding", 8);
            put("visual.positional_embedding", 5, 8);
            put("visual.proj", 8, 6);
            put("visual.conv1.weight", 8, 3, 4, 4);
            for (String tower : new String[] {"", "visual."}) {
                String block = tower + "transformer.resblocks.0";
                norm(block + ".ln_1", 8);
                put(block + ".attn.in_proj_weight", 24, 8);
                put(block + ".attn.in_proj_bias", 24);
                linear(block + ".attn.out_proj", 8, 8);
                norm(block + ".ln_2", 8);
                linear(block + ".mlp.c_fc", 8, 32);
                linear(block + ".mlp.c_proj", 32, 8);
            }
            norm("visual.ln_pre", 8);
            norm("visual.ln_post", 8);
            put("token_embedding.weight", 20, 8);
            norm("ln_final", 8);
            new ClipVision(image, new ClipVision.Spec(4, 8, 1, 2, 8, 6, Activation.QUICK_GELU));
            new ClipText(text, new ClipTextConfig(20, 7, 8, 1, 2, 6, Activation.QUICK_GELU));
            assertThat(load(image, KeyMaps.clipVision()).used()).hasSize(20);
            assertThat(load(text, KeyMaps.clipText()).used()).hasSize(17);
            assertSame(
                    image, "transformer.resblocks.0.mlp.c_fc.weight", "visual.transformer.resblocks.0.mlp.c_fc.weight");
            assertSame(text, "transformer.resblocks.0.mlp.c_fc.weight", "transformer.resblocks.0.mlp.c_fc.weight");
        }
    }

    @Test
    void torchvisionsClassifierAndOldDenseNetNamesAreHandled() {
        assertThat(KeyMaps.torchvision().target("fc.weight")).isEmpty();
        assertThat(KeyMaps.torchvision().target("heads.head.bias")).isEmpty();
        assertThat(KeyMaps.torchvisionDenseNet()
                        .target("features.denseblock1.denselayer2.norm.1.running_var")
                        .map(KeyMap.Target::name))
                .hasValue("features.denseblock1.denselayer2.norm1.running_var");
        assertThat(KeyMaps.torchvisionDenseNet()
                        .target("features.denseblock1.denselayer2.conv2.weight")
                        .map(KeyMap.Target::name))
                .hasValue("features.denseblock1.denselayer2.conv2.weight");
        assertThat(KeyMaps.torchvisionVit()
                        .target("encoder.layers.encoder_layer_3.mlp.linear_2.bias")
                        .map(KeyMap.Target::name))
                .hasValue("encoder.layers.encoder_layer_3.mlp.3.bias");
    }

    private static String goes(KeyMap keys, String name) {
        return keys.target(name)
                .map(target -> target.name() + "#" + target.part())
                .orElse("nowhere");
    }

    @Test
    void swinUnderItsThreeNamesIsOneTower() {
        String ours = "features.5.3.";
        assertThat(goes(KeyMaps.timmSwin(true), "layers.2.blocks.3.norm2.bias")).isEqualTo(ours + "norm2.bias#0");
        assertThat(goes(KeyMaps.timmSwin(true), "layers.2.downsample.norm.bias"))
                .isEqualTo("features.6.norm.bias#0");
        assertThat(goes(KeyMaps.timmSwin(false), "layers.3.downsample.norm.bias"))
                .isEqualTo("features.6.norm.bias#0");
        KeyMap theirs = KeyMaps.huggingFaceSwin();
        String block = "encoder.layers.2.blocks.3.";
        assertThat(goes(theirs, block + "layernorm_before.bias")).isEqualTo(ours + "norm1.bias#0");
        assertThat(goes(theirs, block + "attention.self.value.bias")).isEqualTo(ours + "attn.qkv.bias#2");
        assertThat(goes(theirs, block + "attention.output.dense.weight")).isEqualTo(ours + "attn.proj.weight#0");
        assertThat(goes(theirs, block + "output.dense.weight")).isEqualTo(ours + "mlp.3.weight#0");
        assertThat(goes(theirs, "encoder.layers.0.downsample.reduction.weight"))
                .isEqualTo("features.2.reduction.weight#0");
    }

    @Test
    void namesBelowAPrefixGoThroughTheirOwnMap() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.parameter("a.in", Init.ones(), 2, 2);
            params.parameter("a.bias", Init.ones(), 2);
            put("one.q", 1, 2);
            put("one.k", 1, 2);
            put("one.head", 3);
            put("two.q", 1);
            KeyMap one = KeyMap.same().ignore("head", "no use").zero("bias").stack("()([qk])", "in", List.of("q", "k"));
            KeyMap keys = KeyMap.same().within("one.", one, "a.").ignore("two\\..*", "of another");
            LoadReport report = load(params, keys);
            assertThat(report.used()).containsExactly("a.in");
            assertThat(report.zero()).containsExactly("a.bias");
            assertThat(report.complete()).isTrue();
            assertThat(Tensors.floats(params.get("a.bias"))).containsExactly(0, 0);
            assertThat(keys.whyIgnored("one.head")).isEqualTo("no use");
            assertThat(keys.whyIgnored("two.q")).isEqualTo("of another");
            assertThat(keys.whyIgnored("one.q")).isEmpty();
        }
    }

    @Test
    void partsThatDoNotJoinAreNamedWithTheirShapes() {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.parameter("in", Init.ones(), 4, 2);
            put("q", 2, 2);
            put("k", 2, 3);
            KeyMap keys = KeyMap.same().stack("()([qk])", "in", List.of("q", "k"));
            assertThatThrownBy(() -> load(params, keys))
                    .hasMessageContaining(
                            "in: expected parts that join along the first dimension, got [[2, 2], [2, 3]]");
        }
    }

    @Test
    void positionsBeyondTheLongestTextAreCutOff() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.parameter("p", Init.ones(), 2, 3);
            Tensor five = put("p", 5, 3);
            load(params, KeyMap.same().firstRows("p"));
            assertThat(Tensors.floats(params.get("p"))).containsExactly(Tensors.floats(five.narrow(0, 0, 2)));
        }
    }

    @Test
    void aTowerWithClassifierLoadsIntoOneWithoutAndCountersMayMiss() throws IOException {
        Path file = dir.resolve("resnet.safetensors");
        try (Params published = Params.create(1);
                Params ours = Params.create(2)) {
            new ResNet(published, ResNet.Spec.of(ResNet.Depth.R18).classes(5));
            new ResNet(ours, ResNet.Spec.of(ResNet.Depth.R18));
            Map<String, Tensor> old = new LinkedHashMap<>(published.state());
            old.keySet().removeIf(name -> name.endsWith("num_batches_tracked"));
            SafeTensors.write(file, old, Map.of());
            LoadReport report = Weights.load(ours, file, KeyMaps.torchvision());
            assertThat(report.ignored()).containsExactlyInAnyOrder("fc.weight", "fc.bias");
            assertThat(report.optional()).hasSize(20);
            assertThat(ours.get("layer4.1.conv2.weight").equal(published.get("layer4.1.conv2.weight")))
                    .isTrue();
        }
    }

    @Test
    void theOneChannelDenseNetOfTorchXRayVision() throws IOException {
        Path file = dir.resolve("xrv.safetensors");
        try (Params published = Params.create(1);
                Params ours = Params.create(2);
                var _ = Scope.open()) {
            new DenseNet(
                    published, DenseNet.Spec.of(DenseNet.Depth.D121).channels(1).classes(18));
            new DenseNet(ours, DenseNet.Spec.of(DenseNet.Depth.D121).channels(1));
            Map<String, Tensor> all = new LinkedHashMap<>(published.state());
            all.put("op_threshs", Tensors.zeros(18));
            SafeTensors.write(file, all, Map.of());
            assertThat(Weights.load(ours, file, KeyMaps.torchXRayVision()).ignored())
                    .containsExactlyInAnyOrder("op_threshs", "classifier.weight", "classifier.bias");
        }
    }
}
