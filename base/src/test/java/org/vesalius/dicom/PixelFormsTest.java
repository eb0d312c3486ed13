package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;

/** The forms that pixels can have (PS3.3 C.7.6.3, PS3.5 section 8), each in a file that the test writes byte by byte. */
class PixelFormsTest {
    private static final TransferSyntax PLAIN = TransferSyntax.EXPLICIT_LITTLE;

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static DicomFile colour(String photometric, int columns, int rows, int planar, byte[] pixels) {
        byte[] file = TestDicom.of(PLAIN)
                .pixelModule(photometric, columns, rows, 3, 8, 8, false)
                .us(0x28, 0x06, planar)
                .put(0x7FE0, 0x10, "OB", pixels)
                .file(PLAIN);
        return DicomFile.read(file, "test");
    }

    // red, green, blue and grey by the formulas of PS3.3 C.7.6.3.1.2
    @ParameterizedTest
    @CsvSource({
        "YBR_FULL, 76, 85, 255, 254, 0, 0",
        "YBR_FULL, 29, 255, 107, 0, 0, 254",
        "YBR_FULL, 77, 128, 128, 77, 77, 77",
        "YBR_PARTIAL_422, 81, 90, 240, 254, 0, 0",
        "YBR_PARTIAL_422, 145, 54, 34, 0, 255, 1",
        "YBR_PARTIAL_422, 41, 240, 110, 0, 0, 255",
        "YBR_PARTIAL_422, 16, 128, 128, 0, 0, 0",
        "YBR_PARTIAL_422, 235, 128, 128, 255, 255, 255"
    })
    void lumaAndChromaBecomeRgb(String photometric, int y, int cb, int cr, int red, int green, int blue) {
        byte[] pixel = photometric.equals("YBR_FULL") ? bytes(y, cb, cr, y, cb, cr) : bytes(y, y, cb, cr);
        Image image = DicomPixels.image(colour(photometric, 2, 1, 0, pixel));
        assertThat(image.samples()).containsExactly(new float[] {red, green, blue, red, green, blue}, within(1f));
    }

    @Test
    void planesOfLumaAndChromaAreInterleaved() {
        byte[] planes = bytes(1, 2, 3, 4, 5, 6, 11, 12, 13, 14, 15, 16, 21, 22, 23, 24, 25, 26);
        assertThat(DicomPixels.stored(colour("YBR_FULL", 3, 2, 1, planes), 0).values())
                .containsExactly(1, 11, 21, 2, 12, 22, 3, 13, 23, 4, 14, 24, 5, 15, 25, 6, 16, 26);
    }

    @Test
    void anOddRowOfHalfChromaEndsWithAPixelThatIsNotThere() {
        byte[] rows = bytes(1, 2, 50, 60, 3, 0, 51, 61, 4, 5, 52, 62, 6, 0, 53, 63);
        assertThat(DicomPixels.stored(colour("YBR_FULL_422", 3, 2, 0, rows), 0).values())
                .containsExactly(1, 50, 60, 2, 50, 60, 3, 51, 61, 4, 52, 62, 5, 52, 62, 6, 53, 63);
    }

    @Test
    void chromaThatIsThereInFullIsReadWhateverItIsCalled() {
        byte[] full = bytes(1, 50, 60, 2, 51, 61, 3, 52, 62, 4, 53, 63);
        assertThat(DicomPixels.stored(colour("YBR_FULL_422", 2, 2, 0, full), 0).values())
                .containsExactly(1, 50, 60, 2, 51, 61, 3, 52, 62, 4, 53, 63);
    }

    @ParameterizedTest
    @CsvSource({
        "YBR_PARTIAL_420, 'got YBR_PARTIAL_420, which has no such form'",
        "YBR_RCT, got YBR_RCT;",
        "DOE JANE, got another photometric interpretation;"
    })
    void whatCannotBeUncompressedIsRefusedByName(String photometric, String reason) {
        DicomFile file = colour(photometric, 2, 2, 0, new byte[12]);
        assertThatThrownBy(() -> DicomPixels.image(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("DOE");
    }

    private static DicomFile palette(int bits, byte[] segments, int entries, int... pixels) {
        TestDicom dicom = TestDicom.of(PLAIN).pixelModule("PALETTE COLOR", pixels.length, 1, 1, 8, 8, false);
        for (int c = 0; c < 3; c++) {
            dicom.us(0x28, 0x1101 + c, entries, 0, bits);
        }
        for (int c = 0; c < 3; c++) {
            dicom.put(0x28, 0x1221 + c, "OW", segments);
        }
        byte[] file = dicom.put(0x7FE0, 0x10, "OB", bytes(pixels)).file(PLAIN);
        return DicomFile.read(file, "test");
    }

    private static byte[] words(int... words) {
        ByteBuffer out = ByteBuffer.allocate(2 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            out.putShort((short) word);
        }
        return out.array();
    }

    private static int[] reds(DicomFile file) {
        Image image = DicomPixels.image(file);
        int[] reds = new int[image.width()];
        for (int x = 0; x < reds.length; x++) {
            assertThat(image.at(x, 0, 1)).isEqualTo(image.at(x, 0, 0));
            reds[x] = Math.round(image.at(x, 0, 0));
        }
        return reds;
    }

    @Test
    void aSegmentedPaletteListsDrawsLinesAndRepeats() {
        // 2 entries listed, 4 on a line to 65535, the first segment again (offset 0), that line again from 257 on
        byte[] segments = words(0, 2, 0, 257, 1, 4, 65535, 2, 1, 0, 0, 2, 1, 8, 0);
        DicomFile file = palette(16, segments, 12, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 200);
        assertThat(reds(file)).containsExactly(0, 1, 64, 128, 192, 255, 0, 1, 64, 128, 192, 255, 255);
    }

    @Test
    void aSegmentedPaletteOfBytesCountsInBytes() {
        // 3 listed, a line of 3 down to 0, then the listed ones again; one byte fills up
        byte[] segments = bytes(0, 3, 10, 20, 30, 1, 3, 0, 2, 1, 0, 0, 0, 0, 0);
        assertThat(reds(palette(8, segments, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8)))
                .containsExactly(10, 20, 30, 20, 10, 0, 10, 20, 30);
    }

    @ParameterizedTest
    @CsvSource({
        "a line from nowhere, 0001 0002 00FF, a line that begins nowhere",
        "of the repetition itself, 0000 0001 0005 0002 0001 0006 0000, a repetition of a repetition",
        "over its end, 0000 0009 0005, a segment over its end",
        "unknown, 0007 0001 0001, a segment of another kind",
        "too few, 0000 0001 0005, 1 entries",
        "endless, 0000 0001 0005 0001 FFFF 0005, more"
    })
    void aPaletteWhoseSegmentsAreWrongIsRefused(String kind, String hex, String reason) {
        String[] parts = hex.split(" ");
        int[] words = new int[parts.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = Integer.parseInt(parts[i], 16);
        }
        assertThatThrownBy(() -> reds(palette(16, words(words), 4, 0)))
                .as(kind)
                .isInstanceOf(InputException.class)
                .hasMessageContaining("got " + reason);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE", "EXPLICIT_LITTLE", "EXPLICIT_BIG"})
    void aPaletteIsReadInEveryByteOrder(TransferSyntax syntax) {
        TestDicom dicom = TestDicom.of(syntax).pixelModule("PALETTE COLOR", 2, 1, 1, 8, 8, false);
        for (int c = 0; c < 3; c++) {
            dicom.us(0x28, 0x1101 + c, 2, 0, 16).put(0x28, 0x1221 + c, "OW", dicom.words(0, 1, 257, 1, 1, 65535));
        }
        byte[] file = dicom.put(0x7FE0, 0x10, "OB", bytes(0, 1)).file(syntax);
        assertThat(reds(DicomFile.read(file, "test"))).containsExactly(1, 255);
    }

    @Test
    void oneBitFramesGoOnInTheMiddleOfAByte() {
        // frames of 3 x 3 = 9 bits: 101010101 and 010101011, least significant bit first
        byte[] file = TestDicom.of(PLAIN)
                .pixelModule("MONOCHROME2", 3, 3, 1, 1, 1, false)
                .text(0x28, 0x08, "IS", "2")
                .put(0x7FE0, 0x10, "OW", bytes(0b0101_0101, 0b0101_0101, 0b0000_0011, 0))
                .file(PLAIN);
        DicomFile read = DicomFile.read(file, "test");
        assertThat(DicomPixels.stored(read, 0).values()).containsExactly(1, 0, 1, 0, 1, 0, 1, 0, 1);
        assertThat(DicomPixels.stored(read, 1).values()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 1);
        assertThat(DicomPixels.image(read, 1).at(2, 2, 0)).isEqualTo(255);
    }

    @ParameterizedTest
    @EnumSource(names = {"IMPLICIT_LITTLE", "EXPLICIT_LITTLE", "EXPLICIT_BIG"})
    void signedCellsAreReadInEveryByteOrder(TransferSyntax syntax) {
        TestDicom dicom = TestDicom.of(syntax).pixelModule("MONOCHROME2", 3, 1, 1, 16, 16, true);
        byte[] file =
                dicom.put(0x7FE0, 0x10, "OW", dicom.words(-32768, -1, 32767)).file(syntax);
        assertThat(DicomPixels.stored(DicomFile.read(file, "test"), 0).values()).containsExactly(-32768, -1, 32767);
    }

    @Test
    void anOverlayInUnusedBitsAndOneOfItsOwnAreLeftAside() {
        // overlay bits 12 and 15 are set over the values; the other overlay covers everything
        byte[] file = TestDicom.of(PLAIN)
                .pixelModule("MONOCHROME2", 4, 1, 1, 16, 12, false)
                .us(0x6000, 0x10, 1)
                .us(0x6000, 0x11, 4)
                .us(0x6000, 0x100, 16)
                .us(0x6000, 0x102, 12)
                .put(0x6002, 0x3000, "OW", bytes(0xFF, 0xFF))
                .put(0x7FE0, 0x10, "OW", words(0x9000, 0x1FFF, 0x8001, 0x0002))
                .file(PLAIN);
        assertThat(DicomPixels.stored(DicomFile.read(file, "test"), 0).values()).containsExactly(0, 4095, 1, 2);
    }

    @Test
    void storedBitsAtTheTopOfTheCellAreBroughtDown() {
        byte[] file = TestDicom.of(PLAIN)
                .us(0x28, 0x02, 1)
                .text(0x28, 0x04, "CS", "MONOCHROME2")
                .us(0x28, 0x10, 1)
                .us(0x28, 0x11, 2)
                .us(0x28, 0x100, 16)
                .us(0x28, 0x101, 12)
                .us(0x28, 0x102, 15)
                .us(0x28, 0x103, 1)
                .put(0x7FE0, 0x10, "OW", words(0x7FF3, 0x8005))
                .file(PLAIN);
        assertThat(DicomPixels.stored(DicomFile.read(file, "test"), 0).values()).containsExactly(2047, -2048);
    }

    @ParameterizedTest
    @CsvSource({
        "16, 16, 15, false, MONOCHROME2", "16, 12, 11, true, MONOCHROME1", "16, 10, 13, false, MONOCHROME1",
        "16, 16, 15, true, MONOCHROME2", "8, 8, 7, false, MONOCHROME1", "8, 6, 7, true, MONOCHROME2"
    })
    void manyPixelsGoThroughATableToTheSameBits(int allocated, int stored, int high, boolean signed, String kind) {
        for (TransferSyntax syntax : new TransferSyntax[] {PLAIN, TransferSyntax.EXPLICIT_BIG}) {
            byte[] noise = new byte[257 * 263 * 2 * allocated / 8];
            new Random(stored).nextBytes(noise);
            byte[] file = TestDicom.of(syntax)
                    .us(0x28, 0x02, 1)
                    .text(0x28, 0x04, "CS", kind)
                    .text(0x28, 0x08, "IS", "2")
                    .us(0x28, 0x10, 263)
                    .us(0x28, 0x11, 257)
                    .us(0x28, 0x100, allocated)
                    .us(0x28, 0x101, stored)
                    .us(0x28, 0x102, high)
                    .us(0x28, 0x103, signed ? 1 : 0)
                    .text(0x28, 0x1050, "DS", "300")
                    .text(0x28, 0x1051, "DS", "700")
                    .text(0x28, 0x1052, "DS", "-20")
                    .text(0x28, 0x1053, "DS", "1.5")
                    .put(0x7FE0, 0x10, "OW", noise)
                    .file(syntax);
            DicomFile read = DicomFile.read(file, "test");
            Image plain = DicomPixels.image(read, DicomPixels.stored(read, 1), 1);
            assertThat(DicomPixels.image(read, 1)).isEqualTo(plain);
        }
    }
}
