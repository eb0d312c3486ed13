package org.vesalius.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vesalius.RealData;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.volume.Affine;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Volume;

/** What may show a face is flagged, in the log and in the header. */
class HeadLikeTest {
    private static final Tag FEATURES = Tag.of(0x0028, 0x0302);

    @TempDir
    Path dir;

    /** An ellipse of some width, 1.25 as high, in a square of 320 mm. */
    private static DicomWriter slice(String modality, int width) {
        short[] values = new short[64 * 64];
        for (int i = 0; i < values.length; i++) {
            double x = (i % 64 - 31.5) * 5 / (width / 2.0);
            int row = i / 64;
            double y = (row - 31.5) * 5 / (width / 2.0 * 1.25);
            values[i] = (short) (x * x + y * y < 1 ? 1000 : 0);
        }
        return Invented.header(1)
                .put(Tag.MODALITY, Vr.CS, modality)
                .put(Tag.PIXEL_SPACING, Vr.DS, "5", "5")
                .pixels("MONOCHROME2", 64, 64, 12, false, values);
    }

    private static boolean isHead(DicomWriter file) {
        return HeadLike.is(DicomFile.read(file.bytes(), "test"));
    }

    @ParameterizedTest
    @CsvSource({
        "CT, HEAD, '', true",
        "MR, '', T1 MPRAGE, true",
        "CT, '', Schädel nativ, true",
        "PT, '', WHOLE_BODY, true",
        "CT, CHEST, '', false",
        "MR, '', L-SPINE SAG, false",
        "CT, '', Abdomen/Pelvis, false",
        "DX, SKULL, '', false",
    })
    void wordsOfTheHeaderDecide(String modality, String part, String description, boolean head) {
        DicomWriter file = slice(modality, 160)
                .put(Tag.BODY_PART_EXAMINED, Vr.CS, part)
                .put(Tag.SERIES_DESCRIPTION, Vr.LO, description);
        assertThat(isHead(file)).isEqualTo(head);
    }

    @Test
    void withoutSuchWordsTheSizeDoesAndWhatCannotBeMeasuredIsFlagged() {
        assertThat(isHead(slice("CT", 160))).isTrue();
        assertThat(isHead(slice("CT", 300))).isFalse();
        assertThat(isHead(slice("MR", 60))).isFalse();
        assertThat(isHead(slice("CT", 300).put(Tag.PIXEL_SPACING, Vr.DS, new byte[0])))
                .isTrue();
    }

    private static Volume ellipsoid(double... mm) {
        int n = 40;
        float[] voxels = new float[n * n * n];
        for (int i = 0; i < voxels.length; i++) {
            double x = (i % n - 19.5) * 10 / (mm[0] / 2);
            double y = (i / n % n - 19.5) * 10 / (mm[1] / 2);
            int plane = i / (n * n);
            double z = (plane - 19.5) * 10 / (mm[2] / 2);
            voxels[i] = x * x + y * y + z * z < 1 ? 100 : 0;
        }
        return new Volume(n, n, n, voxels, Affine.spacing(10, 10, 10));
    }

    @Test
    void niftiOfAHeadIsFlaggedByItsSizeOrName() throws IOException {
        Path in = Invented.in(dir);
        NiftiFile.write(in.resolve("a.nii.gz"), ellipsoid(160, 200, 230), NiftiFile.Type.INT16);
        NiftiFile.write(in.resolve("b.nii"), ellipsoid(380, 260, 300), NiftiFile.Type.INT16, NiftiFile.Version.TWO);
        NiftiFile.write(in.resolve("sub-01_T1w.nii.gz"), ellipsoid(380, 260, 305), NiftiFile.Type.INT16);
        Deidentification.Summary summary = Invented.clean(dir, Policy.defaults());
        assertThat(summary.files()).containsEntry("nifti", 3);
        assertThat(summary.heads()).hasSize(2);
        assertThat(Invented.everything(dir)).doesNotContain("sub-01");
    }

    @Test
    void niftiKeepsVoxelsAndPlaceAndLosesTextsAndExtensions() throws IOException {
        Path in = Invented.in(dir);
        Volume volume = ellipsoid(160, 200, 230);
        Path file = in.resolve("a.nii");
        NiftiFile.write(file, volume, NiftiFile.Type.INT16);
        byte[] bytes = Files.readAllBytes(file);
        System.arraycopy("Okonkwell Annelise".getBytes(StandardCharsets.US_ASCII), 0, bytes, 148, 18);
        Files.write(file, bytes);
        Invented.clean(dir, Policy.defaults());
        Volume cleaned = NiftiFile.read(Invented.results(dir, ".nii.gz").getFirst());
        assertThat(cleaned.voxels()).isEqualTo(volume.voxels());
        assertThat(cleaned.affine()).isEqualTo(volume.affine());
        assertThat(Invented.everything(dir)).doesNotContain("Okonkwell");
    }

    @Test
    void theHeaderOfAFlaggedFileSaysSo() throws IOException {
        slice("CT", 160).write(Invented.in(dir).resolve("1.dcm"));
        assertThat(Invented.clean(dir, Policy.defaults()).heads()).hasSize(1);
        assertThat(Invented.headers(dir).getFirst().string(FEATURES)).contains("YES");
        assertThat(Files.readString(dir.resolve("out").resolve(AuditLog.LINES))).contains("\"head\":true");
    }

    @Test
    void realVolumesOfTheTrunkAreNotFlagged() throws IOException {
        Path folder = RealData.folder("totalseg");
        for (String name : List.of("example_ct_sm.nii.gz", "example_mr_sm.nii.gz")) {
            assertThat(HeadLike.is(NiftiFile.read(folder.resolve(name))))
                    .as(name)
                    .isFalse();
        }
    }
}
