package org.vesalius.dicom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.RealData;
import org.vesalius.io.InputException;
import org.vesalius.volume.Affine;
import org.vesalius.volume.Interpolation;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Resample;
import org.vesalius.volume.Volume;

class SliceStackTest {
    private static final double[] AXIAL = {1, 0, 0, 0, 1, 0};

    @TempDir
    Path dir;

    /** A slice of 3 x 2 pixels, 0.5 mm from column to column and 2 from row to row, all of value {@code slope * 100 - 1024}. */
    private DicomWriter slice(double slope, double[] turn, double... position) {
        return new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.CT_IMAGE)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3")
                .put(Tag.SERIES_INSTANCE_UID, Vr.UI, "1.2")
                .put(Tag.MODALITY, Vr.CS, "CT")
                .put(Tag.IMAGE_POSITION_PATIENT, Vr.DS, position)
                .put(Tag.IMAGE_ORIENTATION_PATIENT, Vr.DS, turn)
                .put(Tag.PIXEL_SPACING, Vr.DS, 2, 0.5)
                .put(Tag.SLICE_THICKNESS, Vr.DS, 5)
                .put(Tag.RESCALE_SLOPE, Vr.DS, slope)
                .put(Tag.RESCALE_INTERCEPT, Vr.DS, -1024)
                .pixels("MONOCHROME2", 3, 2, 12, false, new short[] {100, 100, 100, 100, 100, 100});
    }

    private List<SliceStack> stacks(DicomWriter... files) throws IOException {
        SliceStack.Sorter sorter = new SliceStack.Sorter();
        for (int i = 0; i < files.length; i++) {
            Path path = dir.resolve("%03d.dcm".formatted(i));
            files[i].write(path);
            assertThat(sorter.add(path, DicomFile.read(path))).isTrue();
        }
        return sorter.stacks();
    }

    private SliceStack stack(DicomWriter... files) throws IOException {
        List<SliceStack> stacks = stacks(files);
        assertThat(stacks).hasSize(1);
        return stacks.getFirst();
    }

    private DicomWriter axial(double slope, double z) {
        return slice(slope, AXIAL, -10, 20, z);
    }

    @Test
    void slicesAreSortedByPositionAndEachHasItsOwnRescale() throws IOException {
        SliceStack stack = stack(axial(3, 14), axial(1, 10), axial(2, 12));
        assertThat(stack.obstacle()).isEmpty();
        assertThat(stack.remarks()).isEmpty();
        Volume volume = stack.volume();
        assertThat(new int[] {volume.nx(), volume.ny(), volume.nz()}).containsExactly(3, 2, 3);
        assertThat(new float[] {volume.at(0, 0, 0), volume.at(2, 1, 1), volume.at(1, 1, 2)})
                .containsExactly(-924, -824, -724);
        assertThat(volume.affine()).isEqualTo(new Affine(-0.5, 0, 0, 10, 0, -2, 0, -20, 0, 0, 2, 10));
        assertThat(volume.affine().axisCodes()).isEqualTo("LPS");
    }

    @Test
    void aCoronalSeriesLiesAsItsHeadersSay() throws IOException {
        double[] coronal = {1, 0, 0, 0, 0, -1};
        SliceStack stack = stack(slice(1, coronal, 0, 7, 50), slice(2, coronal, 0, 4, 50));
        Volume volume = stack.volume();
        // columns to the left, rows to the feet, and the slices in the direction right x down: to the back
        assertThat(volume.affine().axisCodes()).isEqualTo("LIP");
        assertThat(volume.at(0, 0, 1)).isEqualTo(-924);
        assertThat(volume.affine().y(0, 0, 1)).isEqualTo(-7);
    }

    @Test
    void aGapIsNamed() throws IOException {
        SliceStack stack = stack(axial(1, 0), axial(1, 2), axial(1, 8), axial(1, 10));
        assertThat(stack.obstacle().orElseThrow())
                .isEqualTo(
                        "expected evenly spaced slices, got a gap: of 6 slices every 2.00 mm 2 are missing, the first after slice 2");
        assertThatThrownBy(stack::volume).isInstanceOf(InputException.class).hasMessageContaining("2 are missing");
    }

    @Test
    void unevenSpacingIsNamedAndRoundingIsNot() throws IOException {
        assertThat(stack(axial(1, 0), axial(1, 2), axial(1, 4.6), axial(1, 9))
                        .obstacle()
                        .orElseThrow())
                .contains("from 2.00 to 4.40 mm");
        // 0.625 mm rounded to a tenth
        SliceStack rounded = stack(axial(1, 0), axial(1, 0.6), axial(1, 1.3), axial(1, 1.9), axial(1, 2.5));
        assertThat(rounded.obstacle()).isEmpty();
        assertThat(rounded.affine().zk()).isCloseTo(0.625, within(1e-12));
    }

    @Test
    void slicesAtOnePlaceCountOnce() throws IOException {
        SliceStack one = stack(axial(1, 0), axial(2, 0), axial(1, 2), axial(1, 4));
        assertThat(one.size()).isEqualTo(3);
        assertThat(one.remarks()).containsExactly("1 slices lie where another does; the first of each place counts");
        assertThat(one.volume().at(0, 0, 0)).isEqualTo(-924);
        assertThat(one.leftOut()).containsExactly(dir.resolve("001.dcm"));
    }

    @Test
    void aSeriesOfPhasesIsAVolumeForEach() throws IOException {
        List<SliceStack> phases = stacks(axial(1, 0), axial(1, 2), axial(3, 0), axial(3, 2));
        assertThat(phases).extracting(SliceStack::size).containsExactly(2, 2);
        assertThat(phases.getLast().remarks()).containsExactly("phase 2 of 2: each position is there so many times");
        assertThat(phases.getLast().volume().voxels()).containsOnly(-724);
    }

    @Test
    void aTiltedGantryShearsTheAffine() throws IOException {
        double angle = Math.toRadians(20);
        double[] tilted = {1, 0, 0, 0, Math.cos(angle), -Math.sin(angle)};
        SliceStack stack = stack(slice(1, tilted, 0, 0, 0), slice(1, tilted, 0, 0, 5), slice(1, tilted, 0, 0, 10));
        assertThat(stack.obstacle()).isEmpty();
        assertThat(stack.remarks())
                .containsExactly("the stack is sheared by 20.0 degrees, as by a tilted gantry; so is its affine");
        Affine a = stack.volume().affine();
        assertThat(a.zk()).isEqualTo(5);
        assertThat(a.yk()).isEqualTo(0);
        assertThat(a.zj()).isCloseTo(-2 * Math.sin(angle), within(1e-9));
    }

    @Test
    void orientationsAndSizesAreStacksOfTheirOwn() throws IOException {
        double[] sagittal = {0, 1, 0, 0, 0, -1};
        List<SliceStack> stacks =
                stacks(slice(1, sagittal, 0, 0, 0), axial(1, 0), axial(1, 2), slice(1, sagittal, 3, 0, 0));
        assertThat(stacks).extracting(SliceStack::size).containsExactly(2, 2);
        assertThat(stacks.getLast().series()).isEqualTo("1.2");
    }

    @Test
    void slicesBesideEachOtherAreNoVolume() throws IOException {
        SliceStack stack = stack(slice(1, AXIAL, 0, 0, 0), slice(1, AXIAL, 30, 0, 1), slice(1, AXIAL, 60, 0, 2));
        assertThat(stack.obstacle().orElseThrow()).contains("beside each other");
    }

    @Test
    void anEnhancedFileHasItsFramesInItsFunctionalGroups() throws IOException {
        DicomWriter[] frames = new DicomWriter[3];
        double[] heights = {4, 0, 2};
        for (int f = 0; f < 3; f++) {
            frames[f] = new DicomWriter()
                    .put(
                            Tag.PLANE_POSITION_SEQUENCE,
                            new DicomWriter().put(Tag.IMAGE_POSITION_PATIENT, Vr.DS, 1, 2, heights[f]))
                    .put(
                            Tag.PIXEL_VALUE_TRANSFORMATION_SEQUENCE,
                            new DicomWriter()
                                    .put(Tag.RESCALE_SLOPE, Vr.DS, 1 + f)
                                    .put(Tag.RESCALE_INTERCEPT, Vr.DS, 0));
        }
        DicomWriter shared = new DicomWriter()
                .put(Tag.PLANE_ORIENTATION_SEQUENCE, new DicomWriter().put(Tag.IMAGE_ORIENTATION_PATIENT, Vr.DS, AXIAL))
                .put(
                        Tag.PIXEL_MEASURES_SEQUENCE,
                        new DicomWriter().put(Tag.PIXEL_SPACING, Vr.DS, 1, 1).put(Tag.SLICE_THICKNESS, Vr.DS, 2));
        DicomWriter file = new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, "1.2.840.10008.5.1.4.1.1.2.1")
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1.2.3")
                .put(Tag.SERIES_INSTANCE_UID, Vr.UI, "1.2")
                .put(Tag.MODALITY, Vr.CS, "CT")
                .put(Tag.SHARED_FUNCTIONAL_GROUPS_SEQUENCE, shared)
                .put(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE, frames)
                .pixels("MONOCHROME2", 2, 1, 12, false, new short[] {10, 20, 30, 40, 50, 60});
        Volume volume = stack(file).volume();
        assertThat(volume.voxels()).containsExactly(60, 80, 150, 180, 10, 20);
        assertThat(volume.affine()).isEqualTo(new Affine(-1, 0, 0, -1, 0, -1, 0, -2, 0, 0, 2, 0));
    }

    @Test
    void filesThatDoNotSayWhereTheyLieAreNoSlices() throws IOException {
        DicomWriter bare = new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.CT_IMAGE)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, "1")
                .pixels("MONOCHROME2", 1, 1, 8, false, new short[2]);
        SliceStack.Sorter sorter = new SliceStack.Sorter();
        assertThat(sorter.add(dir, DicomFile.read(bare.bytes(), "test"))).isFalse();
        DicomWriter crooked = slice(1, new double[] {1, 0, 0, 1, 0, 0}, 0, 0, 0);
        assertThatThrownBy(() -> sorter.add(dir, DicomFile.read(crooked.bytes(), "test")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("right angle");
    }

    /** Values: pydicom 2.3 with numpy; the aorta that TotalSegmentator drew on the same series, which lies in another orientation, is bright with contrast. */
    @Test
    void aRealSeriesHasTheValuesOfPydicomAndLiesUnderItsSegmentation() throws IOException {
        Path folder = RealData.folder("totalseg");
        SliceStack.Sorter sorter = new SliceStack.Sorter();
        try (Stream<Path> files = Files.list(folder.resolve("example_ct_dicom"))) {
            for (Path file : files.sorted().toList()) {
                sorter.add(file, DicomFile.read(file));
            }
        }
        SliceStack stack = sorter.stacks().getFirst();
        assertThat(stack.remarks()).isEmpty();
        Volume ct = stack.volume();
        assertThat(new int[] {ct.nx(), ct.ny(), ct.nz()}).containsExactly(512, 512, 20);
        long sum = 0;
        for (float v : ct.voxels()) {
            sum += (long) v;
        }
        assertThat(sum).isEqualTo(-3272217339L);
        assertThat(new float[] {ct.at(256, 256, 10), ct.at(100, 300, 3), ct.at(511, 0, 19)})
                .containsExactly(-47, 300, -1024);
        Volume organs = NiftiFile.read(folder.resolve("example_seg_dicom.nii.gz"));
        assertThat(organs.affine().axisCodes()).isEqualTo("LAS");
        Volume under = Resample.onto(organs, ct, Interpolation.NEAREST, 0);
        double bright = 0;
        int inside = 0;
        for (int p = 0; p < ct.voxels().length; p++) {
            if (under.voxels()[p] == 52) {
                bright += ct.voxels()[p];
                inside++;
            }
        }
        assertThat(inside).isEqualTo(11723);
        assertThat(String.format(Locale.ROOT, "%.6f", bright / inside)).isEqualTo("177.307600");
    }
}
