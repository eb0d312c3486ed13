package org.vesalius.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

class PickleTest {
    private static Object read(byte[] pickle) {
        TorchGlobals globals = new TorchGlobals("p.pkl", TorchGlobals.Unknown.REFUSE, _ -> {
            throw new AssertionError("no storages here");
        });
        return Pickle.read("p.pkl", MemorySegment.ofArray(pickle), 0, globals).value();
    }

    private static Object read(String... parts) {
        return read(TestPickles.bytes(parts));
    }

    @Test
    void plainValuesOfProtocolTwo() {
        // pickle.dumps({'a': [1, -2, 2**70, 1.5, None, True], 'b': ('x', b'')}, 2) with the memo left out
        Object value = read(
                "80 02",
                "}",
                "(",
                "U:a",
                "]",
                "(",
                "K01",
                "4a fe ff ff ff",
                "8a 09 00 00 00 00 00 00 00 00 40",
                "47 3f f8 00 00 00 00 00 00",
                "N",
                "88",
                "e",
                "U:b",
                "U:x",
                "43 00",
                "86",
                "u",
                ".");
        assertThat(value).isInstanceOf(Map.class);
        Map<?, ?> map = (Map<?, ?>) value;
        assertThat((List<?>) map.get("a"))
                .isEqualTo(List.of(1L, -2L, java.math.BigInteger.TWO.pow(70), 1.5, Pickle.Nothing.NONE, true));
        assertThat(((Pickle.Tuple) java.util.Objects.requireNonNull(map.get("b"))).items())
                .hasSize(2);
    }

    @Test
    void pythonTwosOrderedDictIsAListOfPairs() {
        Object value = read(
                "80 02", "c:collections\nOrderedDict\n", "]", "(", "]", "(", "U:k", "K07", "e", "e", "85", "R", ".");
        assertThat(value).isEqualTo(Map.of("k", 7L));
    }

    @Test
    void protocolFourMemoAndStackGlobal() {
        Object value = read(
                "80 04",
                "95 00 00 00 00 00 00 00 00",
                "8c 0b 63 6f 6c 6c 65 63 74 69 6f 6e 73",
                "94",
                "8c 0b 4f 72 64 65 72 65 64 44 69 63 74",
                "94",
                "93",
                ")",
                "R",
                "94",
                "68 00",
                "K05",
                "s",
                ".");
        assertThat(value).isEqualTo(Map.of("collections", 5L));
    }

    @Test
    void evalIsRefusedByName() {
        assertThatThrownBy(() -> read("80 02", "c:builtins\neval\n", "U:1", "85", "R", "."))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("builtins.eval");
    }

    @Test
    void aListThatHoldsItselfIsReadWithoutEnd() {
        assertThat(read("]", "71 00", "68 00", "a", ".")).isInstanceOf(List.class);
    }

    @Test
    void anEndlessRowOfObjectsRunsOutOfItsBudgetNotOfMemory() {
        byte[] objects = new byte[5_000_000];
        Arrays.fill(objects, (byte) 'N');
        assertThatThrownBy(() -> read(objects))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("objects");
    }

    @Test
    void aStringLongerThanTheFileIsRefused() {
        assertThatThrownBy(() -> read("58 ff ff ff 7f", "."))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2147483647 bytes");
    }

    @Test
    void anUnknownOpcodeAndAnEmptyStackAreErrorsOfTheInput() {
        for (String bad : List.of("ff", "R", ".", "b", "t", "68 05", "85", "51")) {
            assertThatThrownBy(() -> read(bad, "."))
                    .as(bad)
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("not a whole pickle");
        }
    }
}
