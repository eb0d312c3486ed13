package org.vesalius.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.RealData;
import org.vesalius.archive.Npy;
import org.vesalius.io.InputException;
import org.vesalius.volume.Affine;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Reorient;
import org.vesalius.volume.Volume;

class VoxelsTest {
    private static final Affine PLACED = new Affine(-2, 0, 0, 10, 0, -2, 0, 20, 0, 0, 3, 30);

    @TempDir
    Path dir;

    private static Volume read(VolumeSource source) throws IOException {
        return Voxels.read(source, remark -> {
            throw new AssertionError(remark);
        });
    }

    private Volume cube() {
        float[] voxels = new float[24];
        for (int p = 0; p < voxels.length; p++) {
            voxels[p] = p;
        }
        return new Volume(4, 3, 2, voxels, PLACED);
    }

    @Test
    void anArrayHasItsColumnsFirst() throws IOException {
        Path file = dir.resolve("a.npy");
        Npy.write(file, cube().voxels(), 2, 3, 4);
        Volume volume = read(new VolumeSource.File(file));
        assertThat(new int[] {volume.nx(), volume.ny(), volume.nz()}).containsExactly(4, 3, 2);
        assertThat(volume.at(3, 0, 1)).isEqualTo(15);
        Npy.write(file, cube().voxels(), 1, 2, 3, 4);
        assertThat(read(new VolumeSource.File(file)).voxels()).isEqualTo(volume.voxels());
        Npy.write(file, cube().voxels(), 6, 4);
        assertThatThrownBy(() -> read(new VolumeSource.File(file))).isInstanceOf(InputException.class);
    }

    @Test
    void oneOfManyIsFoundInItsArray() throws IOException {
        Path file = dir.resolve("x.npz");
        int[] numbers = new int[16];
        numbers[8 + 5] = 200;
        TinyNpz.write(file, Map.of("train_images", TinyNpz.bytes(numbers, 2, 2, 2, 2)));
        Volume volume = read(new VolumeSource.Member(file, "train_images/1"));
        assertThat(volume.at(1, 0, 1)).isEqualTo(200);
        assertThatThrownBy(() -> read(new VolumeSource.Member(file, "train_images/2")))
                .isInstanceOf(InputException.class);
        ArrayPictures.close();
    }

    @Test
    void aMaskOnAnotherGridLiesWhereItsAffineSays() throws IOException {
        Volume cube = cube();
        Path file = dir.resolve("mask.nii.gz");
        float[] drawn = new float[24];
        drawn[15] = 1;
        NiftiFile.write(
                file, Reorient.ras(new Volume(4, 3, 2, drawn, PLACED)), NiftiFile.Type.UINT8, NiftiFile.Version.TWO);
        Volume inside = Voxels.mask(new MaskSource.File(file), cube);
        assertThat(inside.voxels()).isEqualTo(drawn);
        assertThat(inside.affine()).isEqualTo(PLACED);
        NiftiFile.write(file, cube, NiftiFile.Type.INT16);
        assertThat(Voxels.mask(new MaskSource.Value(file, 15), cube).voxels()).isEqualTo(drawn);
        Path array = dir.resolve("mask.npy");
        Npy.write(array, drawn, 2, 3, 4);
        assertThat(Voxels.mask(new MaskSource.File(array), cube).voxels()).isEqualTo(drawn);
        Npy.write(array, drawn, 3, 2, 4);
        assertThatThrownBy(() -> Voxels.mask(new MaskSource.File(array), cube))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("shape of its volume");
    }

    @Test
    void theFolderOfARealSeriesIsAVolume() throws IOException {
        Path folder = RealData.folder("totalseg").resolve("example_ct_dicom");
        assertThat(read(new VolumeSource.File(folder)).nz()).isEqualTo(20);
    }

    @Test
    void aFolderOfSeveralSeriesIsRefusedAndScoutsAreTold() throws IOException {
        Path folder = RealData.folder("dicom").resolve("dicomdirtests/98892001");
        List<String> remarks = new ArrayList<>();
        Volume ct = Voxels.read(new VolumeSource.File(folder.resolve("CT5N")), remarks::add);
        assertThat(ct.nz()).isEqualTo(5);
        assertThat(ct.affine().zk()).isEqualTo(2.5);
        assertThat(remarks).isEmpty();
        Path both = Files.createDirectory(dir.resolve("both"));
        for (String name : List.of("CT5N/2062", "CT5N/2392", "CT5N/2693", "CT2N/6293", "CT2N/6924")) {
            Files.copy(folder.resolve(name), both.resolve(name.replace('/', '-')));
        }
        Voxels.read(new VolumeSource.File(both), remarks::add);
        assertThat(remarks).containsExactly("2 slices of another size or orientation are not part of the volume");
        assertThatThrownBy(() -> read(new VolumeSource.File(Files.createDirectory(dir.resolve("empty")))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no DICOM file");
    }
}
