package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.fuzz.Fuzz;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;

/** Damaged DICOM files give a data set and pixels that fit what the header says, or one clear error. */
class DicomFuzzTest {
    private static final int LARGEST = 12_000;

    /** Everything that can be asked of a file. */
    private static void read(byte[] bytes) {
        DicomFile file = DicomFile.read(bytes, "test");
        walk(file.data());
        assertThat(DicomAttributes.of(file.data()).width()).isGreaterThanOrEqualTo(0);
        StructuredReport.of(file.data());
        if (file.data().element(Tag.PIXEL_DATA) != null) {
            pixels(file);
        }
    }

    private static void walk(DataSet data) {
        for (Tag tag : data.tags()) {
            data.items(tag).forEach(DicomFuzzTest::walk);
            data.strings(tag)
                    .forEach(value -> assertThat(value).isEqualTo(value.strip()).isNotNull());
            try {
                data.ints(tag);
                data.doubles(tag);
            } catch (InputException e) {
                assertThat(e).hasMessageContaining(tag.toString());
            }
        }
    }

    private static void pixels(DicomFile file) {
        PixelFormat format = PixelFormat.of(file);
        int last = Math.min(format.frames(), 3) - 1;
        StoredPixels stored = DicomPixels.stored(file, last);
        assertThat(stored.values()).hasSize(format.columns() * format.rows() * format.samples());
        long least = stored.signed() ? -(1L << (stored.bits() - 1)) : 0;
        long most = least + (1L << stored.bits()) - 1;
        for (int i = 0; i < stored.values().length; i++) {
            if (stored.value(i) < least || stored.value(i) > most) {
                throw new AssertionError(stored.value(i) + " of " + stored.bits() + " bits");
            }
        }
        Image image = DicomPixels.image(file, last);
        assertThat(image.width() * image.height()).isEqualTo(format.pixels());
        for (float sample : image.samples()) {
            if (!(sample >= 0 && sample <= 255)) {
                throw new AssertionError("grey of " + sample);
            }
        }
    }

    private static byte[] plain(TransferSyntax syntax) {
        TestDicom dicom = TestDicom.of(syntax);
        return dicom.text(0x08, 0x05, "CS", "\\ISO 2022 IR 87")
                .text(0x08, 0x60, "CS", "DX")
                .head(0x08, 0x1140, "SQ", TestDicom.UNDEFINED)
                .item(0xE000, TestDicom.UNDEFINED)
                .text(0x08, 0x1155, "UI", "1.2.3")
                .item(0xE00D, 0)
                .item(0xE0DD, 0)
                .text(0x10, 0x10, "PN", "Doe^J=\u001b$B;3ED\u001b(B")
                .pixelModule("MONOCHROME2", 5, 3, 1, 16, 12, true)
                .text(0x28, 0x120, "SS", "\u0001\u0000")
                .text(0x28, 0x1050, "DS", "10")
                .text(0x28, 0x1051, "DS", "200")
                .text(0x28, 0x1052, "DS", "-1000")
                .text(0x28, 0x1053, "DS", "1.5")
                .put(0x7FE0, 0x10, "OW", dicom.words(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14))
                .file(syntax);
    }

    private static byte[] palette() {
        TestDicom dicom =
                TestDicom.of(TransferSyntax.EXPLICIT_LITTLE).pixelModule("PALETTE COLOR", 4, 1, 1, 8, 8, false);
        for (int c = 0; c < 3; c++) {
            dicom.us(0x28, 0x1101 + c, 9, 0, 8);
        }
        for (int c = 0; c < 3; c++) {
            dicom.put(0x28, 0x1221 + c, "OW", new byte[] {0, 3, 10, 20, 30, 1, 3, 0, 2, 1, 0, 0, 0, 0});
        }
        return dicom.put(0x7FE0, 0x10, "OB", new byte[] {0, 1, 2, 3}).file(TransferSyntax.EXPLICIT_LITTLE);
    }

    private static byte[] halfChroma() {
        return TestDicom.of(TransferSyntax.EXPLICIT_LITTLE)
                .pixelModule("YBR_FULL_422", 3, 2, 3, 8, 8, false)
                .us(0x28, 0x06, 0)
                .put(0x7FE0, 0x10, "OB", new byte[16])
                .file(TransferSyntax.EXPLICIT_LITTLE);
    }

    private static byte[] rle() {
        byte[] frame = new byte[70];
        frame[0] = 1;
        frame[4] = 64;
        System.arraycopy(new byte[] {2, 1, 2, 3, -2, 9}, 0, frame, 64, 6);
        return TestDicom.of(TransferSyntax.EXPLICIT_LITTLE)
                .pixelModule("MONOCHROME1", 3, 2, 1, 8, 8, false)
                .text(0x28, 0x08, "IS", "2")
                .head(0x7FE0, 0x10, "OB", TestDicom.UNDEFINED)
                .item(0xE000, 8)
                .raw(new byte[] {0, 0, 0, 0, 78, 0, 0, 0})
                .item(0xE000, 70)
                .raw(frame)
                .item(0xE000, 70)
                .raw(frame)
                .item(0xE0DD, 0)
                .file(TransferSyntax.RLE);
    }

    private static byte[] enhanced() {
        DicomWriter window =
                new DicomWriter().put(Tag.WINDOW_CENTER, Vr.DS, 50.0).put(Tag.WINDOW_WIDTH, Vr.DS, 100.0);
        DicomWriter table = new DicomWriter()
                .put(Tag.LUT_DESCRIPTOR, Vr.US, 4, 10, 16)
                .put(Tag.LUT_DATA, Vr.US, 100, 200, 300, 400);
        return new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.CT_IMAGE)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2")
                .put(Tag.MODALITY_LUT_SEQUENCE, table)
                .put(
                        Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE,
                        new DicomWriter().put(Tag.FRAME_VOI_LUT_SEQUENCE, window),
                        new DicomWriter())
                .pixels("MONOCHROME2", 2, 1, 12, false, new short[] {1, 2, 3, 4})
                .bytes();
    }

    private static byte[] report() {
        DicomWriter name =
                new DicomWriter().put(Tag.CODE_VALUE, Vr.SH, "121071").put(Tag.CODE_MEANING, Vr.LO, "Finding");
        DicomWriter text = new DicomWriter()
                .put(Tag.RELATIONSHIP_TYPE, Vr.CS, "CONTAINS")
                .put(Tag.VALUE_TYPE, Vr.CS, "TEXT")
                .put(Tag.CONCEPT_NAME_CODE_SEQUENCE, name)
                .put(Tag.TEXT_VALUE, Vr.UT, "Herz groß.");
        return new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.88.11")
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2")
                .put(Tag.VALUE_TYPE, Vr.CS, "CONTAINER")
                .put(Tag.CONTENT_SEQUENCE, text)
                .bytes();
    }

    @Test
    void writtenFiles() {
        Fuzz fuzz = Fuzz.of("DICOM", DicomFuzzTest::read);
        for (TransferSyntax syntax : List.of(
                TransferSyntax.IMPLICIT_LITTLE,
                TransferSyntax.EXPLICIT_LITTLE,
                TransferSyntax.EXPLICIT_BIG,
                TransferSyntax.DEFLATED)) {
            fuzz.seed(syntax.label(), plain(syntax));
        }
        fuzz.seed("palette", palette())
                .seed("half chroma", halfChroma())
                .seed("RLE", rle())
                .seed("enhanced", enhanced())
                .seed("report", report())
                .run(4000);
    }

    @Test
    void realFiles() throws IOException {
        Fuzz fuzz = Fuzz.of("real DICOM", DicomFuzzTest::read);
        try (Stream<Path> files = Files.list(RealData.folder("dicom"))) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".dcm")).sorted().toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (bytes.length <= LARGEST && isWhole(bytes)) {
                    fuzz.seed(String.valueOf(file.getFileName()), bytes);
                }
            }
        }
        fuzz.run(300);
    }

    private static boolean isWhole(byte[] bytes) {
        try {
            read(bytes);
            return true;
        } catch (InputException e) {
            return false;
        }
    }
}
