package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vesalius.io.InputException;

/** Which fragments belong to a frame (PS3.5 A.4), in files that the test writes byte by byte. The fragments are no pictures: only what is put together is looked at. */
class FragmentsTest {
    private static final TransferSyntax SYNTAX = TransferSyntax.JPEG_BASELINE;

    /** Two frames in three fragments: the first goes on in the second. */
    private static final List<byte[]> PARTS = List.of(
            new byte[] {-1, (byte) 0xD8, -1, 1, 10, 11},
            // bytes like the delimiter of a sequence and the head of an item, of a length that reaches far
            new byte[] {
                (byte) 0xFE, -1, (byte) 0xDD, (byte) 0xE0, 0, 0, 0, 0, (byte) 0xFE, -1, 0, (byte) 0xE0, -1, -1, -1, 0
            },
            new byte[] {-1, (byte) 0xD8, -1, 1, 20, 21});

    private static final byte[] FIRST = join(PARTS.get(0), PARTS.get(1));

    private static byte[] join(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }

    enum Table {
        EMPTY,
        BASIC,
        EXTENDED,
        /** Counts from the beginning of the pixel data. */
        SHIFTED,
        /** The second offset lies inside of a fragment. */
        WRONG,
        /** Has one offset only. */
        SHORT,
        /** Both are zero. */
        ZEROS
    }

    private static byte[] offsets(int bytes, long... values) {
        ByteBuffer out = ByteBuffer.allocate(bytes * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            if (bytes == 8) {
                out.putLong(value);
            } else {
                out.putInt((int) value);
            }
        }
        return out.array();
    }

    private static DicomFile file(Table table, int frames, List<byte[]> parts) {
        int second = 16 + parts.get(0).length + parts.get(1).length;
        TestDicom dicom = TestDicom.of(SYNTAX)
                .pixelModule("MONOCHROME2", 3, 2, 1, 8, 8, false)
                .text(0x28, 0x08, "IS", Integer.toString(frames));
        if (table == Table.EXTENDED) {
            dicom.head(0x7FE0, 0x01, "OV", 16).raw(offsets(8, 0, second));
        }
        byte[] basic = switch (table) {
            case EMPTY, EXTENDED -> new byte[0];
            case BASIC -> offsets(4, 0, second);
            case SHIFTED -> offsets(4, 16, 16 + second);
            case WRONG -> offsets(4, 0, second - 3);
            case SHORT -> offsets(4, 0);
            case ZEROS -> offsets(4, 0, 0);
        };
        dicom.head(0x7FE0, 0x10, "OB", TestDicom.UNDEFINED)
                .item(0xE000, basic.length)
                .raw(basic);
        parts.forEach(part -> dicom.item(0xE000, part.length).raw(part));
        return DicomFile.read(dicom.item(0xE0DD, 0).file(SYNTAX), "test");
    }

    private static byte[] frame(DicomFile file, int frame) {
        Element pixels = file.data().element(Tag.PIXEL_DATA);
        assertThat(pixels).isNotNull();
        ByteBuffer joined = Fragments.frame(file, pixels, PixelFormat.of(file), frame);
        byte[] bytes = new byte[joined.limit()];
        joined.get(0, bytes);
        return bytes;
    }

    @ParameterizedTest
    @EnumSource
    void framesAreFoundWhateverTheTableSays(Table table) {
        DicomFile file = file(table, 2, PARTS);
        assertThat(frame(file, 0)).isEqualTo(FIRST);
        assertThat(frame(file, 1)).isEqualTo(PARTS.get(2));
    }

    @ParameterizedTest
    @EnumSource
    void aFragmentForEachFrameNeedsNoTable(Table table) {
        DicomFile file = file(table, 3, PARTS);
        for (int frame = 0; frame < 3; frame++) {
            assertThat(frame(file, frame)).isEqualTo(PARTS.get(frame));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSingleFrameIsAllFragments(Table table) {
        assertThat(frame(file(table, 1, PARTS), 0)).isEqualTo(join(FIRST, PARTS.get(2)));
    }

    @Test
    void framesThatNothingSeparatesAreRefused() {
        List<byte[]> blank = List.of(new byte[] {0, 1, 2, 3}, new byte[] {4, 5, 6, 7}, new byte[] {8, 9});
        DicomFile file = file(Table.WRONG, 2, blank);
        assertThatThrownBy(() -> frame(file, 1))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("got neither, and 0 pictures in 3 fragments");
    }

    @Test
    void aDelimiterThatIsMissingAtTheEndIsNotMissed() {
        byte[] file = TestDicom.of(SYNTAX)
                .pixelModule("MONOCHROME2", 3, 2, 1, 8, 8, false)
                .head(0x7FE0, 0x10, "OB", TestDicom.UNDEFINED)
                .item(0xE000, 0)
                .item(0xE000, 6)
                .raw(PARTS.get(0))
                .file(SYNTAX);
        assertThat(frame(DicomFile.read(file, "test"), 0)).isEqualTo(PARTS.get(0));
    }
}
