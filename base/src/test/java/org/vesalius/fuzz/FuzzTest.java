package org.vesalius.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

class FuzzTest {
    private static final byte[] FILE = "length 12\n0123456789ab".getBytes(StandardCharsets.US_ASCII);

    @Test
    void theSameFilesComeEveryTime() {
        List<String> first = seen();
        assertThat(seen()).isEqualTo(first);
        assertThat(first).doesNotHaveDuplicates().hasSizeGreaterThan(250);
    }

    private static List<String> seen() {
        List<String> seen = new ArrayList<>();
        Fuzz.of("seen", bytes -> seen.add(Arrays.toString(bytes)))
                .seed("file", FILE)
                .run(300);
        return seen.stream().distinct().toList();
    }

    @Test
    void refusalIsNoFinding() {
        assertThatCode(() -> Fuzz.of("refusing", bytes -> {
                            if (!Arrays.equals(bytes, FILE)) {
                                throw InputException.of("test", "the file", "another", "none");
                            }
                        })
                        .seed("file", FILE)
                        .run(100))
                .doesNotThrowAnyException();
    }

    @Test
    void anyOtherExceptionIsFoundAndNamedOnce() {
        assertThatThrownBy(() -> Fuzz.of("crashing", bytes -> {
                            if (bytes.length < FILE.length) {
                                throw new ArrayIndexOutOfBoundsException(bytes.length);
                            }
                        })
                        .seed("file", FILE)
                        .run(200))
                .hasMessage("fuzz crashing: 1 kinds of failure")
                .satisfies(e -> assertThat(e.getSuppressed()[0])
                        .hasMessageContaining("(file)")
                        .hasMessageContaining("VESALIUS_FUZZ_CASE="));
    }

    @Test
    void memoryBeyondWhatTheBytesJustifyIsFound() {
        assertThatThrownBy(() -> Fuzz.of(
                                "greedy", bytes -> assertThat(new byte[1 << 20]).isNotEmpty())
                        .seed("file", FILE)
                        .memory(1 << 16, 64)
                        .run(1))
                .satisfies(e -> assertThat(e.getSuppressed()[0]).hasMessageContaining("bytes of memory for a file of"));
    }

    @Test
    void aWholeFileThatIsRefusedIsTheTestsOwnMistake() {
        assertThatThrownBy(() -> Fuzz.of("wrong", bytes -> {
                            throw InputException.of("test", "another", "this", "none");
                        })
                        .seed("file", FILE)
                        .run(1))
                .hasMessageContaining("'file' is not read");
    }
}
