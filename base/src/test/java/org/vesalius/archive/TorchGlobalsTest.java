package org.vesalius.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

/** What else real checkpoints hold: TorchScript modules, NumPy, cycles. */
class TorchGlobalsTest {
    private static TensorFile.Content parse(byte[] pickle) throws Exception {
        byte[] numbers = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40};
        Path file = TestPickles.zip(Map.of("a/data.pkl", pickle, "a/data/0", numbers));
        byte[] bytes = Files.readAllBytes(file);
        Files.delete(file);
        return TorchArchive.strict("t.pt").parse(MemorySegment.ofArray(bytes), Arena.global());
    }

    private static final String[] TENSOR = {
        "c:torch._utils\n_rebuild_tensor_v2\n",
        "(",
        "(",
        "U:storage",
        "c:torch\nFloatStorage\n",
        "U:0",
        "U:cpu",
        "K02",
        "t",
        "Q",
        "K00",
        "K02 85",
        "K01 85",
        "89",
        "c:collections\nOrderedDict\n",
        ")",
        "R",
        "t",
        "R"
    };

    private static String[] with(String[] before, String... after) {
        String[] all = new String[before.length + TENSOR.length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(TENSOR, 0, all, before.length, TENSOR.length);
        System.arraycopy(after, 0, all, before.length + TENSOR.length, after.length);
        return all;
    }

    @Test
    void aScriptedModuleIsItsAttributes() throws Exception {
        // module.visual.weight, as torch.jit.save writes it: class, NEWOBJ, attributes, BUILD
        byte[] pickle = TestPickles.bytes(with(
                new String[] {
                    "80 02",
                    "c:__torch__.clip\nCLIP\n",
                    ")",
                    "81",
                    "}",
                    "U:visual",
                    "c:__torch__.clip\nVisual\n",
                    ")",
                    "81",
                    "}",
                    "U:weight"
                },
                "s",
                "b",
                "s",
                "b",
                "."));
        assertThat(parse(pickle).tensors().get("visual.weight"))
                .isNotNull()
                .satisfies(tensor -> assertThat(tensor.floats()).containsExactly(1, 2));
    }

    @Test
    void numpyScalarsAndArraysBesideTheWeightsAreRead() throws Exception {
        byte[] pickle = TestPickles.bytes(with(
                new String[] {
                    "80 02",
                    "}",
                    "(",
                    "U:best",
                    "c:numpy.core.multiarray\nscalar\n",
                    "c:numpy\ndtype\n",
                    "U:f8",
                    "K00",
                    "K01",
                    "87",
                    "R",
                    "(",
                    "K03",
                    "U:<",
                    "N",
                    "N",
                    "N",
                    "4a ff ff ff ff",
                    "4a ff ff ff ff",
                    "K00",
                    "t",
                    "b",
                    "43 08 00 00 00 00 00 00 e0 3f",
                    "86",
                    "R",
                    "U:w"
                },
                "u",
                "."));
        TensorFile.Content content = parse(pickle);
        assertThat(content.metadata()).containsEntry("best", "0.5");
        assertThat(content.tensors()).containsOnlyKeys("w");
    }

    @Test
    void aTreeThatHoldsItselfIsRefused() {
        byte[] pickle = TestPickles.bytes("80 02", "}", "71 00", "U:again", "68 00", "s", ".");
        assertThatThrownBy(() -> parse(pickle))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("without end");
    }

    @Test
    void aTreeThatDoublesAtEachLevelIsRefusedBeforeItIsWalked() {
        String[] parts = new String[4 + 60 * 4];
        parts[0] = "80 02";
        parts[1] = "]";
        parts[2] = "K01";
        parts[3] = "a";
        for (int i = 0; i < 60; i++) {
            parts[4 + 4 * i] = "71 00"; // remember
            parts[5 + 4 * i] = "68 00"; // again
            parts[6 + 4 * i] = "86"; // a pair of both
            parts[7 + 4 * i] = i == 59 ? "." : "71 01";
        }
        assertThatThrownBy(() -> parse(TestPickles.bytes(parts)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("without end");
    }

    @Test
    void sparseAndQuantisedTensorsAreRefusedByName() {
        byte[] pickle = TestPickles.bytes("80 02", "c:torch._utils\n_rebuild_sparse_tensor\n", ".");
        assertThatThrownBy(() -> parse(pickle)).hasMessageContaining("torch._utils._rebuild_sparse_tensor");
    }

    @Test
    void aNameFromTheFileIsPrintedWithoutControlCharacters() {
        byte[] pickle = TestPickles.bytes("80 02", "c:os\n\u001b[2Jsystem\n", ".");
        assertThatThrownBy(() -> parse(pickle)).hasMessageContaining("os.??2Jsystem");
    }
}
