package org.vesalius.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/** Files of torch.save against what torch says is in them (SOURCE.md beside the files). */
class TorchArchiveTest {
    static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(TorchArchiveTest.class.getResource(name), name)
                .toURI());
    }

    private static TensorFile open(String name) throws Exception {
        return TensorFile.open(resource(name), TorchArchive.strict(name));
    }

    private static void assertSame(TensorFile file, String prefix, JsonNode expected) {
        expected.forEachEntry((name, tensor) -> {
            StoredTensor stored = file.tensor(prefix + name);
            List<Long> shape = new ArrayList<>();
            tensor.get("shape").forEach(size -> shape.add(size.asLong()));
            List<Double> values = new ArrayList<>();
            tensor.get("values").forEach(value -> values.add(value.asDouble()));
            assertThat(stored.type().name().toLowerCase(Locale.ROOT))
                    .as(name)
                    .isEqualTo(tensor.get("dtype").asString());
            assertThat(stored.shape()).as(name).isEqualTo(shape);
            assertThat(stored.doubles())
                    .as(name)
                    .containsExactly(values.stream().mapToDouble(value -> value).toArray());
        });
    }

    private static JsonNode expected() throws Exception {
        return Json.tree(Files.readString(resource("expected.json")), "expected.json");
    }

    @ParameterizedTest
    @CsvSource({"zip_state_dict.pt,''", "legacy_state_dict.pth,''", "lightning_like.ckpt,state_dict.module."})
    void everyTypeAndViewHasTorchsValues(String name, String prefix) throws Exception {
        try (TensorFile file = open(name)) {
            assertSame(file, prefix, expected().get("tensors"));
        }
    }

    @Test
    void parametersAreTheTensorsInThem() throws Exception {
        try (TensorFile file = open("parameter_objects.pt")) {
            assertSame(file, "model.", expected().get("parameter_objects.pt"));
        }
    }

    @Test
    void settingsBesideTheWeightsAreKeptAsText() throws Exception {
        try (TensorFile file = open("lightning_like.ckpt")) {
            assertThat(file.metadata()).containsEntry("arch", "toy").containsKey("epoch");
        }
    }

    @ParameterizedTest
    @CsvSource({"hostile_zip.pt", "hostile_legacy.pth"})
    void aFunctionIsRefusedByNameAndNotRun(String name) {
        Path trace = Path.of("PWNED");
        assertThatThrownBy(() -> open(name))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("posix.system")
                .hasMessageContaining("refused");
        assertThat(trace).doesNotExist();
    }

    @Test
    void withPlaceholdersTheWeightsAreReadAndStillNothingRuns() throws Exception {
        try (TensorFile file =
                TensorFile.open(resource("hostile_zip.pt"), TorchArchive.withPlaceholders("hostile_zip.pt"))) {
            assertThat(file.tensors()).containsOnlyKeys("state_dict.w");
        }
        assertThat(Path.of("PWNED")).doesNotExist();
    }

    @Test
    void aTruncatedFileSaysSo() {
        assertThatThrownBy(() -> open("truncated.pt"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cut short");
    }

    private static void parse(byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            TorchArchive.strict("changed.pt")
                    .parse(MemorySegment.ofArray(bytes), arena)
                    .tensors()
                    .values()
                    .forEach(StoredTensor::doubles);
        }
    }

    @ParameterizedTest
    @CsvSource({"zip_state_dict.pt", "legacy_state_dict.pth"})
    void everyTruncationIsRefused(String name) throws Exception {
        byte[] whole = Files.readAllBytes(resource(name));
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> parse(cut)).as("first %d bytes", length).isInstanceOf(InputException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"zip_state_dict.pt", "legacy_state_dict.pth", "lightning_like.ckpt"})
    void aChangedByteGivesValuesOrOneClearError(String name) throws Exception {
        byte[] whole = Files.readAllBytes(resource(name));
        for (int at = 0; at < whole.length; at++) {
            for (int flip : new int[] {0xFF, 0x01}) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) flip;
                try {
                    parse(changed);
                } catch (InputException e) {
                    assertThat(e).hasMessageStartingWith("changed.pt");
                }
            }
        }
    }

    @Test
    void aTextIsNoCheckpoint(@TempDir Path dir) throws IOException {
        Path text = Files.writeString(dir.resolve("x.pt"), "not weights");
        assertThatThrownBy(
                        () -> TensorFile.open(text, TorchArchive.strict("x.pt")).close())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("expected a file of torch.save");
    }

    @Test
    void aClaimedStorageLargerThanItsBytesIsRefusedBeforeAnythingIsAllocated() throws Exception {
        // BINPERSID's last item, the number of elements (K\x06), of parameter_objects.pt, made 2^31-1 by J
        byte[] pickle = TestPickles.bytes(
                "80 02",
                "c:torch._utils\n_rebuild_tensor_v2\n",
                "(",
                "(",
                "U:storage",
                "c:torch\nFloatStorage\n",
                "U:0",
                "U:cpu",
                "8a 08 ff ff ff ff ff ff ff 0f",
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
                "R",
                ".");
        Path file = TestPickles.zip(Map.of("a/data.pkl", pickle, "a/data/0", new byte[8]));
        assertThatThrownBy(() ->
                        TensorFile.open(file, TorchArchive.strict("big.pt")).close())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("in 8 bytes");
        Files.delete(file);
    }

    @Test
    void theViewOfAStorageMayNotLeaveIt() {
        MemorySegment block = MemorySegment.ofArray(new byte[16]);
        for (List<List<Long>> view : List.of(
                List.of(List.of(5L), List.of(1L)),
                List.of(List.of(2L), List.of(4L)),
                List.of(List.of(-1L), List.of(1L)),
                List.of(List.of(2L), List.of(-1L)),
                List.of(List.of(1L << 40, 1L << 40), List.of(0L, 0L)),
                List.of(List.of(1L << 30), List.of(0L)))) {
            assertThatThrownBy(() -> StoredTensor.view(
                            "t", ElementType.FLOAT32, view.get(0), view.get(1), 0, block, ByteOrder.LITTLE_ENDIAN))
                    .as("%s", view)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("4 stored elements");
        }
    }
}
