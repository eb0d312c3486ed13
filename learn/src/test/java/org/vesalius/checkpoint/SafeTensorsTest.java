package org.vesalius.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.archive.ElementType;
import org.vesalius.archive.TensorFile;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;

class SafeTensorsTest {
    static Path resource(String name) throws Exception {
        return Path.of(Objects.requireNonNull(SafeTensorsTest.class.getResource(name), name)
                .toURI());
    }

    @Test
    void theReferenceFileHasItsValues() throws Exception {
        try (TensorFile file = SafeTensors.read(resource("small.safetensors"))) {
            assertThat(file.tensor("a.weight").floats()).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(file.tensor("a.weight").shape()).containsExactly(2L, 3L);
            assertThat(file.tensor("b").longs()).containsExactly(1, 2, 3);
            assertThat(file.tensor("h").type()).isEqualTo(ElementType.FLOAT16);
            assertThat(file.tensor("h").floats()).containsExactly(0.5f, -2);
            assertThat(file.tensor("m").longs()).containsExactly(1, 0);
            assertThat(file.metadata()).containsExactly(Map.entry("format", "pt"));
        }
    }

    @ParameterizedTest
    @CsvSource({"hostile_header_length.safetensors,claims", "hostile_offsets.safetensors,claims bytes 0 to 99"})
    void aForgedFileIsRefused(String name, String reason) {
        assertThatThrownBy(() -> SafeTensors.read(resource(name)).close())
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(name)
                .hasMessageContaining(reason);
    }

    @Test
    void everyTypeComesBackBitByBit(@TempDir Path dir) throws IOException {
        Path path = dir.resolve("all.safetensors");
        try (var _ = Scope.open()) {
            Tensor base = Tensors.of(new float[] {0, 1, 2.5f, 100, 7, 3}, 2, 3);
            Map<String, Tensor> state = new LinkedHashMap<>();
            for (ElementType type : ElementType.values()) {
                state.put("é." + type, base.to(ElementTypes.engine(type)));
            }
            state.put("turned", base.t());
            state.put("scalar", Tensors.scalar(3.25));
            state.put("empty", Tensors.zeros(0, 4));
            SafeTensors.write(path, state, Map.of());
            try (TensorFile file = SafeTensors.read(path)) {
                assertThat(file.tensors()).hasSize(state.size());
                state.forEach((name, tensor) -> {
                    Tensor back = Weights.tensor(file.tensor(name));
                    assertThat(back.scalar_type().intern())
                            .isEqualTo(tensor.scalar_type().intern());
                    assertThat(back.equal(tensor)).as(name).isTrue();
                });
                assertThat(file.tensor("scalar").shape()).isEmpty();
            }
        }
    }

    @Test
    void theSameStateIsTheSameBytesWhateverItsOrder(@TempDir Path dir) throws IOException {
        try (var _ = Scope.open()) {
            Tensor a = Tensors.of(new float[] {1, 2}, 2);
            Tensor b = Tensors.ofLongs(new long[] {3}, 1);
            Map<String, Tensor> forth = new LinkedHashMap<>();
            forth.put("a", a);
            forth.put("b", b);
            Map<String, Tensor> back = new LinkedHashMap<>();
            back.put("b", b);
            back.put("a", a);
            Path first = dir.resolve("1.safetensors");
            Path second = dir.resolve("2.safetensors");
            String digest = SafeTensors.write(first, forth, Map.of("x", "1", "y", "2"));
            assertThat(SafeTensors.write(second, back, Map.of("y", "2", "x", "1")))
                    .isEqualTo(digest)
                    .isEqualTo(Digests.sha256(second));
        }
    }

    @Test
    void theBytesAreHeaderLengthPaddedHeaderAndData(@TempDir Path dir) throws IOException {
        Path path = dir.resolve("one.safetensors");
        try (var _ = Scope.open()) {
            SafeTensors.write(path, Map.of("w", Tensors.of(new float[] {1}, 1)), Map.of());
        }
        byte[] bytes = Files.readAllBytes(path);
        String header = "{\"w\":{\"data_offsets\":[0,4],\"dtype\":\"F32\",\"shape\":[1]}}";
        String padded = header + " ".repeat((8 - header.length() % 8) % 8);
        assertThat(bytes[0]).isEqualTo((byte) padded.length());
        assertThat(new String(bytes, 8, padded.length(), StandardCharsets.UTF_8))
                .isEqualTo(padded);
        assertThat(Arrays.copyOfRange(bytes, 8 + padded.length(), bytes.length))
                .containsExactly(0, 0, (byte) 0x80, 0x3f);
    }

    @Test
    void everyTruncationAndEveryChangedByteIsReadOrRefused(@TempDir Path dir) throws Exception {
        byte[] whole = Files.readAllBytes(resource("small.safetensors"));
        Path path = dir.resolve("x.safetensors");
        for (int at = 0; at < whole.length; at++) {
            Files.write(path, Arrays.copyOf(whole, at));
            assertThatThrownBy(() -> SafeTensors.read(path).close())
                    .as("first %d bytes", at)
                    .isInstanceOf(InputException.class);
            byte[] changed = whole.clone();
            changed[at] ^= 0x15;
            Files.write(path, changed);
            try (TensorFile file = SafeTensors.read(path)) {
                file.tensors().values().forEach(tensor -> tensor.doubles());
            } catch (InputException e) {
                assertThat(e).hasMessageStartingWith("x.safetensors");
            }
        }
    }

    @Test
    void aTypeThatTheFormatLacksIsNamed(@TempDir Path dir) {
        try (var _ = Scope.open()) {
            Tensor complex = Tensors.zeros(2).to(ScalarType.ComplexFloat);
            assertThatThrownBy(() -> SafeTensors.write(dir.resolve("c"), Map.of("c", complex), Map.of()))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("ComplexFloat");
        }
    }
}
