package org.vesalius.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.vesalius.io.Json;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;
import tools.jackson.databind.JsonNode;

/**
 * Towers against torchvision 0.14 on weights filled by a formula: the same keys in the same order, the same shapes, outputs within 1e-4 relative. The numbers and the formula are in {@code
 * vision_towers.json}.
 */
class TorchvisionParityTest {
    private static final double TOLERANCE = 1e-4;

    private static JsonNode golden(String model) throws IOException {
        try (var in = TorchvisionParityTest.class.getResourceAsStream("vision_towers.json")) {
            byte[] bytes = Objects.requireNonNull(in).readAllBytes();
            return Json.tree(new String(bytes, StandardCharsets.UTF_8), "vision_towers.json")
                    .get("models")
                    .get(model);
        }
    }

    /** Builds the tower, compares keys and shapes, fills it, and hands it over with the input. */
    private static <T> void withTower(String model, BiFunction<Params, Integer, T> build, Check<T> check)
            throws IOException {
        JsonNode golden = golden(model);
        try (Params params = Params.create(1);
                var _ = Scope.open();
                var _ = Gradients.off()) {
            T tower = build.apply(params, 1000);
            params.training(false);
            List<String> expected = new ArrayList<>();
            golden.get("keys").forEach(key -> expected.add(key.get(0).asString() + key.get(1)));
            List<String> got = new ArrayList<>();
            params.state()
                    .forEach((name, tensor) ->
                            got.add(name + Arrays.toString(Shapes.of(tensor)).replace(" ", "")));
            assertThat(got).containsExactlyElementsOf(expected);
            FormulaFill.fill(params);
            long[] shape = new long[4];
            for (int i = 0; i < 4; i++) {
                shape[i] = golden.get("input").get(i).asLong();
            }
            check.accept(tower, FormulaFill.input(shape), golden.get("outputs"));
        }
    }

    @FunctionalInterface
    private interface Check<T> {
        void accept(T tower, Tensor input, JsonNode outputs);
    }

    private static void assertClose(String what, Tensor got, JsonNode expected) {
        long[] shape = new long[expected.get("shape").size()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = expected.get("shape").get(i).asLong();
        }
        assertThat(Shapes.of(got)).as(what).containsExactly(shape);
        double[] values = Tensors.doubles(got);
        double mean = Arrays.stream(values).average().orElseThrow();
        double square = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        double std = expected.get("std").asDouble();
        assertNear(what + " mean", mean, expected.get("mean").asDouble(), std);
        assertNear(what + " std", Math.sqrt(square / (values.length - 1)), std, std);
        for (int i = 0; i < expected.get("first").size(); i++) {
            assertNear(what + " " + i, values[i], expected.get("first").get(i).asDouble(), std);
        }
        assertNear(
                what + " last", values[values.length - 1], expected.get("last").asDouble(), std);
    }

    private static void assertNear(String what, double got, double expected, double scale) {
        assertThat(got).as(what).isCloseTo(expected, within(TOLERANCE * Math.max(Math.abs(expected), scale)));
    }

    private static void assertResNet(ResNet tower, Tensor input, JsonNode outputs) {
        List<Tensor> maps = tower.maps(input);
        assertClose("layer3", maps.get(2), outputs.get("layer3"));
        assertClose("layer4", maps.get(3), outputs.get("layer4"));
        ImageFeatures features = tower.encode(input);
        assertClose("pooled", features.globalBD(), outputs.get("pooled"));
        assertThat(Shapes.of(features.patchesBNP()))
                .containsExactly(1, (long) features.gridHeight() * features.gridWidth(), tower.patchSize());
    }

    @Test
    void resNet18() throws IOException {
        withTower(
                "resnet18",
                (params, classes) ->
                        new ResNet(params, ResNet.Spec.of(ResNet.Depth.R18).classes(classes)),
                TorchvisionParityTest::assertResNet);
    }

    @Test
    void resNet50() throws IOException {
        withTower(
                "resnet50",
                (params, classes) ->
                        new ResNet(params, ResNet.Spec.of(ResNet.Depth.R50).classes(classes)),
                TorchvisionParityTest::assertResNet);
    }

    @Test
    void denseNet121() throws IOException {
        withTower(
                "densenet121",
                (params, classes) -> new DenseNet(
                        params, DenseNet.Spec.of(DenseNet.Depth.D121).classes(classes)),
                (tower, input, outputs) -> {
                    assertClose("features", tower.map(input), outputs.get("features"));
                    assertClose("pooled", tower.encode(input).globalBD(), outputs.get("pooled"));
                });
    }

    @Test
    void vitBase16() throws IOException {
        withTower(
                "vit_b_16",
                (params, classes) ->
                        new Vit(params, Vit.Spec.base16().imageSize(64).classes(classes)),
                (tower, input, outputs) -> {
                    ImageFeatures features = tower.encode(input);
                    Tensor tokens = Tensors.cat(List.of(features.globalBD().unsqueeze(1), features.patchesBNP()), 1);
                    assertClose("tokens", tokens, outputs.get("tokens"));
                    assertClose("cls", features.globalBD(), outputs.get("cls"));
                });
    }

    @Test
    void swinTiny() throws IOException {
        withTower(
                "swin_t",
                (params, classes) -> new Swin(params, Swin.Spec.tiny().classes(classes)),
                (tower, input, outputs) -> {
                    assertClose("grid", tower.grid(input), outputs.get("grid_bhwc"));
                    assertClose("pooled", tower.encode(input).globalBD(), outputs.get("pooled"));
                });
    }
}
