package org.vesalius.shard;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Pixels;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyMask;
import org.vesalius.dataset.StudyVolume;
import org.vesalius.dataset.VolumeSource;
import org.vesalius.dataset.Voxels;
import org.vesalius.io.Problem;
import org.vesalius.volume.Interpolation;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Resample;
import org.vesalius.volume.Volume;

/**
 * The volumes of a study on their way into a shard; what cannot be read is a problem and leaves the study. Whole volumes are large: only one is in memory at a time, on however many threads studies are
 * worked on.
 */
final class Scans {
    private static final Object ONE_AT_A_TIME = new Object();

    private final int side;
    private final Consumer<Problem> problems;

    private Scans(int side, Consumer<Problem> problems) {
        this.side = side;
        this.problems = problems;
    }

    /** What is stored of a volume. */
    @SuppressWarnings("ArrayRecordComponent") // on its way into the tar, never compared
    record Scan(StudyVolume about, byte[] nifti, List<byte[]> masks) {}

    /** Reads and shrinks; {@code name} is what problems call the study. */
    static List<Scan> stored(Study study, String name, int side, Consumer<Problem> problems) {
        Scans work = new Scans(side, problems);
        List<Scan> scans = new ArrayList<>();
        for (int i = 0; i < study.volumes().size(); i++) {
            Scan scan = work.scan(study.volumes().get(i), name + ", volume " + i);
            if (scan != null) {
                scans.add(scan);
            }
        }
        return scans;
    }

    /** The volumes of a study that can be read, and nothing of them kept. */
    static List<StudyVolume> sound(Study study, String name, Consumer<Problem> problems) {
        Scans work = new Scans(1, problems);
        List<StudyVolume> sound = new ArrayList<>();
        for (int i = 0; i < study.volumes().size(); i++) {
            StudyVolume volume = study.volumes().get(i);
            String where = name + ", volume " + i;
            if (work.tried(where, () -> work.look(volume, where)) != null) {
                sound.add(volume);
            }
        }
        return sound;
    }

    /** NIfTI files are read to their end without being kept. */
    private StudyVolume look(StudyVolume volume, String where) throws IOException {
        VolumeSource source = source(volume);
        String file = String.valueOf(source.paths().getFirst().getFileName()).toLowerCase(Locale.ROOT);
        if (file.endsWith(".nii") || file.endsWith(".nii.gz")) {
            NiftiFile.check(source.paths().getFirst());
        } else {
            synchronized (ONE_AT_A_TIME) {
                Voxels.read(source, odd(where));
            }
        }
        return volume;
    }

    /** Shrunk as it is stored, and its masks, not yet encoded. */
    private record Shrunk(Volume volume, StudyVolume about, List<Volume> masks) {}

    private @Nullable Scan scan(StudyVolume volume, String where) {
        Shrunk shrunk = tried(where, () -> {
            synchronized (ONE_AT_A_TIME) {
                return shrunk(volume, where);
            }
        });
        if (shrunk == null) {
            return null;
        }
        return new Scan(
                shrunk.about(),
                encoded(shrunk.volume()),
                shrunk.masks().stream().map(Scans::encoded).toList());
    }

    private Shrunk shrunk(StudyVolume about, String where) throws IOException {
        Volume whole = Voxels.read(source(about), odd(where));
        Volume small = smaller(whole, NiftiFile.Type.exact(whole) != NiftiFile.Type.FLOAT32);
        List<StudyMask> kept = new ArrayList<>();
        List<Volume> masks = new ArrayList<>();
        for (StudyMask mask : about.masks()) {
            Volume inside =
                    tried(where + ", mask '" + mask.label() + "'", () -> Voxels.mask(Decoding.source(mask), whole));
            if (inside != null) {
                float[] voxels = inside.voxels();
                for (int p = 0; p < voxels.length; p++) {
                    voxels[p] *= Volumes.INSIDE;
                }
                kept.add(mask);
                masks.add(smaller(inside, true));
            }
        }
        return new Shrunk(small, about.withMasks(kept), masks);
    }

    /** No side longer than asked for; whole numbers stay whole. */
    private Volume smaller(Volume volume, boolean whole) {
        Volume small = Resample.within(volume, side, Interpolation.SMOOTH);
        float[] voxels = small.voxels();
        for (int p = 0; whole && p < voxels.length; p++) {
            voxels[p] = (float) Math.rint(voxels[p]) + 0.0f; // never -0
        }
        return small;
    }

    private static byte[] encoded(Volume volume) {
        return NiftiFile.gzipped(volume, NiftiFile.Type.exact(volume), NiftiFile.Version.TWO);
    }

    private Consumer<String> odd(String where) {
        return remark -> problems.accept(new Problem(Problem.Kind.INCONSISTENT, where, remark));
    }

    private static VolumeSource source(StudyVolume volume) throws NoSuchFileException {
        VolumeSource source = volume.source();
        if (source == null || source.paths().isEmpty()) {
            throw new NoSuchFileException("no file");
        }
        return source;
    }

    /** What reads a file. */
    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private <T> @Nullable T tried(String where, Reading<T> reading) {
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            problems.accept(new Problem(Problem.Kind.MISSING, where, "the file is not there"));
        } catch (IOException | RuntimeException e) {
            // whatever a decoder throws at a damaged file must not end the work on the others
            problems.accept(new Problem(Problem.Kind.BROKEN, where, Pixels.reason(e)));
        }
        return null;
    }
}
