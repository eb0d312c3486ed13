package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vesalius.io.InputException;

class Jpeg2000Test {
    static List<CodecStreams> streams() {
        return CodecStreams.named("j2k");
    }

    @ParameterizedTest
    @MethodSource("streams")
    void streamsOfOpenJpegGiveItsSamples(CodecStreams stream) {
        Raster raster = Jpeg2000.decode(stream.bytes(), "test");
        assertThat(raster.width()).isEqualTo(stream.width());
        assertThat(raster.height()).isEqualTo(stream.height());
        assertThat(raster.signed()).isEqualTo(stream.signed());
        assertThat(raster.precision()).isEqualTo(stream.bits());
        if (!stream.name().contains("lossy")) {
            assertThat(raster.samples()).isEqualTo(stream.values());
            return;
        }
        // the floating-point steps of two programs may round differently
        int[] want = stream.values();
        for (int i = 0; i < want.length; i++) {
            assertThat(Math.abs(raster.samples()[i] - want[i])).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aSizeThatTheBytesCannotHoldIsRefusedBeforeMemoryIsAskedFor() {
        byte[] bytes = CodecStreams.named("j2k-plain").getFirst().bytes();
        // Xsiz and Ysiz
        bytes[9] = bytes[13] = 1;
        assertThatThrownBy(() -> Jpeg2000.decode(bytes, "test"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("more than its");
    }

    @Test
    void aCutOrDamagedStreamIsRefusedOrDecodedButNeverCrashes() {
        for (CodecStreams stream : streams()) {
            int refused = Damage.each(stream.bytes(), 10, bytes -> Jpeg2000.decode(bytes, "test"));
            assertThat(refused).as(stream.name()).isGreaterThan(3);
        }
    }
}
