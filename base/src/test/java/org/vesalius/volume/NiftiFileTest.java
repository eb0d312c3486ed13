package org.vesalius.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vesalius.RealData;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

class NiftiFileTest {
    private static final Affine TURNED = new Affine(0, -2, 0, 10, 0.5, 0, 0, -20, 0, 0, 3, 30);

    private static Volume volume(boolean whole) {
        Random random = new Random(4);
        float[] voxels = new float[5 * 4 * 3];
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = whole ? random.nextInt(4000) - 1024 : random.nextFloat() * 100 - 30;
        }
        return new Volume(5, 4, 3, voxels, TURNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v.nii", "v.nii.gz"})
    void whatIsWrittenIsReadBack(String name, @TempDir Path folder) throws IOException {
        Path file = folder.resolve(name);
        NiftiFile.write(file, volume(false), NiftiFile.Type.FLOAT32);
        Volume back = NiftiFile.read(file);
        assertThat(back.voxels()).isEqualTo(volume(false).voxels());
        assertThat(back.affine()).isEqualTo(TURNED);
        NiftiFile.write(file, volume(true), NiftiFile.Type.INT16);
        assertThat(NiftiFile.read(file).voxels()).isEqualTo(volume(true).voxels());
        NiftiFile.write(file, volume(false), NiftiFile.Type.INT16);
        assertThat(NiftiFile.read(file).voxels()).containsExactly(volume(false).voxels(), within(100f / 65534));
        byte[] once = Files.readAllBytes(file);
        NiftiFile.write(file, volume(false), NiftiFile.Type.INT16);
        assertThat(Files.readAllBytes(file)).isEqualTo(once);
    }

    /** A file of any version, order and type, made without the writer: 2 x 1 x 1 voxels, 1 and 200, slope 2, intercept -1. */
    private static byte[] made(boolean two, boolean big, int type, int bytes) {
        int data = two ? 544 : 352;
        byte[] file = new byte[data + 2 * bytes];
        ByteBuffer out = ByteBuffer.wrap(file).order(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        out.putInt(0, two ? 540 : 348);
        out.put(two ? 4 : 344, new byte[] {'n', '+', (byte) (two ? '2' : '1'), 0});
        for (int d = 0; d < 4; d++) {
            int size = new int[] {3, 2, 1, 1}[d];
            if (two) {
                out.putLong(16 + 8 * d, size).putDouble(104 + 8 * d, 1 + d);
            } else {
                out.putShort(40 + 2 * d, (short) size).putFloat(76 + 4 * d, 1 + d);
            }
        }
        out.putShort(two ? 12 : 70, (short) type);
        if (two) {
            out.putLong(168, data).putDouble(176, 2).putDouble(184, -1);
        } else {
            out.putFloat(108, data).putFloat(112, 2).putFloat(116, -1);
        }
        for (int i = 0; i < 2; i++) {
            int value = i == 0 ? 1 : 100;
            int at = data + i * bytes;
            switch (type) {
                case 16 -> out.putFloat(at, value);
                case 64 -> out.putDouble(at, value);
                case 2, 256 -> out.put(at, (byte) value);
                case 4, 512 -> out.putShort(at, (short) value);
                case 8, 768 -> out.putInt(at, value);
                default -> out.putLong(at, value);
            }
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({"2,1", "4,2", "8,4", "16,4", "64,8", "256,1", "512,2", "768,4", "1024,8", "1280,8"})
    void everyTypeVersionAndOrderIsReadAndScaled(int type, int bytes) {
        for (boolean two : new boolean[] {false, true}) {
            for (boolean big : new boolean[] {false, true}) {
                Volume volume = NiftiFile.read(made(two, big, type, bytes), -1, "test");
                assertThat(volume.voxels()).containsExactly(1, 199);
                // neither sform nor qform: the spacing, x to the left, centred
                assertThat(volume.affine()).isEqualTo(new Affine(-2, 0, 0, 1, 0, 3, 0, 0, 0, 0, 4, 0));
            }
        }
    }

    @Test
    void aQuaternionTurnsTheAxes() {
        byte[] file = made(false, false, 2, 1);
        ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        // half a turn about z, left-handed
        out.putShort(252, (short) 1)
                .putFloat(256, 0)
                .putFloat(260, 0)
                .putFloat(264, 1)
                .putFloat(76, -1);
        out.putFloat(268, 7);
        Affine affine = NiftiFile.read(file, -1, "test").affine();
        assertThat(affine.xi()).isEqualTo(-2);
        assertThat(affine.yj()).isEqualTo(-3);
        assertThat(affine.zk()).isEqualTo(-4);
        assertThat(affine.x0()).isEqualTo(7);
        assertThat(affine.axisCodes()).isEqualTo("LPI");
    }

    /** Of nibabel 5.0 for the same header: an oblique quaternion, mirrored; and the sform where both are there. */
    @Test
    void theSformComesBeforeTheQformAndBothHaveTheValuesOfNibabel() {
        byte[] file = made(false, false, 2, 1);
        ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort(252, (short) 1)
                .putFloat(256, 0.1f)
                .putFloat(260, -0.2f)
                .putFloat(264, 0.3f)
                .putFloat(268, -7)
                .putFloat(272, 8)
                .putFloat(276, 9);
        out.putFloat(76, -1).putFloat(80, 0.5f).putFloat(84, 2).putFloat(88, 3);
        Affine q = NiftiFile.read(file, -1, "test").affine();
        assertThat(new double[] {q.xi(), q.xj(), q.xk(), q.x0(), q.yi(), q.yj(), q.yk(), q.y0(), q.zi(), q.zj(), q.zk()
                })
                .containsExactly(
                        new double[] {
                            0.3699999916553496,
                            -1.1928342604719482,
                            0.9328342206154592,
                            -7,
                            0.25820856392589414,
                            1.599999970197677,
                            0.9164171348946458,
                            8,
                            0.21547237338083203,
                            0.13094473037038656,
                            -2.699999991059303
                        },
                        within(1e-7));
        out.putShort(254, (short) 2);
        float[] rows = {0, -2, 0, 10, 0.5f, 0, 0, -20, 0, 0, 3, 30};
        for (int i = 0; i < rows.length; i++) {
            out.putFloat(280 + 4 * i, rows[i]);
        }
        assertThat(NiftiFile.read(file, -1, "test").affine()).isEqualTo(TURNED);
    }

    @Test
    void theSecondVersionKeepsAnyAffineAndTheExactTypeEveryVoxel() {
        Affine odd = new Affine(1.0 / 3, 0.1, 0, 1e-9, 0, 0.7, 0.2, Math.PI, 0, 0, 2.5, -1e5);
        for (Volume volume : new Volume[] {volume(true), volume(false), bytes()}) {
            Volume placed = new Volume(5, 4, 3, volume.voxels(), odd);
            NiftiFile.Type type = NiftiFile.Type.exact(placed);
            Volume back = NiftiFile.read(NiftiFile.gzipped(placed, type, NiftiFile.Version.TWO), -1, "test");
            assertThat(back.voxels()).isEqualTo(volume.voxels());
            assertThat(back.affine()).isEqualTo(odd);
        }
        assertThat(NiftiFile.Type.exact(bytes())).isEqualTo(NiftiFile.Type.UINT8);
        assertThat(NiftiFile.Type.exact(volume(true))).isEqualTo(NiftiFile.Type.INT16);
        assertThatThrownBy(() -> NiftiFile.gzipped(volume(true), NiftiFile.Type.UINT8, NiftiFile.Version.ONE))
                .isInstanceOf(InputException.class);
    }

    private static Volume bytes() {
        float[] voxels = new float[60];
        for (int i = 0; i < voxels.length; i++) {
            voxels[i] = i * 4;
        }
        return new Volume(5, 4, 3, voxels, TURNED);
    }

    @Test
    void aChangedByteOfAPackedFileIsNoticed() {
        byte[] packed = NiftiFile.gzipped(volume(true), NiftiFile.Type.INT16, NiftiFile.Version.ONE);
        Volume whole = NiftiFile.read(packed, -1, "test");
        // behind the header of gzip, whose fields say nothing of the voxels
        for (int at = 10; at < packed.length; at++) {
            byte[] changed = packed.clone();
            changed[at] ^= 1;
            try {
                assertThat(NiftiFile.read(changed, -1, "test").voxels())
                        .as("at " + at)
                        .isEqualTo(whole.voxels());
            } catch (InputException e) {
                assertThat(e).hasMessageContaining("expected");
            }
        }
    }

    @Test
    void aHeaderThatClaimsMoreThanThereIsTakesNoMemory() {
        byte[] file = made(false, false, 2, 1);
        ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort(42, (short) 30000).putShort(44, (short) 8000).putShort(46, (short) 1);
        assertThatThrownBy(() -> NiftiFile.read(file, -1, "test"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("truncated");
        out.putShort(42, (short) 2).putShort(44, (short) 1).putFloat(108, 20);
        assertThatThrownBy(() -> NiftiFile.read(file, -1, "test"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("byte 352");
    }

    @Test
    void theAffineAndItsInverseCancel() {
        Affine back = TURNED.inverse();
        assertThat(back.x(TURNED.x(1, 2, 3), TURNED.y(1, 2, 3), TURNED.z(1, 2, 3)))
                .isCloseTo(1, within(1e-12));
        assertThat(back.y(TURNED.x(1, 2, 3), TURNED.y(1, 2, 3), TURNED.z(1, 2, 3)))
                .isCloseTo(2, within(1e-12));
        assertThat(back.z(TURNED.x(1, 2, 3), TURNED.y(1, 2, 3), TURNED.z(1, 2, 3)))
                .isCloseTo(3, within(1e-12));
        assertThat(TURNED.axisCodes()).isEqualTo("ALS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v.nii", "v.nii.gz"})
    void aCutFileIsRefusedWhereverItIsCut(String name, @TempDir Path folder) throws IOException {
        Path file = folder.resolve(name);
        NiftiFile.write(file, volume(true), NiftiFile.Type.INT16);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> NiftiFile.read(cut, -1, "row 2"))
                    .as("cut at " + length)
                    .isInstanceOf(InputException.class)
                    .hasMessageStartingWith("row 2: expected");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v.nii", "v.nii.gz"})
    void checkingRefusesWhatReadingRefuses(String name, @TempDir Path folder) throws IOException {
        Path file = folder.resolve(name);
        NiftiFile.write(file, volume(true), NiftiFile.Type.INT16);
        NiftiFile.check(file);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 3) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> NiftiFile.check(file))
                    .as("cut at " + length)
                    .isInstanceOf(InputException.class);
        }
    }

    @Test
    void aSeriesAsksWhichVolume() {
        byte[] file = made(false, false, 2, 1);
        ByteBuffer out = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort(40, (short) 4).putShort(42, (short) 1).putShort(48, (short) 2);
        assertThatThrownBy(() -> NiftiFile.read(file, -1, "test"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("2 in a series");
        assertThat(NiftiFile.read(file, 1, "test").voxels()).containsExactly(199);
    }

    @Test
    void realVolumesHaveTheValuesOfNibabel() throws IOException {
        Path folder = RealData.folder("totalseg");
        JsonNode golden = Json.tree(Files.readString(RealData.golden("nifti_volumes.json")), "reference values")
                .get("files");
        int files = 0;
        for (String name : golden.propertyNames()) {
            check(NiftiFile.read(folder.resolve(name)), golden.get(name), name);
            files++;
        }
        assertThat(files).isEqualTo(7);
    }

    private static void check(Volume volume, JsonNode want, String name) {
        assertThat(new int[] {volume.nx(), volume.ny(), volume.nz()})
                .as(name)
                .containsExactly(
                        want.at("/shape/0").asInt(),
                        want.at("/shape/1").asInt(),
                        want.at("/shape/2").asInt());
        Affine a = volume.affine();
        assertThat(a.xi()).as(name).isCloseTo(want.at("/affine/0/0").asDouble(), within(1e-6));
        assertThat(a.x0()).as(name).isCloseTo(want.at("/affine/0/3").asDouble(), within(1e-6));
        assertThat(a.yj()).as(name).isCloseTo(want.at("/affine/1/1").asDouble(), within(1e-6));
        assertThat(a.z0()).as(name).isCloseTo(want.at("/affine/2/3").asDouble(), within(1e-6));
        assertThat(a.spacing().get(2)).as(name).isCloseTo(want.at("/zooms/2").asDouble(), within(1e-6));
        assertThat(a.axisCodes()).as(name).isEqualTo(want.get("axcodes").asString());
        double sum = 0;
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float v : volume.voxels()) {
            sum += v;
            low = Math.min(low, v);
            high = Math.max(high, v);
        }
        assertThat(sum / volume.voxels().length)
                .as(name)
                .isCloseTo(want.get("mean").asDouble(), within(1e-9));
        assertThat(low).as(name).isEqualTo(want.get("min").asDouble());
        assertThat(high).as(name).isEqualTo(want.get("max").asDouble());
        assertThat(volume.at(volume.nx() / 2, volume.ny() / 2, volume.nz() / 2))
                .as(name)
                .isEqualTo((float) want.get("center").asDouble());
        // the generator's corner is the first 2 x 2 x 2 voxels, k fastest
        for (int c = 0; c < 8; c++) {
            assertThat(volume.at(c >> 2, (c >> 1) & 1, c & 1))
                    .as(name + " corner " + c)
                    .isEqualTo((float) want.at("/corner/" + c).asDouble());
        }
    }
}
