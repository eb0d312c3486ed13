package org.vesalius.volume;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.fuzz.Fuzz;

/** Damaged NIfTI files give a volume of the size that their header says, or one clear error. */
class NiftiFuzzTest {
    private static final Affine PLACED = new Affine(0, -2, 0, 10, 0.5, 0, 0, -20, 0, 0, 3, 30);
    private static final int UNPACKED = 1032;

    private static Volume volume(float step) {
        float[] voxels = new float[5 * 4 * 3];
        for (int p = 0; p < voxels.length; p++) {
            voxels[p] = p * step;
        }
        return new Volume(5, 4, 3, voxels, PLACED);
    }

    private static byte[] packed(float step, NiftiFile.Type type, NiftiFile.Version version) {
        return NiftiFile.gzipped(volume(step), type, version);
    }

    private static byte[] plain(float step, NiftiFile.Type type, NiftiFile.Version version) {
        try (var in = new GZIPInputStream(new ByteArrayInputStream(packed(step, type, version)))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void read(byte[] bytes) {
        Volume volume = NiftiFile.read(bytes, -1, "test");
        assertThat((long) volume.nx() * volume.ny() * volume.nz()).isEqualTo(volume.voxels().length);
        assertThat(volume.affine().axisCodes()).hasSize(3);
        assertThat(volume.affine().inverse().spacing()).doesNotContain(Double.NaN);
    }

    private static Fuzz plainFiles(String name, Fuzz.Reader reader) {
        return Fuzz.of(name, reader)
                .seed("floats", plain(0.3f, NiftiFile.Type.FLOAT32, NiftiFile.Version.ONE))
                .seed("scaled", plain(0.3f, NiftiFile.Type.INT16, NiftiFile.Version.ONE))
                .seed("whole", plain(1, NiftiFile.Type.INT16, NiftiFile.Version.TWO))
                .seed("bytes", plain(1, NiftiFile.Type.UINT8, NiftiFile.Version.TWO));
    }

    @Test
    void plainFiles() {
        plainFiles("nifti", NiftiFuzzTest::read).memory(1 << 20, 64).run(4000);
    }

    @Test
    void whatIsDamagedBeforeItIsPacked() {
        plainFiles("nifti packed after its damage", bytes -> read(gzip(bytes)))
                .memory(3 << 20, 4096)
                .run(1500);
    }

    @Test
    void packedFilesAreWholeOrRefused() {
        float[] voxels = volume(1).voxels();
        byte[] first = packed(1, NiftiFile.Type.INT16, NiftiFile.Version.ONE);
        byte[] second = packed(1, NiftiFile.Type.UINT8, NiftiFile.Version.TWO);
        Fuzz.of(
                        "nifti.gz",
                        bytes -> assertThat(NiftiFile.read(bytes, -1, "test").voxels())
                                .isEqualTo(voxels))
                .seed("shorts", first)
                .seed("bytes", second)
                .memory(3 << 20, 12 * UNPACKED)
                .run(1500);
    }

    @Test
    void aRealFileIsWholeOrRefused() throws IOException {
        byte[] real = Files.readAllBytes(RealData.folder("totalseg").resolve("example_mr_sm.nii.gz"));
        float[] voxels = NiftiFile.read(real, -1, "test").voxels();
        Fuzz.of(
                        "real nifti.gz",
                        bytes -> assertThat(NiftiFile.read(bytes, -1, "test").voxels())
                                .isEqualTo(voxels))
                .seed("mr", real)
                .memory(64 << 20, 12 * UNPACKED)
                .run(30);
    }
}
