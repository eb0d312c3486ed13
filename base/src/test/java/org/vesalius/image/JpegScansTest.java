package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vesalius.io.InputException;

class JpegScansTest {
    static List<CodecStreams> losslessStreams() {
        return CodecStreams.named("lossless");
    }

    @ParameterizedTest
    @MethodSource("losslessStreams")
    void losslessStreamsOfDcmtkGiveTheirSamples(CodecStreams stream) {
        JpegRaster raster = JpegRaster.decode(stream.bytes(), "test");
        assertThat(raster.samples()).isEqualTo(stream.values());
        assertThat(raster.header().components()).isEqualTo(stream.components());
    }

    @Test
    void aTwelveBitSequentialStreamOfDcmtkGivesTheSamplesOfLibjpegToTheLastBit() {
        CodecStreams stream = CodecStreams.named("extended-12").getFirst();
        assertThat(JpegRaster.decode(stream.bytes(), "test").samples()).isEqualTo(stream.values());
    }

    /** Three rows of two 8-bit samples, a restart after each row: predictors begin anew from the middle. */
    private static byte[] withRestarts(int second) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // one code of one bit for size 0 and two of two for sizes 1 and 2
        int[] segments = {
            0xFF, 0xD8, 0xFF, 0xC3, 0, 11, 8, 0, 3, 0, 2, 1, 1, 0x11, 0, 0xFF, 0xC4, 0, 22, 0, 1, 2, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0xFF, 0xDD, 0, 4, 0, 2, 0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 0, 0
        };
        for (int b : segments) {
            out.write(b);
        }
        // 0 then +1: bits 0 10 1; +2 (11 10) then 0; -1 (10 0) then -3 (11 00)
        out.writeBytes(new byte[] {0b0101_1111, -1, (byte) second, (byte) 0b1110_0111, -1, (byte) 0xD1});
        out.writeBytes(new byte[] {(byte) 0b1001_1001, -1, (byte) 0xD9});
        return out.toByteArray();
    }

    @Test
    void restartMarkersBeginThePredictionAnew() {
        assertThat(JpegRaster.decode(withRestarts(0xD0), "test").samples())
                .containsExactly(128, 129, 130, 130, 127, 124);
        assertThatThrownBy(() -> JpegRaster.decode(withRestarts(0xD5), "test"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("a missing restart marker");
    }

    @Test
    void aCutOrDamagedStreamIsRefusedOrDecodedButNeverCrashes() {
        for (String kind : List.of("lossless", "extended")) {
            for (CodecStreams stream : CodecStreams.named(kind)) {
                int refused = Damage.each(stream.bytes(), 60, bytes -> JpegRaster.decode(bytes, "test"));
                assertThat(refused).as(stream.name()).isGreaterThan(20);
            }
        }
    }
}
