package org.vesalius.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.archive.TensorFile;
import org.vesalius.io.InputException;
import org.vesalius.nn.BatchNorm;
import org.vesalius.nn.Init;
import org.vesalius.nn.Linear;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

class WeightsTest {
    @TempDir
    Path dir;

    private Path file(Map<String, Tensor> state) throws IOException {
        Path path = dir.resolve("w.safetensors");
        SafeTensors.write(path, state, Map.of());
        return path;
    }

    private static Tensor vector(float... values) {
        return Tensors.of(values, values.length);
    }

    private static float[] values(Params params, String name) {
        return Tensors.floats(params.get(name));
    }

    @Test
    void whatIsSavedIsLoadedBitByBit() throws IOException {
        Path path = dir.resolve("model.safetensors");
        try (Params saved = Params.create(1);
                Params loaded = Params.create(2)) {
            Linear.of(saved.at("fc"), 3, 2);
            BatchNorm.of(saved.at("bn"), 4);
            Linear.of(loaded.at("fc"), 3, 2);
            BatchNorm.of(loaded.at("bn"), 4);
            Weights.save(saved, path, Map.of());
            LoadReport report = Weights.load(loaded, path, KeyMap.same());
            assertThat(report.complete()).isTrue();
            assertThat(report.used()).hasSize(7);
            saved.state()
                    .forEach((name, tensor) ->
                            assertThat(loaded.get(name).equal(tensor)).as(name).isTrue());
            assertThat(loaded.get("fc.weight").requires_grad()).isTrue();
        }
    }

    @Test
    void aRefusedLoadListsAllThatDoesNotFitAndChangesNothing() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.parameter("a", Init.zeros(), 2);
            params.parameter("b", Init.zeros(), 2);
            params.parameter("c", Init.zeros(), 2);
            Path path = file(Map.of("a", vector(1, 2), "b", vector(1, 2, 3), "x", vector(1), "y", vector(2)));
            assertThatThrownBy(() -> Weights.load(params, path, KeyMap.same()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("1 used, 0 ignored, 2 unexpected, 1 missing, 1 of another shape")
                    .hasMessageContaining("in the model but not in the file:\n    c\n")
                    .hasMessageContaining("in the file but not in the model:\n    x\n    y\n")
                    .hasMessageContaining("b: expected shape [2], got [3]");
            assertThat(values(params, "a")).containsExactly(0, 0);
        }
    }

    @Test
    void whatFitsIsLoadedWhenAskedFor() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.parameter("a", Init.zeros(), 2);
            params.parameter("c", Init.ones(), 2);
            Path path = file(Map.of("a", vector(1, 2), "x", vector(1)));
            try (TensorFile file = SafeTensors.read(path)) {
                LoadReport report = Weights.load(params, file, KeyMap.same(), "w", Weights.Strictness.WHAT_FITS);
                assertThat(report.used()).containsExactly("a");
                assertThat(report.unexpected()).containsExactly("x");
                assertThat(report.missing()).containsExactly("c");
            }
            assertThat(values(params, "a")).containsExactly(1, 2);
            assertThat(values(params, "c")).containsExactly(1, 1);
        }
    }

    @Test
    void rulesApplyInTheirOrder() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.parameter("layer.in", Init.zeros(), 3, 2);
            params.parameter("layer.w", Init.zeros(), 2, 3);
            params.parameter("layer.token", Init.zeros(), 1, 1, 2);
            params.buffer("bn.num_batches_tracked", Init.zeros());
            SequencedMap<String, Tensor> state = new LinkedHashMap<>();
            state.put("net.k", vector(3, 4).unsqueeze(0));
            state.put("net.q", vector(1, 2).unsqueeze(0));
            state.put("net.v", vector(5, 6).unsqueeze(0));
            state.put("net.kernel", Tensors.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
            state.put("net.cls", vector(7, 8));
            state.put("net.position_ids", vector(0));
            KeyMap keys = KeyMap.same()
                    .strip("net.")
                    .ignore("position_ids")
                    .optional(".*\\.num_batches_tracked")
                    .stack("()([qkv])", "in", List.of("q", "k", "v"))
                    .transpose("kernel")
                    .rename("kernel", "w")
                    .rename("cls", "token")
                    .reshape("token")
                    .prepend("layer.");
            LoadReport report = Weights.load(params, file(state), keys);
            assertThat(report.ignored()).containsExactly("net.position_ids");
            assertThat(report.optional()).containsExactly("bn.num_batches_tracked");
            assertThat(values(params, "layer.in")).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(values(params, "layer.w")).containsExactly(1, 3, 5, 2, 4, 6);
            assertThat(values(params, "layer.token")).containsExactly(7, 8);
        }
    }

    @Test
    void aPartOfAStackThatIsMissingIsMissing() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.parameter("in", Init.zeros(), 2);
            KeyMap keys = KeyMap.same().stack("()([qk])", "in", List.of("q", "k"));
            assertThatThrownBy(() -> Weights.load(params, file(Map.of("q", vector(1))), keys))
                    .hasMessageContaining("in the model but not in the file:\n    in");
        }
    }

    @Test
    void twoNamesForOnePlaceAreAnError() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.parameter("a", Init.zeros(), 1);
            Path path = file(Map.of("a", vector(1), "old.a", vector(2)));
            assertThatThrownBy(() -> Weights.load(params, path, KeyMap.same().strip("old.")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("two tensors would fill a");
        }
    }

    @Test
    void halfPrecisionIsWidenedButCountersDoNotBecomeWeights() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.parameter("a", Init.zeros(), 2);
            Weights.load(params, file(Map.of("a", vector(0.5f, -2).to(ScalarType.BFloat16))), KeyMap.same());
            assertThat(values(params, "a")).containsExactly(0.5f, -2);
            Path counts = file(Map.of("a", Tensors.ofLongs(new long[] {1, 2}, 2)));
            assertThatThrownBy(() -> Weights.load(params, counts, KeyMap.same()))
                    .hasMessageContaining("a: expected FLOAT32, got INT64");
        }
    }

    @Test
    void onePrefixOfASharedFileFillsOneTower() throws IOException {
        try (Params params = Params.create(1);
                var _ = Scope.open()) {
            params.parameter("w", Init.zeros(), 1);
            Path path = file(Map.of("visual.w", vector(5), "text.w", vector(6), "logit_scale", Tensors.scalar(1)));
            LoadReport report = Weights.load(params, path, KeyMap.same().only("visual."));
            assertThat(values(params, "w")).containsExactly(5);
            assertThat(report.ignored()).containsExactlyInAnyOrder("text.w", "logit_scale");
        }
    }

    @Test
    void aTorchFileConvertsWithAllItsValues() throws Exception {
        Path converted = dir.resolve("c.safetensors");
        try (TensorFile file = TorchFile.read(SafeTensorsTest.resource("lightning_like.ckpt"))) {
            Weights.convert(file, converted);
            try (TensorFile back = SafeTensors.read(converted)) {
                assertThat(back.tensors().keySet())
                        .containsExactlyInAnyOrderElementsOf(file.tensors().keySet());
                file.tensors().forEach((name, tensor) -> {
                    assertThat(back.tensor(name).type()).isEqualTo(tensor.type());
                    assertThat(back.tensor(name).doubles()).as(name).containsExactly(tensor.doubles());
                });
            }
        }
    }
}
