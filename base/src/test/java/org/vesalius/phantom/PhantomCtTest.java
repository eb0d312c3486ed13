package org.vesalius.phantom;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Study;
import org.vesalius.dicom.SliceStack;
import org.vesalius.io.Progress;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Reorient;
import org.vesalius.volume.Volume;

/** The CT volume holds the body that the films show; about four seconds. */
@SuppressWarnings("NullAway.Init")
class PhantomCtTest {
    private static final Visit VISIT = Sitters.with(Finding.PLEURAL_EFFUSION, 0.8, 2);

    private static Body body;
    private static Volume ct;

    @TempDir
    Path temp;

    @BeforeAll
    static void make() {
        body = Body.of(VISIT);
        ct = PhantomCt.of(VISIT, body);
    }

    private static double at(double left, double back, double up) {
        var index = ct.affine().inverse();
        int i = (int) Math.round(index.x(-left, -back, up));
        int j = (int) Math.round(index.y(-left, -back, up));
        int k = (int) Math.round(index.z(-left, -back, up));
        return ct.at(i, j, k);
    }

    @Test
    void voxelsAreTheBodyInHounsfieldUnits() {
        double error = 0;
        int n = 0;
        for (int k = 4; k < ct.nz(); k += 9) {
            for (int j = 3; j < ct.ny(); j += 7) {
                for (int i = 5; i < ct.nx(); i += 7) {
                    double x = -ct.affine().x(i, j, k);
                    double y = -ct.affine().y(i, j, k);
                    double hounsfield = 1000 * (body.at(x, y, ct.affine().z(i, j, k)) - 1);
                    error += Math.abs(Math.clamp(hounsfield, -1024, 3071) - ct.at(i, j, k));
                    n++;
                }
            }
        }
        assertEquals(0, error / n, 14);
    }

    @Test
    void tissuesHaveTheirValuesAndTheFluidLiesOnItsSide() {
        assertEquals(-1000, at(190, -120, 150), 60);
        assertEquals(0, at(10, -30, -50), 60);
        assertTrue(at(-95, 0, 0) < -600, "right lung");
        assertTrue(at(0, 66 * VISIT.patient().size(), -20 * VISIT.patient().size()) > 100, "spine");
        Thorax thorax = body.thorax();
        double level = Math.max(thorax.sulcus(Side.LEFT), thorax.sulcus(Side.RIGHT)) + 20;
        double wall = thorax.lung(Side.LEFT).centre.x() + 50 * VISIT.patient().size();
        assertEquals(0, at(wall, 0, level), 60);
        assertTrue(at(-wall, 0, level) < -500, "no fluid on the other side");
    }

    @Test
    void theFileIsReadBackExactly() throws IOException {
        Path file = temp.resolve("volume.nii.gz");
        NiftiFile.write(file, ct, NiftiFile.Type.INT16);
        Volume read = NiftiFile.read(file);
        assertArrayEquals(ct.voxels(), read.voxels());
        assertEquals("RAS", read.affine().axisCodes());
        assertEquals(List.of(3.0, 3.0, 3.0), read.affine().spacing());
    }

    @Test
    void onDemandTheWriterPutsItBesideTheFilms() throws IOException {
        Path dir = temp.resolve("data");
        PhantomWriter.write(dir, new PhantomOptions(1, 0, 0, 3, true, false, true, null), Progress.SILENT);
        List<Study> studies = new ArrayList<>();
        new PhantomDataset().read(dir, ReadOptions.defaults(), studies::add, problem -> fail(problem.reason()));
        Study study = studies.getFirst();
        assertEquals(1, study.volumes().size());
        Path folder = dir.resolve("train").resolve(study.patientId()).resolve(study.studyId());
        Volume nifti = NiftiFile.read(folder.resolve("volume.nii.gz"));
        assertEquals(ct.nx(), nifti.nx());
        theSlicesAreTheSameVolume(folder.resolve("ct"), nifti);
    }

    private static void theSlicesAreTheSameVolume(Path folder, Volume nifti) throws IOException {
        SliceStack.Sorter sorter = new SliceStack.Sorter();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                assertTrue(sorter.add(file));
            }
        }
        SliceStack stack = sorter.stacks().getFirst();
        assertEquals(List.of(), stack.remarks());
        assertEquals("LPS", stack.affine().axisCodes());
        Volume ras = Reorient.ras(stack.volume());
        assertArrayEquals(nifti.voxels(), ras.voxels());
        assertEquals(nifti.affine(), ras.affine());
    }
}
