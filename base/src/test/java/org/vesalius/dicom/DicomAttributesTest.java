package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DicomAttributesTest {
    private static DicomWriter file(String mark) {
        return new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3.4")
                .put(Tag.STUDY_INSTANCE_UID, Vr.UI, "1.2.3")
                .put(Tag.ACCESSION_NUMBER, Vr.SH, "ACC77")
                .put(Tag.PATIENT_ID, Vr.LO, "MRN4711")
                .put(Tag.PATIENT_NAME, Vr.PN, "Okonkwell^Annelise")
                .put(Tag.PATIENT_SEX, Vr.CS, "F")
                .put(Tag.PATIENT_AGE, Vr.AS, "097Y")
                .put(Tag.MODALITY, Vr.CS, "DX")
                .put(Tag.VIEW_POSITION, Vr.CS, "PA of Okonkwell, A.")
                .put(Tag.PATIENT_IDENTITY_REMOVED, Vr.CS, mark);
    }

    private static DicomAttributes attributes(String mark) {
        return DicomAttributes.of(DicomFile.read(file(mark).bytes(), "test").data());
    }

    @Test
    void nothingOfAnUnmarkedFileSaysWhoItIsAbout() {
        DicomAttributes attributes = attributes("NO");
        assertThat(attributes.identityRemoved()).isFalse();
        assertThat(attributes.toString()).doesNotContain("Okonkwell", "Annelise", "MRN4711", "ACC77", "1.2.3");
        assertThat(attributes.keys().patient()).isEqualTo(DicomAttributes.key("MRN4711"));
        assertThat(attributes.years()).isEqualTo(90);
        assertThat(attributes.viewPosition()).isEmpty();
    }

    @Test
    void surrogatesOfAMarkedFileStayAsTheyAre() {
        DicomAttributes attributes = attributes("YES");
        assertThat(attributes.identityRemoved()).isTrue();
        assertThat(attributes.keys()).isEqualTo(new DicomAttributes.Keys("MRN4711", "1.2.3", "", "ACC77", "1.2.3.4"));
        assertThat(attributes.modality()).isEqualTo("DX");
        assertThat(attributes.width()).isZero();
    }

    @Test
    void whatTheHeaderDoesNotSayIsEmpty() {
        assertThat(DicomAttributes.key("")).isEmpty();
    }
}
