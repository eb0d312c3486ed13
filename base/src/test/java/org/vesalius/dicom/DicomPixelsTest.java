package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;

class DicomPixelsTest {
    private static final TransferSyntax PLAIN = TransferSyntax.EXPLICIT_LITTLE;

    private static DicomFile grey(DicomWriter writer, boolean signed, int... values) {
        return grey(writer, "MONOCHROME2", signed, values);
    }

    private static DicomFile grey(DicomWriter writer, String photometric, boolean signed, int... values) {
        short[] words = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            words[i] = (short) values[i];
        }
        byte[] bytes = writer.put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, DicomWriter.uid("test"))
                .pixels(photometric, values.length, 1, 12, signed, words)
                .bytes();
        return DicomFile.read(bytes, "test");
    }

    private static DicomWriter window(double centre, double width) {
        return new DicomWriter().put(Tag.WINDOW_CENTER, Vr.DS, centre).put(Tag.WINDOW_WIDTH, Vr.DS, width);
    }

    // PS3.3 C.11.2.1.2.1: the worked example of the standard, c = 2048, w = 4096 over 12 bits is the identity
    @Test
    void theFullLinearWindowIsTheIdentity() {
        Image image = DicomPixels.image(grey(window(2048, 4096), false, 0, 1, 2048, 4095));
        assertThat(image.samples())
                .containsExactly(new float[] {0, 255f / 4095, 2048 * 255f / 4095, 255}, within(1e-3f));
    }

    // PS3.3 C.11.2.1.2.1 note: c = 2048, w = 1 is a threshold at 2047.5
    @Test
    void aLinearWindowOfOneIsAThreshold() {
        assertThat(DicomPixels.image(grey(window(2048, 1), false, 0, 2047, 2048, 4095))
                        .samples())
                .containsExactly(0, 0, 255, 255);
    }

    @ParameterizedTest
    @CsvSource({"LINEAR_EXACT, 75, 0.5", "SIGMOID, 75, 0.5", "LINEAR_EXACT, 100, 1", "SIGMOID, 100, 0.880797"})
    void theShapeOfTheWindowIsFollowed(String shape, int value, double grey) {
        DicomWriter writer = window(75, 50).put(Tag.VOI_LUT_FUNCTION, Vr.CS, shape);
        assertThat(DicomPixels.image(grey(writer, false, value)).samples()[0])
                .isCloseTo((float) (255 * grey), within(1e-3f));
    }

    @Test
    void rescaleComesBeforeTheWindowAndInversionLast() {
        DicomWriter writer =
                window(40, 401).put(Tag.RESCALE_SLOPE, Vr.DS, 2.0).put(Tag.RESCALE_INTERCEPT, Vr.DS, -1000.0);
        // -160.5 is black and 239.5 white; stored 420 is -160, stored 520 is 40
        Image image = DicomPixels.image(grey(writer, "MONOCHROME1", false, 0, 520, 4095));
        assertThat(image.samples()).containsExactly(new float[] {255, 255 * (1 - 200.5f / 400), 0}, within(0.01f));
    }

    @Test
    void withoutAWindowTheModalityRangeIsShownAndPaddingLeftAside() {
        DicomWriter writer = new DicomWriter().put(Tag.PIXEL_PADDING_VALUE, Vr.SS, -2000);
        Image image = DicomPixels.image(grey(writer, true, -2000, -100, 0, 100));
        assertThat(image.samples()).containsExactly(0, 0, 127.5f, 255);
    }

    @Test
    void aFlatImageIsBlack() {
        assertThat(DicomPixels.image(grey(new DicomWriter(), false, 7, 7)).samples())
                .containsExactly(0, 0);
    }

    @Test
    void tablesGoBeforeRescaleAndWindow() {
        DicomWriter modality = new DicomWriter()
                .put(Tag.LUT_DESCRIPTOR, Vr.US, 4, 10, 16)
                .put(Tag.LUT_DATA, Vr.US, 100, 200, 300, 400);
        DicomWriter voi =
                new DicomWriter().put(Tag.LUT_DESCRIPTOR, Vr.US, 3, 200, 8).put(Tag.LUT_DATA, Vr.US, 0, 51, 255);
        DicomWriter writer = window(0, 10)
                .put(Tag.RESCALE_INTERCEPT, Vr.DS, 5000.0)
                .put(Tag.MODALITY_LUT_SEQUENCE, modality)
                .put(Tag.VOI_LUT_SEQUENCE, voi);
        DicomFile file = grey(writer, false, 0, 10, 11, 13, 99);
        assertThat(DicomPixels.modality(file, 0)).containsExactly(100, 100, 200, 400, 400);
        // 100 lies below the second table, 200 is its first entry, 400 above its last
        assertThat(DicomPixels.image(file).samples()).containsExactly(0, 0, 0, 255, 255);
    }

    @Test
    void anEnhancedFileHasItsWindowByFrame() {
        DicomWriter[] frames = new DicomWriter[2];
        for (int i = 0; i < 2; i++) {
            frames[i] = new DicomWriter().put(Tag.FRAME_VOI_LUT_SEQUENCE, window(i == 0 ? 50 : 150, 100));
        }
        byte[] bytes = new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.CT_IMAGE)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2")
                .put(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames)
                .pixels("MONOCHROME2", 1, 1, 12, false, new short[] {100, 100})
                .bytes();
        DicomFile file = DicomFile.read(bytes, "test");
        assertThat(DicomPixels.frames(file)).isEqualTo(2);
        assertThat(DicomPixels.image(file, 0).at(0, 0, 0)).isEqualTo(255);
        assertThat(DicomPixels.image(file, 1).at(0, 0, 0)).isLessThan(1);
    }

    @Test
    void planesAndHalfChromaBecomeRgb() {
        byte[] planar = TestDicom.of(PLAIN)
                .pixelModule("RGB", 2, 1, 3, 8, 8, false)
                .us(0x28, 0x06, 1)
                .put(0x7FE0, 0x10, "OB", new byte[] {1, 2, 3, 4, 5, 6})
                .file(PLAIN);
        assertThat(DicomPixels.image(DicomFile.read(planar, "test")).samples()).containsExactly(1, 3, 5, 2, 4, 6);
        byte[] half = TestDicom.of(PLAIN)
                .pixelModule("YBR_FULL_422", 2, 1, 3, 8, 8, false)
                .put(0x7FE0, 0x10, "OB", new byte[] {50, 100, (byte) 128, (byte) 128})
                .file(PLAIN);
        assertThat(DicomPixels.image(DicomFile.read(half, "test")).samples())
                .containsExactly(50, 50, 50, 100, 100, 100);
    }

    @Test
    void aPaletteGivesColours() {
        byte[] file = TestDicom.of(PLAIN)
                .pixelModule("PALETTE COLOR", 2, 1, 1, 8, 8, false)
                .us(0x28, 0x1101, 2, 0, 16)
                .us(0x28, 0x1102, 2, 0, 16)
                .us(0x28, 0x1103, 2, 0, 16)
                .put(0x28, 0x1201, "OW", new byte[] {0, 0, -1, -1})
                .put(0x28, 0x1202, "OW", new byte[] {-1, -1, 0, 0})
                .put(0x28, 0x1203, "OW", new byte[] {0, 0, 0, 0})
                .put(0x7FE0, 0x10, "OB", new byte[] {0, 1})
                .file(PLAIN);
        assertThat(DicomPixels.image(DicomFile.read(file, "test")).samples()).containsExactly(0, 255, 0, 255, 0, 0);
    }

    @Test
    void oneBitAndSignedCellsAreRead() {
        byte[] bits = TestDicom.of(PLAIN)
                .pixelModule("MONOCHROME2", 10, 1, 1, 1, 1, false)
                .put(0x7FE0, 0x10, "OB", new byte[] {0b0000_0101, 0b0000_0010})
                .file(PLAIN);
        assertThat(DicomPixels.stored(DicomFile.read(bits, "test"), 0).values())
                .containsExactly(1, 0, 1, 0, 0, 0, 0, 0, 0, 1);
        // rubbish above the stored twelve bits is cut off, the sign is at bit eleven
        byte[] signed = TestDicom.of(PLAIN)
                .pixelModule("MONOCHROME2", 2, 1, 1, 16, 12, true)
                .put(0x7FE0, 0x10, "OW", new byte[] {-1, 0x7F, 5, (byte) 0xF0})
                .file(PLAIN);
        assertThat(DicomPixels.stored(DicomFile.read(signed, "test"), 0).values())
                .containsExactly(-1, 5);
    }

    @Test
    void rleOfTwoFramesIsUnpackedWithAndWithoutAnOffsetTable() {
        byte[] one = rle(new byte[] {2, 1, 2, 3, -2, 9});
        byte[] two = rle(new byte[] {-5, 7});
        for (boolean table : new boolean[] {true, false}) {
            TestDicom file = TestDicom.of(PLAIN)
                    .pixelModule("MONOCHROME2", 3, 2, 1, 8, 8, false)
                    .text(0x28, 0x08, "IS", "2")
                    .head(0x7FE0, 0x10, "OB", TestDicom.UNDEFINED)
                    .item(0xE000, table ? 8 : 0);
            if (table) {
                file.raw(new byte[] {0, 0, 0, 0, (byte) (8 + one.length), 0, 0, 0});
            }
            file.item(0xE000, one.length)
                    .raw(one)
                    .item(0xE000, two.length)
                    .raw(two)
                    .item(0xE0DD, 0);
            DicomFile read = DicomFile.read(file.file(TransferSyntax.RLE), "test");
            assertThat(DicomPixels.stored(read, 0).values()).containsExactly(1, 2, 3, 9, 9, 9);
            assertThat(DicomPixels.stored(read, 1).values()).containsExactly(7, 7, 7, 7, 7, 7);
        }
    }

    private static byte[] rle(byte[] packed) {
        byte[] frame = new byte[64 + packed.length];
        frame[0] = 1;
        frame[4] = 64;
        System.arraycopy(packed, 0, frame, 64, packed.length);
        return frame;
    }

    @Test
    void damagedRleGivesOneClearError() {
        Random random = new Random(9);
        byte[] frame = rle(new byte[] {2, 1, 2, 3, -2, 9});
        for (int run = 0; run < 2000; run++) {
            byte[] damaged = Arrays.copyOf(frame, random.nextInt(frame.length + 1));
            if (damaged.length > 0) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            byte[] file = TestDicom.of(PLAIN)
                    .pixelModule("MONOCHROME2", 3, 2, 1, 8, 8, false)
                    .head(0x7FE0, 0x10, "OB", TestDicom.UNDEFINED)
                    .item(0xE000, 0)
                    .item(0xE000, damaged.length)
                    .raw(damaged)
                    .item(0xE0DD, 0)
                    .file(TransferSyntax.RLE);
            try {
                assertThat(DicomPixels.image(DicomFile.read(file, "test")).width())
                        .isEqualTo(3);
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("test: expected");
            }
        }
    }

    @Test
    void otherCompressionsAreRefusedByName() {
        byte[] file = TestDicom.of(PLAIN)
                .pixelModule("MONOCHROME2", 3, 2, 1, 8, 8, false)
                .head(0x7FE0, 0x10, "OB", TestDicom.UNDEFINED)
                .item(0xE000, 0)
                .item(0xE000, 2)
                .raw(new byte[] {1, 2})
                .item(0xE0DD, 0)
                .file(TransferSyntax.MPEG4_HIGH);
        assertThatThrownBy(() -> DicomPixels.image(DicomFile.read(file, "test")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("got MPEG-4 AVC/H.264 High Profile;");
    }

    @Test
    void sizesThatTheDataCannotHoldAreRefusedBeforeMemoryIsAskedFor() {
        byte[] file = TestDicom.of(PLAIN)
                .pixelModule("MONOCHROME2", 20000, 20000, 1, 16, 16, false)
                .put(0x7FE0, 0x10, "OW", new byte[] {1, 2})
                .file(PLAIN);
        assertThatThrownBy(() -> DicomPixels.image(DicomFile.read(file, "test")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("truncated or its header is wrong");
    }
}
