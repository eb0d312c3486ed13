package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.vesalius.fuzz.Fuzz;

/** Damaged code streams and pictures give samples of the size and range that they declare, or one clear error. */
class CodecFuzzTest {
    private static final int RUNS = 400;

    private static void check(Raster raster) {
        assertThat(raster.samples()).hasSize(raster.width() * raster.height() * raster.components());
        int least = raster.signed() ? -(1 << (raster.precision() - 1)) : 0;
        int most = least + (1 << raster.precision()) - 1;
        for (int sample : raster.samples()) {
            if (sample < least || sample > most) {
                throw new AssertionError(sample + " of " + raster.precision() + " bits");
            }
        }
    }

    private static void check(JpegRaster raster) {
        JpegHeader header = raster.header();
        assertThat(raster.samples()).hasSize(header.width() * header.height() * header.components());
        for (int sample : raster.samples()) {
            if (sample < 0 || sample >= 1 << 16) {
                throw new AssertionError(sample + " of " + header.precision() + " bits");
            }
        }
    }

    /** An empty picture of 4096 x 4096 samples is whole in next to no bytes, and takes some steps to decode. */
    private static Fuzz empty(Fuzz fuzz) {
        return fuzz.memory(24L << 24, 24 * 4096);
    }

    private static Fuzz with(Fuzz fuzz, String... prefixes) {
        for (String prefix : prefixes) {
            CodecStreams.named(prefix).forEach(stream -> fuzz.seed(stream.name(), stream.bytes()));
        }
        return fuzz;
    }

    private static Fuzz with(Fuzz fuzz, List<String> files) throws IOException {
        for (String file : files) {
            try (InputStream in = Objects.requireNonNull(CodecFuzzTest.class.getResourceAsStream(file))) {
                fuzz.seed(file, in.readAllBytes());
            }
        }
        return fuzz;
    }

    @Test
    void jpegLossless() {
        with(Fuzz.of("JPEG lossless", bytes -> check(JpegRaster.decode(bytes, "test"))), "lossless", "extended")
                .run(RUNS);
    }

    @Test
    void jpegLs() {
        with(empty(Fuzz.of("JPEG-LS", bytes -> check(JpegLs.decode(bytes, "test")))), "jls")
                .run(RUNS);
    }

    @Test
    void jpeg2000() {
        with(empty(Fuzz.of("JPEG 2000", bytes -> check(Jpeg2000.decode(bytes, "test")))), "j2k")
                .run(RUNS);
    }

    @Test
    void jpeg() throws IOException {
        with(
                        Fuzz.of("JPEG", bytes -> check(JpegRaster.decode(bytes, "test"))),
                        List.of("grey.jpg", "colour.jpg", "progressive.jpg"))
                .run(RUNS / 4);
    }

    @Test
    void pictures() throws IOException {
        Fuzz.Reader reader = bytes -> {
            Image image = ImageFiles.decode(bytes, "test");
            for (float sample : image.samples()) {
                if (!(sample >= 0 && sample <= image.peak())) {
                    throw new AssertionError(sample + " of " + image.peak());
                }
            }
        };
        with(
                        Fuzz.of("pictures", reader),
                        List.of(
                                "alpha.png",
                                "bit.png",
                                "deep.png",
                                "greyalpha.png",
                                "palette.png",
                                "bit.tif",
                                "deep.tif",
                                "lzw.tif",
                                "palette.tif",
                                "cmyk.jpg",
                                "exif6.jpg"))
                .run(RUNS / 2);
    }
}
