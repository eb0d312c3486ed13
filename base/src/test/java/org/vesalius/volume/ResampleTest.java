package org.vesalius.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

/** Reference values: scipy 1.10 {@code ndimage.map_coordinates} (order 0 and 1, mode nearest), Pillow 9.4 {@code resize} with its bilinear filter, nibabel 5.0 {@code as_closest_canonical}. */
class ResampleTest {
    private static final Affine TURNED = new Affine(0, -2, 0, 10, 0.5, 0, 0, -20, 0, 0, 3, 30);

    /** A formula that the reference programs were given too. */
    static Volume formula(int nx, int ny, int nz, Affine affine) {
        float[] voxels = new float[nx * ny * nz];
        for (int p = 0; p < voxels.length; p++) {
            voxels[p] = (7 * (p % nx) + 11 * (p / nx % ny) + 13 * (p / nx / ny)) % 17;
        }
        return new Volume(nx, ny, nz, voxels, affine);
    }

    private static double sum(Volume volume) {
        double sum = 0;
        for (float v : volume.voxels()) {
            sum += v;
        }
        return sum;
    }

    @Test
    void linearToAShapeHasTheValuesOfScipy() {
        Volume out = Resample.shape(formula(5, 4, 3, TURNED), 7, 3, 5, Interpolation.LINEAR);
        assertThat(sum(out)).isCloseTo(851.3809523809524, within(1e-4));
        assertThat(out.at(6, 2, 4)).isCloseTo(3, within(1e-5f));
        assertThat(out.at(3, 1, 2)).isCloseTo(9.5f, within(1e-5f));
        assertThat(out.at(1, 0, 3)).isCloseTo(10.361905f, within(1e-5f));
        assertThat(out.at(5, 1, 1)).isCloseTo(9.757143f, within(1e-5f));
    }

    @Test
    void ontoATurnedGridHasTheValuesOfScipy() {
        Affine grid = new Affine(0.3, -1.6, 0.2, 8.97, 0.45, 0.1, 0.1, -19.73, 0.05, -0.2, 2.1, 30.47);
        Volume from = formula(5, 4, 3, TURNED);
        Volume linear = Resample.onto(from, 3, 4, 3, grid, Interpolation.LINEAR, -99);
        assertThat(sum(linear)).isCloseTo(289.69722633333333, within(1e-4));
        assertThat(linear.at(1, 1, 1)).isCloseTo(6.240396f, within(1e-5f));
        assertThat(linear.at(2, 1, 0)).isCloseTo(11.211134f, within(1e-5f));
        assertThat(linear.at(0, 2, 2)).isCloseTo(8.705367f, within(1e-5f));
        Volume nearest = Resample.onto(from, 3, 4, 3, grid, Interpolation.NEAREST, -99);
        assertThat(sum(nearest)).isEqualTo(295);
        assertThat(nearest.at(1, 1, 1)).isEqualTo(4);
        assertThat(nearest.at(2, 1, 0)).isEqualTo(15);
        Volume far = Resample.onto(from, 1, 1, 1, Affine.spacing(1, 1, 1), Interpolation.LINEAR, -99);
        assertThat(far.voxels()).containsExactly(-99);
    }

    @Test
    void smoothShrinkingHasTheValuesOfPillow() {
        Volume out = Resample.shape(formula(9, 7, 1, TURNED), 4, 3, 1, Interpolation.SMOOTH);
        assertThat(out.voxels())
                .containsExactly(
                        new float[] {
                            6.277551f, 9.087108f, 7.6027875f, 9.530612f,
                            8.257143f, 8.219512f, 7, 8.6f,
                            7.4510202f, 7.658537f, 9.254355f, 7.6163263f
                        },
                        within(1e-5f));
        Volume finer = Resample.shape(formula(5, 4, 3, TURNED), 7, 5, 5, Interpolation.SMOOTH);
        assertThat(finer.voxels())
                .isEqualTo(Resample.shape(formula(5, 4, 3, TURNED), 7, 5, 5, Interpolation.LINEAR)
                        .voxels());
    }

    @Test
    void aPlaceInThePatientKeepsItsValue() {
        // a field that is linear in millimetres stays itself under any linear resampling
        int n = 8;
        float[] voxels = new float[n * n * n];
        for (int p = 0; p < voxels.length; p++) {
            int k = p / (n * n);
            voxels[p] = (float) field(TURNED, p % n, p / n % n, k);
        }
        Volume ramp = new Volume(n, n, n, voxels, TURNED);
        for (Volume out : new Volume[] {
            Resample.shape(ramp, 5, 11, 8, Interpolation.LINEAR),
            Resample.spacing(ramp, 0.7, 1.5, 2.5, Interpolation.LINEAR),
            Resample.shape(ramp, 4, 4, 4, Interpolation.SMOOTH),
            Reorient.to(ramp, "IPR")
        }) {
            int i = out.nx() / 2;
            int j = out.ny() / 2;
            int k = out.nz() / 2;
            assertThat(out.at(i, j, k)).isCloseTo((float) field(out.affine(), i, j, k), within(1e-3f));
        }
    }

    private static double field(Affine a, double i, double j, double k) {
        return 3 * a.x(i, j, k) - 2 * a.y(i, j, k) + a.z(i, j, k);
    }

    @Test
    void spacingIsMetExactlyFromTheSameEdge() {
        Volume out = Resample.spacing(formula(5, 4, 3, TURNED), 1, 2, 1.5, Interpolation.NEAREST);
        assertThat(out.affine().spacing()).containsExactly(1.0, 2.0, 1.5);
        assertThat(new int[] {out.nx(), out.ny(), out.nz()}).containsExactly(2, 4, 6);
        assertThat(out.affine().y(-0.5, -0.5, -0.5)).isCloseTo(TURNED.y(-0.5, -0.5, -0.5), within(1e-12));
        assertThat(out.affine().z(-0.5, -0.5, -0.5)).isCloseTo(TURNED.z(-0.5, -0.5, -0.5), within(1e-12));
        // labels stay labels
        for (float v : out.voxels()) {
            assertThat(v).isEqualTo((float) Math.rint(v));
        }
    }

    @Test
    void onlySidesThatAreTooLongShrink() {
        Volume volume = formula(5, 4, 3, TURNED);
        assertThat(Resample.within(volume, 5, Interpolation.SMOOTH)).isSameAs(volume);
        Volume out = Resample.within(volume, 4, Interpolation.SMOOTH);
        assertThat(new int[] {out.nx(), out.ny(), out.nz()}).containsExactly(4, 4, 3);
    }

    @Test
    void theCanonicalFormIsThatOfNibabel() {
        Volume out = Reorient.ras(formula(5, 4, 3, TURNED));
        assertThat(new int[] {out.nx(), out.ny(), out.nz()}).containsExactly(4, 5, 3);
        assertThat(out.affine()).isEqualTo(new Affine(2, 0, 0, 4, 0, 0.5, 0, -20, 0, 0, 3, 30));
        assertThat(new float[] {out.at(0, 0, 0), out.at(1, 0, 0), out.at(2, 0, 0), out.at(1, 2, 1)})
                .containsExactly(16, 5, 11, 15);
        assertThat(Reorient.to(out, "ALS").voxels())
                .isEqualTo(formula(5, 4, 3, TURNED).voxels());
        assertThat(Reorient.to(out, "ALS").affine()).isEqualTo(TURNED);
        assertThatThrownBy(() -> Reorient.to(out, "RAL")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Reorient.to(out, "RA")).isInstanceOf(InputException.class);
    }

    @Test
    void windowsHaveNamesAndNumbers() {
        assertThat(CtWindow.named("lung").low()).isEqualTo(-1350);
        assertThat(CtWindow.named("brain").high()).isEqualTo(80);
        assertThat(CtWindow.TEMPORAL_BONE.lower()).isEqualTo("temporal-bone");
        assertThat(CtWindow.MEDIASTINUM.grey(50)).isEqualTo(0.5);
        assertThat(CtWindow.BONE.grey(-5000)).isEqualTo(0);
        assertThat(CtWindow.BONE.grey(5000)).isEqualTo(1);
        assertThatThrownBy(() -> CtWindow.named("lungs"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nearest: lung");
        Volume ct = new Volume(2, 1, 1, new float[] {-2000, 40}, TURNED);
        assertThat(ct.plane(0, CtWindow.BRAIN).samples()).containsExactly(0, 127.5f);
    }

    @Test
    void impossibleGridsAreRefused() {
        Volume volume = formula(5, 4, 3, TURNED);
        assertThatThrownBy(() -> Resample.shape(volume, 0, 1, 1, Interpolation.LINEAR))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Resample.spacing(volume, 1e-9, 1, 1, Interpolation.LINEAR))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Resample.spacing(volume, Double.NaN, 1, 1, Interpolation.LINEAR))
                .isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Resample.onto(volume, volume, Interpolation.SMOOTH, 0))
                .isInstanceOf(InputException.class);
    }
}
