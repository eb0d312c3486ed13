package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vesalius.io.InputException;

class JpegLsTest {
    static List<CodecStreams> streams() {
        return CodecStreams.named("jls");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamsOfCharLsGiveTheirSamplesToTheLastBit(CodecStreams stream) {
        Raster raster = JpegLs.decode(stream.bytes(), "test");
        assertThat(raster.samples()).isEqualTo(stream.values());
        assertThat(raster.width()).isEqualTo(stream.width());
        assertThat(raster.components()).isEqualTo(stream.components());
    }

    // ISO 14495-1 annex H.3: the worked example, 4 x 4 samples of 8 bits
    @Test
    void theExampleOfTheStandardIsDecoded() {
        int[] stream = {
            0xFF, 0xD8, 0xFF, 0xF7, 0x00, 0x0B, 0x08, 0x00, 0x04, 0x00, 0x04, 0x01, 0x01, 0x11, 0x00, 0xFF, 0xDA, 0x00,
            0x08, 0x01, 0x01, 0x00, 0x00, 0x00, 0x00, 0xC0, 0x00, 0x00, 0x6C, 0x80, 0x20, 0x8E, 0x01, 0xC0, 0x00, 0x00,
            0x57, 0x40, 0x00, 0x00, 0x6E, 0xE6, 0x00, 0x00, 0x01, 0xBC, 0x18, 0x00, 0x00, 0x05, 0xD8, 0x00, 0x00, 0x91,
            0x60, 0xFF, 0xD9
        };
        byte[] bytes = new byte[stream.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) stream[i];
        }
        assertThat(JpegLs.decode(bytes, "test").samples())
                .containsExactly(0, 0, 90, 74, 68, 50, 43, 205, 64, 145, 145, 145, 100, 145, 145, 145);
    }

    @Test
    void aSizeThatTheBytesCannotHoldIsRefusedBeforeMemoryIsAskedFor() {
        byte[] bytes = CodecStreams.named("jls-8").getFirst().bytes();
        bytes[7] = bytes[8] = bytes[9] = bytes[10] = -1;
        assertThatThrownBy(() -> JpegLs.decode(bytes, "test"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("more than its");
    }

    @Test
    void aCutOrDamagedStreamIsRefusedOrDecodedButNeverCrashes() {
        for (CodecStreams stream : streams()) {
            int refused = Damage.each(stream.bytes(), 60, bytes -> JpegLs.decode(bytes, "test"));
            assertThat(refused).as(stream.name()).isGreaterThan(20);
        }
    }
}
