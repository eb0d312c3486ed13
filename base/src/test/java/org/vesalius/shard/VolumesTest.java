package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard.Access;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyMask;
import org.vesalius.dataset.StudyVolume;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;
import org.vesalius.phantom.PhantomDataset;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;
import org.vesalius.report.Report;
import org.vesalius.volume.Affine;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Reorient;
import org.vesalius.volume.Volume;

class VolumesTest {
    private static final Affine PLACED = new Affine(1.0 / 3, 0, 0.1, -7, 0, -2, 0, 20, 0, 0, 3, 30);

    @TempDir
    Path dir;

    private final PrepareOptions options = PrepareOptions.defaults().withVolumeSide(8);

    /** A volume of noise, whole numbers or fractions, as a file. */
    private Path file(String name, Volume volume) throws IOException {
        Path file = Files.createDirectories(dir.resolve("source")).resolve(name);
        NiftiFile.write(file, volume, NiftiFile.Type.exact(volume), NiftiFile.Version.TWO);
        return file;
    }

    private static Volume noise(int nx, int ny, int nz, boolean whole) {
        Random random = new Random(nx);
        float[] voxels = new float[nx * ny * nz];
        for (int p = 0; p < voxels.length; p++) {
            voxels[p] = whole ? random.nextInt(3000) - 1024 : random.nextFloat();
        }
        return new Volume(nx, ny, nz, voxels, PLACED);
    }

    private Preparation.Prepared prepare(Path out, StudyVolume... volumes) throws IOException {
        Study study = Study.of("p", "s").withReport(Report.parse("Made up.")).withVolumes(List.of(volumes));
        Dataset set = new TinySet(Access.OWN, List.of(study));
        return Preparation.run(set, dir.resolve("source"), out, options, Progress.SILENT);
    }

    private static Sample only(Path out) throws IOException {
        try (PreparedData data = PreparedData.open(out)) {
            data.verify(Progress.SILENT);
            return data.read(data.entries().getFirst());
        }
    }

    @Test
    void aVolumeThatIsSmallEnoughComesBackBitByBit() throws IOException {
        for (boolean whole : new boolean[] {true, false}) {
            Volume volume = noise(6, 8, 5, whole);
            Path out = dir.resolve("out");
            Preparation.Prepared made = prepare(out, StudyVolume.of("scan of somebody", file("v.nii", volume), "ct"));
            Sample sample = only(out);
            assertEquals(1, sample.volumes().count());
            Volume back = sample.volumes().get(0);
            assertArrayEquals(volume.voxels(), back.voxels());
            assertEquals(volume.affine(), back.affine());
            assertEquals(3, made.manifest().format());
            assertEquals(8, made.manifest().storage().volumeSide());
            assertEquals(1, made.manifest().counts(sample.entry().split()).volumes());
            // the user's own ids are not in the set
            assertEquals(
                    sample.entry().key() + ".volume0",
                    sample.study().volumes().getFirst().volumeId());
            assertEquals("ct", sample.study().volumes().getFirst().modality());
            assertTrue(Files.readString(out.resolve("README.md")).contains("Volumes: 1"));
        }
    }

    @Test
    void preparingAgainGivesTheSameBytes() throws IOException {
        StudyVolume volume = StudyVolume.of("0", file("v.nii.gz", noise(20, 4, 9, true)), "ct");
        prepare(dir.resolve("one"), volume);
        Map<String, String> once = TinySet.contents(dir.resolve("one"));
        prepare(dir.resolve("one"), volume);
        assertEquals(once, TinySet.contents(dir.resolve("one")));
    }

    @Test
    void aLongSideShrinksAndPlacesAndWholeNumbersStay() throws IOException {
        Volume volume = noise(20, 4, 9, true);
        float[] left = new float[volume.voxels().length];
        for (int p = 0; p < left.length; p++) {
            left[p] = p % 20 < 10 ? 1 : 0;
        }
        StudyMask mask = StudyMask.file("left half", file("mask.nii", new Volume(20, 4, 9, left, PLACED)));
        StudyMask gone = StudyMask.file("gone", dir.resolve("not there.nii"));
        Preparation.Prepared made = prepare(
                dir.resolve("out"),
                StudyVolume.of("0", file("v.nii", volume), "ct").withMasks(List.of(mask, gone)));
        assertEquals(
                List.of(Problem.Kind.MISSING),
                made.problems().stream().map(Problem::kind).toList());
        Sample sample = only(dir.resolve("out"));
        Volume small = sample.volumes().get(0);
        assertArrayEquals(new int[] {8, 4, 8}, new int[] {small.nx(), small.ny(), small.nz()});
        assertEquals(PLACED.x(-0.5, -0.5, -0.5), small.affine().x(-0.5, -0.5, -0.5), 1e-12);
        assertEquals(PLACED.x(19.5, 3.5, 8.5), small.affine().x(7.5, 3.5, 7.5), 1e-12);
        double sum = 0;
        double before = 0;
        for (float v : small.voxels()) {
            assertEquals(Math.rint(v), v);
            sum += v;
        }
        for (float v : volume.voxels()) {
            before += v;
        }
        assertEquals(before / volume.voxels().length, sum / small.voxels().length, 40);
        assertEquals(1, sample.volumes().masks(0));
        Volume half = sample.volumes().labelled(0, "left half").orElseThrow();
        assertEquals(small.affine(), half.affine());
        assertEquals(Volumes.INSIDE, half.at(0, 0, 0));
        assertEquals(0, half.at(7, 3, 7));
        assertEquals(
                Map.of("left half", 1),
                made.manifest().counts(sample.entry().split()).masks());
    }

    @Test
    void aStudyOfWhichNothingCanBeReadIsLeftOut() throws IOException {
        Path good = file("v.nii", noise(3, 3, 3, true));
        Path broken = Files.write(dir.resolve("source/broken.nii.gz"), new byte[100]);
        Dataset set = new TinySet(
                Access.OPEN,
                List.of(
                        Study.of("a", "a").withVolumes(List.of(StudyVolume.of("0", broken, "ct"))),
                        Study.of("b", "b")
                                .withVolumes(
                                        List.of(StudyVolume.of("0", broken, "ct"), StudyVolume.of("1", good, "ct")))));
        Preparation.Prepared made =
                Preparation.run(set, dir.resolve("source"), dir.resolve("out"), options, Progress.SILENT);
        assertEquals(
                List.of(Problem.Kind.BROKEN, Problem.Kind.SKIPPED, Problem.Kind.BROKEN),
                made.problems().stream().map(Problem::kind).toList());
        Sample sample = only(dir.resolve("out"));
        assertEquals(
                List.of("1"),
                sample.study().volumes().stream().map(StudyVolume::volumeId).toList());
    }

    @Test
    void aSetWithoutVolumesKeepsItsFormat() throws IOException {
        Preparation.Prepared made = Preparation.run(
                new TinySet(Access.OPEN, List.of(Study.of("p", "s").withReport(Report.parse("Made up.")))),
                Files.createDirectories(dir.resolve("source")),
                dir.resolve("out"),
                options,
                Progress.SILENT);
        assertEquals(1, made.manifest().format());
        assertFalse(Files.readString(dir.resolve("out/manifest.json")).contains("olume"));
    }

    @Test
    void thePhantomsCtComesBackFromSlicesAndFromNifti() throws IOException {
        Path source = dir.resolve("phantom");
        PhantomWriter.write(source, new PhantomOptions(1, 0, 0, 5, true, false, true, null), Progress.SILENT);
        Path study = source.resolve("train/syn-a00000/syn-a00000-1");
        Volume ct = NiftiFile.read(study.resolve("volume.nii.gz"));
        PrepareOptions whole = PrepareOptions.defaults();
        Preparation.Prepared made =
                Preparation.run(new PhantomDataset(), source, dir.resolve("out"), whole, Progress.SILENT);
        assertEquals(List.of(), made.problems());
        assertArrayEquals(ct.voxels(), only(dir.resolve("out")).volumes().get(0).voxels());
        Files.delete(study.resolve("volume.nii.gz"));
        Preparation.run(new PhantomDataset(), source, dir.resolve("out"), whole, Progress.SILENT);
        Volume slices = only(dir.resolve("out")).volumes().get(0);
        assertEquals("LPS", slices.affine().axisCodes());
        assertArrayEquals(ct.voxels(), Reorient.ras(slices).voxels());
        assertEquals(ct.affine(), Reorient.ras(slices).affine());
    }
}
