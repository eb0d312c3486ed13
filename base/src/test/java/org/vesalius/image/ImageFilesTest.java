package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vesalius.io.InputException;

class ImageFilesTest {
    @Test
    void everyKindOfFileIsDecodedAsPillowDoes() {
        int files = 0;
        for (String[] line : PillowLines.of("pillow_decoded.txt")) {
            Image got = ImageFiles.decode(PillowLines.bytes(line[0]), "test");
            float[] want = PillowLines.values(line, 4);
            assertThat(got.width()).as(line[0]).isEqualTo(Integer.parseInt(line[1]));
            assertThat(got.height()).as(line[0]).isEqualTo(Integer.parseInt(line[2]));
            assertThat(got.channels()).as(line[0]).isEqualTo(Integer.parseInt(line[3]));
            assertThat(got.peak()).as(line[0]).isEqualTo(line[0].startsWith("deep") ? 65535 : 255);
            // JPEG decoders may round differently, by a level
            float limit = line[0].endsWith(".jpg") ? 2 : 0;
            assertThat(PillowLines.worst(got.samples(), want)).as(line[0]).isLessThanOrEqualTo(limit);
            files++;
        }
        assertThat(files).isEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void whatIsWrittenAsPngIsReadBack(int channels) {
        Random random = new Random(channels);
        for (float peak : new float[] {255, 65535}) {
            float[] samples = new float[17 * 23 * channels];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = random.nextInt((int) peak + 1);
            }
            Image image = channels == 3 ? Image.rgb(17, 23, peak, samples) : Image.grey(17, 23, peak, samples);
            byte[] png = ImageFiles.png(image);
            assertThat(ImageFiles.decode(png, "test")).isEqualTo(image);
            assertThat(ImageFiles.png(image)).isEqualTo(png);
        }
    }

    @Test
    void aPngOfTheWriterIsReadByAnotherReader() throws IOException {
        Image image = PillowLines.made(61, 47, 3);
        Raster raster =
                ImageIO.read(new ByteArrayInputStream(ImageFiles.png(image))).getRaster();
        float[] got = raster.getPixels(0, 0, 61, 47, (float[]) null);
        assertThat(got).isEqualTo(image.samples());
    }

    @Test
    void aTwelveBitImageFillsSixteenBits() {
        Image image = Image.grey(2, 1, 4095, new float[] {4095, 1000});
        Image back = ImageFiles.decode(ImageFiles.png(image), "test");
        assertThat(back.peak()).isEqualTo(65535);
        assertThat(back.withPeak(4095).samples())
                .containsExactly(new float[] {4095, 1000}, org.assertj.core.api.Assertions.within(0.05f));
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                BufferedImage.TYPE_BYTE_GRAY,
                BufferedImage.TYPE_USHORT_GRAY,
                BufferedImage.TYPE_INT_RGB,
                BufferedImage.TYPE_BYTE_BINARY,
                BufferedImage.TYPE_INT_ARGB
            })
    void interlacedPngIsRead(int type) throws IOException {
        BufferedImage picture = new BufferedImage(21, 13, type);
        for (int y = 0; y < 13; y++) {
            for (int x = 0; x < 21; x++) {
                picture.setRGB(x, y, 0xFF000000 | ((x * 12) << 16) | ((y * 19) << 8) | ((x * y) & 255));
            }
        }
        byte[] png = interlaced(picture);
        Image got = ImageFiles.decode(png, "test");
        Raster raster = ImageIO.read(new ByteArrayInputStream(png)).getRaster();
        for (int y = 0; y < 13; y++) {
            for (int x = 0; x < 21; x++) {
                float want = raster.getSampleFloat(x, y, 0) * (type == BufferedImage.TYPE_BYTE_BINARY ? 255 : 1);
                assertThat(got.at(x, y, 0)).isEqualTo(want);
            }
        }
    }

    private static byte[] interlaced(BufferedImage picture) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deep.png",
                "palette.png",
                "bit.png",
                "grey.jpg",
                "colour.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "exif6.jpg",
                "lzw.tif",
                "bit.tif"
            })
    void aCutFileIsRefusedWhereverItIsCut(String name) {
        byte[] whole = PillowLines.bytes(name);
        Image full = ImageFiles.decode(whole, "test");
        int step = Math.max(1, whole.length / 400);
        for (int length = 0; length < whole.length; length += step) {
            byte[] cut = Arrays.copyOf(whole, length);
            try {
                assertThat(ImageFiles.decode(cut, "test"))
                        .as(name + " cut at " + length)
                        .isEqualTo(full);
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("test: expected");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "deep.png",
                "palette.png",
                "colour.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "exif6.jpg",
                "lzw.tif",
                "bit.tif"
            })
    void aDamagedFileGivesAnImageOrOneClearError(String name) {
        byte[] whole = PillowLines.bytes(name);
        Random random = new Random(11);
        for (int run = 0; run < 150; run++) {
            byte[] damaged = whole.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            try {
                assertThat(ImageFiles.decode(damaged, "test").width()).isPositive();
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("test: expected");
            }
        }
    }

    @Test
    void anEmptyFileSaysSo() {
        assertThatThrownBy(() -> ImageFiles.decode(new byte[0], "row 7"))
                .isInstanceOf(InputException.class)
                .hasMessage("row 7: expected a PNG, JPEG or TIFF, got 0 bytes; get the file again or convert it");
    }

    @Test
    void aHeaderThatPromisesTooMuchIsRefusedBeforeMemoryIsAskedFor() {
        byte[] png = ImageFiles.png(PillowLines.made(4, 4, 1));
        png[16] = 0x10;
        png[20] = 0x10;
        // the checksum of the header no longer fits either, so make it fit
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(png, 12, 17);
        java.nio.ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
        assertThatThrownBy(() -> ImageFiles.decode(png, "row 7"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("more than its");
    }
}
