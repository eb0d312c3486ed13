package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
}
