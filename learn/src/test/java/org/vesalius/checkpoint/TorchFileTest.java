package org.vesalius.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.archive.ElementType;
import org.vesalius.archive.StoredTensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;

class TorchFileTest {
    private static TensorFile.Content content(String... names) {
        SequencedMap<String, StoredTensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(
                    name, StoredTensor.whole(name, ElementType.FLOAT32, List.of(), MemorySegment.ofArray(new byte[4])));
        }
        return new TensorFile.Content(tensors);
    }

    @Test
    void aTrainingCheckpointGivesItsStateDictionaryWithoutModulePrefix() throws Exception {
        try (TensorFile file = TorchFile.read(SafeTensorsTest.resource("lightning_like.ckpt"))) {
            assertThat(file.tensors()).containsKeys("conv.weight", "bn.running_mean", "scalar");
            assertThat(file.metadata()).containsEntry(TorchFile.TAKEN, "state_dict.module.");
            assertThat(file.metadata()).containsEntry("arch", "toy");
        }
    }

    @Test
    void parametersBelowModelAreFound() throws Exception {
        try (TensorFile file = TorchFile.read(SafeTensorsTest.resource("parameter_objects.pt"));
                var _ = Scope.open()) {
            assertThat(file.tensors()).containsOnlyKeys("fc.weight", "fc.bias");
            assertThat(Weights.tensor(file.tensor("fc.bias")).sum().item_double())
                    .isEqualTo(1);
        }
    }

    @Test
    void aModelSavedWholeHasTheNamesOfItsStateDictionary() throws Exception {
        Path module = SafeTensorsTest.resource("module_object.pt");
        assertThatThrownBy(() -> TorchFile.read(module).close())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("torchxrayvision.models.DenseNet");
        try (TensorFile file = TorchFile.read(module, TorchFile.Unknown.LEAVE_OUT)) {
            assertThat(file.tensors())
                    .containsOnlyKeys(
                            "features.conv0.weight",
                            "features.norm0.weight",
                            "features.norm0.bias",
                            "features.norm0.running_mean",
                            "features.norm0.running_var",
                            "features.norm0.num_batches_tracked");
            assertThat(file.tensor("features.conv0.weight").floats()).containsExactly(1.5f, -2);
            assertThat(file.tensor("features.norm0.running_var").floats()).containsExactly(5, 6);
        }
    }

    @Test
    void aHostileFileIsRefusedAndLeavingObjectsOutRunsNothing() throws Exception {
        Path hostile = SafeTensorsTest.resource("hostile_zip.pt");
        assertThatThrownBy(() -> TorchFile.read(hostile).close())
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith("hostile_zip.pt")
                .hasMessageContaining("posix.system");
        try (TensorFile file = TorchFile.read(hostile, TorchFile.Unknown.LEAVE_OUT)) {
            assertThat(file.tensors()).containsOnlyKeys("w");
        }
        assertThat(Path.of("PWNED")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "state_dict.model.a|optimizer.state.0.exp_avg, a, state_dict.model.",
        "model.module.a|model.module.b|scaler.scale, a|b, model.module.",
        "encoder.a|encoder.b, encoder.a|encoder.b, ''",
        "model.a|head.b, model.a|head.b, ''",
        "state_dict._orig_mod.module.a, a, state_dict._orig_mod.module."
    })
    void onlyAWholeNestIsTakenOff(String names, String expected, String taken) {
        TensorFile.Content weights = TorchFile.weights("x", content(names.split("\\|")));
        assertThat(weights.tensors().keySet()).containsExactly(expected.split("\\|"));
        assertThat(weights.metadata()).containsEntry(TorchFile.TAKEN, taken);
    }
}
