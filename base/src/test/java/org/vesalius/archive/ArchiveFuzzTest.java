package org.vesalius.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.fuzz.Fuzz;
import org.vesalius.io.InputException;

/** Damaged files of weights and arrays give tensors that lie in the file, or one clear error. */
class ArchiveFuzzTest {
    private static void read(TensorFile.Format format, byte[] bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            TensorFile.Content content = format.parse(MemorySegment.ofArray(bytes), arena);
            for (StoredTensor tensor : content.tensors().values()) {
                if (tensor.elements() <= bytes.length) {
                    assertThat(tensor.floats()).hasSize((int) tensor.elements());
                }
            }
        }
    }

    private static byte[] safetensors(String header, int data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    @Test
    void safetensors() {
        TensorFile.Format format = SafeTensorsArchive.format("test");
        Fuzz.of("safetensors", bytes -> read(format, bytes))
                .seed(
                        "two",
                        safetensors(
                                "{\"__metadata__\":{\"format\":\"pt\"},\"a\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[0,24]},\"b\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[24,32]}}",
                                32))
                .seed("half", safetensors("{\"w\":{\"dtype\":\"BF16\",\"shape\":[4],\"data_offsets\":[0,8]}}", 8))
                .seed("empty", safetensors("{\"w\":{\"dtype\":\"U8\",\"shape\":[0,5],\"data_offsets\":[0,0]}}  ", 0))
                .memory(1 << 20, 512)
                .run(4000);
    }

    @Test
    void torchFiles() throws Exception {
        for (boolean strict : new boolean[] {true, false}) {
            TensorFile.Format format = strict ? TorchArchive.strict("test") : TorchArchive.withPlaceholders("test");
            Fuzz fuzz = Fuzz.of("torch", bytes -> read(format, bytes));
            for (String name : new String[] {"zip_state_dict.pt", "legacy_state_dict.pth", "lightning_like.ckpt"}) {
                fuzz.seed(name, Files.readAllBytes(TorchArchiveTest.resource(name)));
            }
            fuzz.memory(4 << 20, 2048).run(1200);
        }
    }

    @Test
    void pickles() {
        TorchGlobals globals = new TorchGlobals("test", TorchGlobals.Unknown.REFUSE, _ -> {
            throw InputException.of("test", "no storages", "one", "none");
        });
        Fuzz.of("pickle", bytes -> Pickle.read("test", MemorySegment.ofArray(bytes), 0, globals))
                .seed(
                        "values",
                        TestPickles.bytes(
                                "80 02",
                                "}",
                                "(",
                                "U:a",
                                "]",
                                "(",
                                "K01",
                                "4a fe ff ff ff",
                                "N",
                                "e",
                                "U:b",
                                "U:x",
                                "43 00",
                                "86",
                                "u",
                                "."))
                .seed(
                        "old",
                        "(dp0\nVa\np1\n(lp2\nI1\naF1.5\nasVb\np3\nL70L\nsS'text'\np4\ng1\ns."
                                .getBytes(StandardCharsets.US_ASCII))
                .seed(
                        "framed",
                        TestPickles.bytes(
                                "80 04", "95 08 00 00 00 00 00 00 00", "8c 01 61", "94", "68 00", "86", "94", "."))
                .memory(1 << 20, 2048)
                .run(4000);
    }

    @Test
    void numpyFiles() throws IOException {
        byte[] array = npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", 24);
        byte[] turned = npy("{'descr': '>i2', 'fortran_order': True, 'shape': (2, 2, 2), }\n", 16);
        TensorFile.Format format = (file, arena) -> Npy.parse("test", file, arena, 1 << 20);
        Fuzz.of("npy and npz", bytes -> read(format, bytes))
                .seed("npy", array)
                .seed("fortran", turned)
                .seed("npz", Files.readAllBytes(TestPickles.zip(Map.of("a.npy", array, "b.npy", turned))))
                .memory(1 << 20, 8192)
                .run(4000);
    }

    private static byte[] npy(String header, int data) {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer out = ByteBuffer.allocate(10 + text.length + data).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 0x93)
                .put("NUMPY".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 1)
                .put((byte) 0);
        return out.putShort((short) text.length).put(text).array();
    }

    /** Of a packed array every number is the one that was saved, whatever is damaged, or the file is refused. */
    @Test
    void aPackedArrayIsWholeOrRefused() throws IOException {
        byte[] array = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (40,), }\n", 40);
        for (int i = 1; i <= 40; i++) {
            array[array.length - i] = (byte) i;
        }
        float[] whole = Npy.parse("test", MemorySegment.ofArray(array), Arena.global(), 1 << 20)
                .tensors()
                .firstEntry()
                .getValue()
                .floats();
        byte[] zip = Files.readAllBytes(TestPickles.zip(Map.of("a.npy", array)));
        Fuzz.of("npz", bytes -> {
                    try (Arena arena = Arena.ofConfined()) {
                        var arrays = Npy.parse("test", MemorySegment.ofArray(bytes), arena, 1 << 20)
                                .tensors();
                        for (StoredTensor tensor : arrays.values()) {
                            assertThat(tensor.floats()).isEqualTo(whole);
                        }
                    }
                })
                .seed("npz", zip)
                .memory(1 << 20, 8192)
                .run(3000);
    }
}
