package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.RealData;
import org.vesalius.io.InputException;

class DicomWriterTest {
    private static DicomWriter writer() {
        return new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, DicomWriter.uid("instance"));
    }

    @Test
    void whatIsWrittenIsReadBack() {
        byte[] bytes = writer().put(Tag.PATIENT_NAME, Vr.PN, "Größe^Ä")
                .put(Tag.IMAGER_PIXEL_SPACING, Vr.DS, 0.143, 0.143)
                .put(Tag.PATIENT_AGE, Vr.AS, "061Y")
                .put(Tag.INSTANCE_NUMBER, Vr.IS, 12)
                .put(Tag.VOI_LUT_SEQUENCE, new DicomWriter().put(Tag.LUT_DESCRIPTOR, Vr.US, 4, 0, 12))
                .pixels("MONOCHROME1", 2, 2, 12, false, new short[] {1, 2, 3, 4095})
                .bytes();
        DicomFile file = DicomFile.read(bytes, "test");
        assertThat(file.syntax()).isEqualTo(TransferSyntax.EXPLICIT_LITTLE);
        assertThat(file.meta().string(Tag.MEDIA_STORAGE_SOP_INSTANCE_UID)).contains(DicomWriter.uid("instance"));
        assertThat(file.data().string(Tag.PATIENT_NAME)).contains("Größe^Ä");
        assertThat(file.data().doubles(Tag.IMAGER_PIXEL_SPACING)).containsExactly(0.143, 0.143);
        assertThat(file.data().integer(Tag.INSTANCE_NUMBER, 0)).isEqualTo(12);
        assertThat(file.data().items(Tag.VOI_LUT_SEQUENCE).getFirst().ints(Tag.LUT_DESCRIPTOR))
                .containsExactly(4, 0, 12);
        StoredPixels pixels = DicomPixels.stored(file, 0);
        assertThat(pixels.values()).containsExactly(1, 2, 3, 4095);
        assertThat(pixels.photometric()).isEqualTo("MONOCHROME1");
    }

    @Test
    void attributeTagsAreReadBack() {
        Tag pointer = Tag.of(0x28, 0x09);
        byte[] bytes = writer().put(pointer, Vr.AT, Tag.ROWS.code(), Tag.PIXEL_DATA.code())
                .bytes();
        DataSet data = DicomFile.read(bytes, "test").data();
        assertThat(data.ints(pointer)).containsExactly(Tag.ROWS.code(), Tag.PIXEL_DATA.code());
    }

    @Test
    void theOrderOfTheCallsDoesNotShow() {
        byte[] one = writer().put(Tag.MODALITY, Vr.CS, "DX")
                .put(Tag.PATIENT_ID, Vr.LO, "p1")
                .bytes();
        byte[] two = new DicomWriter()
                .put(Tag.PATIENT_ID, Vr.LO, "p1")
                .put(Tag.MODALITY, Vr.CS, "DX")
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, DicomWriter.uid("instance"))
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .bytes();
        assertThat(one).isEqualTo(two);
    }

    @Test
    void identifiersAreValidAndAlwaysTheSame() {
        assertThat(DicomWriter.uid("a")).isEqualTo(DicomWriter.uid("a")).isNotEqualTo(DicomWriter.uid("b"));
        assertThat(DicomWriter.uid("a")).matches("2\\.25\\.[1-9][0-9]{0,38}").hasSizeLessThanOrEqualTo(64);
    }

    @ParameterizedTest
    @CsvSource({"0.1", "-1234567.890123456", "3.0E-10", "1.0E20", "-3.3333333333333335E-5", "0.1388888888888889"})
    void decimalStringsFitInSixteenCharacters(double value) {
        DicomFile file =
                DicomFile.read(writer().put(Tag.RESCALE_SLOPE, Vr.DS, value).bytes(), "test");
        assertThat(file.data().string(Tag.RESCALE_SLOPE).orElseThrow()).hasSizeLessThanOrEqualTo(16);
        assertThat(file.data().number(Tag.RESCALE_SLOPE, 0) / value)
                .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-8));
    }

    @Test
    void aFileWithoutIdentifiersIsNotWritten() {
        assertThatThrownBy(
                        () -> new DicomWriter().put(Tag.MODALITY, Vr.CS, "DX").bytes())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("SOPClassUID");
    }

    @Test
    void aValueMustFitItsRepresentation() {
        assertThatThrownBy(() -> writer().put(Tag.ROWS, Vr.US, "12"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("(0028,0010) Rows");
    }

    @Test
    void aCopyKeepsSequencesPrivateElementsAndNumbersOfABigEndianFile() {
        byte[] item = TestDicom.of(TransferSyntax.EXPLICIT_BIG)
                .text(0x08, 0x1155, "UI", "1.2.3")
                .us(0x28, 0x10, 513)
                .body();
        byte[] bytes = TestDicom.of(TransferSyntax.EXPLICIT_BIG)
                .text(0x08, 0x05, "CS", "ISO_IR 100")
                .text(0x08, 0x16, "UI", DicomWriter.DIGITAL_X_RAY)
                .text(0x08, 0x18, "UI", "1.2")
                .head(0x08, 0x1140, "SQ", item.length + 8)
                .item(0xE000, item.length)
                .raw(item)
                .text(0x09, 0x10, "LO", "MAKER")
                .us(0x09, 0x1001, 258, 772)
                .text(0x10, 0x10, "PN", "Gr\u00f6\u00dfe^A")
                .file(TransferSyntax.EXPLICIT_BIG);
        DataSet from = DicomFile.read(bytes, "test").data();
        DataSet copy =
                DicomFile.read(new DicomWriter().copyAll(from).bytes(), "copy").data();
        assertThat(copy.string(Tag.PATIENT_NAME)).contains("Gr\u00f6\u00dfe^A");
        assertThat(copy.string(Tag.SPECIFIC_CHARACTER_SET)).contains("ISO_IR 192");
        assertThat(copy.ints(Tag.of(0x09, 0x1001))).containsExactly(258, 772);
        assertThat(copy.items(Tag.of(0x08, 0x1140)).getFirst().integer(Tag.ROWS, 0))
                .isEqualTo(513);
    }

    @Test
    void aCopyOfAnyRealFileReadsAsTheFile() throws IOException {
        try (Stream<Path> files = Files.walk(RealData.folder("dicom"))) {
            for (Path path : files.filter(Files::isRegularFile).toList()) {
                try {
                    DicomFile file = DicomFile.read(path);
                    DicomWriter writer = new DicomWriter()
                            .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2")
                            .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.3")
                            .copyAll(file.data());
                    if (file.syntax().isEncapsulated()) {
                        writer.syntax(file.syntax().uid());
                    }
                    DicomFile copy = DicomFile.read(writer.bytes(), "copy");
                    same(file.data(), copy.data());
                    samePixels(file, copy);
                } catch (InputException _) {
                    // what cannot be read is another test's
                }
            }
        }
    }

    /** But for bytes in words of a big endian file, which readers take as they lie and the standard (PS3.5 annex D) swaps. */
    private static void samePixels(DicomFile file, DicomFile copy) {
        boolean words =
                file.syntax() == TransferSyntax.EXPLICIT_BIG && file.data().integer(Tag.BITS_ALLOCATED, 0) == 8;
        if (file.data().has(Tag.PIXEL_DATA) && !words) {
            int[] stored = DicomPixels.stored(file, 0).values();
            try {
                assertThat(DicomPixels.stored(copy, 0).values()).isEqualTo(stored);
            } catch (InputException e) {
                throw new AssertionError("the copy cannot be decoded", e);
            }
        }
    }

    private static void same(DataSet file, DataSet copy) {
        for (Tag tag : file.tags()) {
            if (tag.element() != 0 && !tag.equals(Tag.SPECIFIC_CHARACTER_SET)) {
                assertThat(String.join("/", copy.strings(tag)))
                        .as(tag.toString())
                        .isEqualTo(String.join("/", file.strings(tag)));
                assertThat(copy.items(tag)).hasSameSizeAs(file.items(tag));
                for (int i = 0; i < file.items(tag).size(); i++) {
                    same(file.items(tag).get(i), copy.items(tag).get(i));
                }
            }
        }
    }
}
