package org.vesalius.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;

class NpyTest {
    private static byte[] file(String header, int... data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[10 + text.length + data.length];
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0};
        System.arraycopy(magic, 0, bytes, 0, 10);
        System.arraycopy(text, 0, bytes, 10, text.length);
        for (int i = 0; i < data.length; i++) {
            bytes[10 + text.length + i] = (byte) data[i];
        }
        return bytes;
    }

    private static StoredTensor parse(byte[] bytes) {
        return Npy.parse("x.npy", MemorySegment.ofArray(bytes), Arena.global(), 1 << 20)
                .tensors()
                .firstEntry()
                .getValue();
    }

    @Test
    void fortranOrderAndBigEndianAreUndone() {
        // np.asfortranarray(np.array([[1, 2, 3], [4, 5, 6]], '>i2'))
        StoredTensor array = parse(file(
                "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 3), }\n", 0, 1, 0, 4, 0, 2, 0, 5, 0, 3, 0, 6));
        assertThat(array.longs()).containsExactly(1, 2, 3, 4, 5, 6);
        MemorySegment little = MemorySegment.ofArray(new byte[12]);
        array.copyTo(little);
        assertThat(little.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0);
    }

    @Test
    void scalarsAndEmptyArraysHaveTheirShapes() {
        assertThat(parse(file("{'descr': '|b1', 'fortran_order': False, 'shape': (), }\n", 1))
                        .longs())
                .containsExactly(1);
        assertThat(parse(file("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }\n"))
                        .shape())
                .containsExactly(0L, 3L);
    }

    @Test
    void whatIsWrittenIsRead(@TempDir Path dir) throws IOException {
        Path path = dir.resolve("a.npy");
        Npy.write(path, new float[] {1.5f, -2, 3, Float.NaN, 5, 6}, 3, 2);
        try (TensorFile file = Npy.read(path)) {
            assertThat(file.tensor(Npy.ARRAY).shape()).containsExactly(3L, 2L);
            assertThat(file.tensor(Npy.ARRAY).floats()).containsExactly(1.5f, -2, 3, Float.NaN, 5, 6);
        }
        assertThat((Files.size(path) - 24) % 64).isZero();
    }

    @Test
    void npzIsReadByNameThroughDeflate() throws IOException {
        byte[] array = file("{'descr': '<i4', 'fortran_order': False, 'shape': (2,), }\n", 7, 0, 0, 0, 9, 0, 0, 0);
        Path zip = TestPickles.zip(Map.of("first.npy", array));
        try (TensorFile file = Npy.read(zip)) {
            assertThat(file.tensor("first").longs()).containsExactly(7, 9);
            assertThatThrownBy(() -> file.tensor("fist")).hasMessageContaining("nearest: first");
        }
        Files.delete(zip);
    }

    @Test
    void aBombIsRefusedByItsBudget() throws IOException {
        Path zip = TestPickles.zip(Map.of("bomb.npy", new byte[1 << 20]));
        byte[] bytes = Files.readAllBytes(zip);
        assertThat(bytes).hasSizeLessThan(2000);
        assertThatThrownBy(() -> Npy.parse("b.npz", MemorySegment.ofArray(bytes), Arena.global(), 1 << 19))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("at most 524288 bytes");
        // a claim that deflate cannot reach is refused whatever the budget
        int size = bytes.length - 22 - 46 - "bomb.npy".length() + 24;
        byte[] forged = bytes.clone();
        forged[size + 3] = 0x7F;
        assertThatThrownBy(() -> Npy.parse("b.npz", MemorySegment.ofArray(forged), Arena.global(), Long.MAX_VALUE))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("claims");
        Files.delete(zip);
    }

    @Test
    void objectsAndShapesWithoutNumbersAreRefused() {
        assertThatThrownBy(() -> parse(file("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n", 0x80, 2)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("NumPy type 'o'");
        assertThatThrownBy(() ->
                        parse(file("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), }\n", 1, 2, 3)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("stored elements");
    }
}
