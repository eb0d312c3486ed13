package org.vesalius.dicom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.volume.Affine;
import org.vesalius.volume.Vec;
import org.vesalius.volume.Volume;

/**
 * The slices of one series that have the same size and orientation, in the order of their positions along the normal: a volume, when they are evenly spaced. Of an axial series k grows to the head.
 *
 * <p>Values are those of the modality ({@link DicomPixels#modality}): Hounsfield units of a CT, the rescale of each slice applied to it; padding stays what it is. The affine leads from (column, row, slice)
 * to RAS millimetres as in NIfTI, so the x and y of DICOM's LPS are negated: rows and columns are not turned, an axial series is {@code LPS} in the words of {@link Affine#axisCodes}. A series whose
 * slices are shifted against each other, as by a tilted gantry, has a sheared affine.
 */
public final class SliceStack {
    /** Directions of one stack agree to this cosine: 0.8 degrees. */
    private static final double SAME = 0.9999;
    /** Share of the distance between slices that one may be off its place: positions are rounded in many files. */
    private static final double OFF = 0.1;
    /** Distance in mm below which two slices are at one place. */
    private static final double TOGETHER = 0.01;

    private static final double STRAIGHT_DEGREES = 0.5;
    private static final double SIDEWAYS_DEGREES = 45;
    private static final long MAX_VOXELS = 1L << 28;

    private final List<Slice> slices;
    private final List<Slice> twice;
    private final int phase;
    private final int phases;

    private SliceStack(List<Slice> slices, List<Slice> twice, int phase, int phases) {
        this.slices = slices;
        this.twice = twice;
        this.phase = phase;
        this.phases = phases;
    }

    /** What makes slices one stack, but for their directions. */
    private record Key(String series, String modality, int columns, int rows, long dx, long dy) {
        static Key of(Slice slice) {
            return new Key(
                    slice.series(),
                    slice.modality(),
                    slice.columns(),
                    slice.rows(),
                    Math.round(slice.dx() * 1e3),
                    Math.round(slice.dy() * 1e3));
        }
    }

    /** Collects slices of any series, header by header. */
    public static final class Sorter {
        private final Map<Key, List<List<Slice>>> stacks = new LinkedHashMap<>();

        /** Adds the frames of a file; false when it does not say where they lie. */
        public boolean add(Path path) throws IOException {
            return add(path, DicomFile.read(path));
        }

        boolean add(Path path, DicomFile file) {
            List<Slice> frames = Slice.of(path, file);
            for (Slice slice : frames) {
                List<List<Slice>> sameSize = stacks.computeIfAbsent(Key.of(slice), _ -> new ArrayList<>());
                sameSize.stream()
                        .filter(stack -> parallel(stack.getFirst(), slice))
                        .findFirst()
                        .orElseGet(() -> {
                            List<Slice> begun = new ArrayList<>();
                            sameSize.add(begun);
                            return begun;
                        })
                        .add(slice);
            }
            return !frames.isEmpty();
        }

        /** All stacks, in the order in which they were begun. */
        public List<SliceStack> stacks() {
            return stacks.values().stream()
                    .flatMap(List::stream)
                    .flatMap(SliceStack::sorted)
                    .toList();
        }

        private static boolean parallel(Slice a, Slice b) {
            return a.right().dot(b.right()) > SAME && a.down().dot(b.down()) > SAME;
        }
    }

    /** One stack, or where every place has as many slices, one for each of them: phases of a dynamic series, in the order of their numbers. */
    private static Stream<SliceStack> sorted(List<Slice> unsorted) {
        Vec normal = unsorted.getFirst().normal();
        List<Slice> sorted = new ArrayList<>(unsorted);
        sorted.sort(Comparator.<Slice>comparingDouble(slice -> slice.corner().dot(normal))
                .thenComparingInt(Slice::acquisition)
                .thenComparingInt(Slice::instance)
                .thenComparing(Slice::file));
        List<List<Slice>> places = new ArrayList<>();
        for (Slice slice : sorted) {
            boolean again = !places.isEmpty()
                    && slice.corner()
                                    .minus(places.getLast().getFirst().corner())
                                    .length()
                            < TOGETHER;
            if (!again) {
                places.add(new ArrayList<>());
            }
            places.getLast().add(slice);
        }
        int most = places.stream().mapToInt(List::size).max().orElse(1);
        boolean phases = places.size() > 1 && places.stream().allMatch(place -> place.size() == most);
        return IntStream.range(0, phases ? most : 1)
                .mapToObj(phase -> new SliceStack(
                        places.stream().map(place -> place.get(phase)).toList(),
                        phases ? List.of() : twice(places),
                        phase + 1,
                        phases ? most : 1));
    }

    /** All but the first of each place. */
    private static List<Slice> twice(List<List<Slice>> places) {
        return places.stream().flatMap(place -> place.stream().skip(1)).toList();
    }

    /** Whose slices these are; empty when the files do not say. */
    String series() {
        return slices.getFirst().series();
    }

    /** Such as {@code CT}. */
    public String modality() {
        return slices.getFirst().modality();
    }

    /** Slices at different places. */
    public int size() {
        return slices.size();
    }

    /** The files in the order of the slices, each once. */
    public List<Path> files() {
        return slices.stream().map(Slice::file).distinct().toList();
    }

    /** The files of slices that lie where another does, and do not count. */
    public List<Path> leftOut() {
        return twice.stream().map(Slice::file).distinct().toList();
    }

    /** What is odd but does not hinder {@link #volume}, in words. */
    public List<String> remarks() {
        List<String> remarks = new ArrayList<>();
        if (phases > 1) {
            remarks.add("phase %d of %d: each position is there so many times".formatted(phase, phases));
        }
        if (!twice.isEmpty()) {
            remarks.add("%d slices lie where another does; the first of each place counts".formatted(twice.size()));
        }
        double tilt = tilt();
        if (tilt > STRAIGHT_DEGREES && tilt <= SIDEWAYS_DEGREES) {
            remarks.add(String.format(
                    Locale.ROOT,
                    "the stack is sheared by %.1f degrees, as by a tilted gantry; so is its affine",
                    tilt));
        }
        if (size() == 1 && slices.getFirst().thickness() == 0) {
            remarks.add("one slice of unknown thickness; it counts as 1 mm");
        }
        return remarks;
    }

    /** Why these slices are no volume, in words; empty when they are one. */
    public Optional<String> obstacle() {
        Slice first = slices.getFirst();
        long voxels = (long) first.columns() * first.rows() * size();
        if (first.columns() < 1 || first.rows() < 1 || voxels > MAX_VOXELS) {
            return Optional.of(
                    "expected 1 to 2^28 voxels, got %d x %d x %d".formatted(first.columns(), first.rows(), size()));
        }
        Vec step = step();
        for (int k = 0; k < size(); k++) {
            Vec there = first.corner().plus(step.times(k));
            if (slices.get(k).corner().minus(there).length() > OFF * step.length()) {
                return Optional.of(uneven());
            }
        }
        if (tilt() > SIDEWAYS_DEGREES) {
            return Optional.of("expected slices one over another, got slices beside each other");
        }
        return Optional.empty();
    }

    private String uneven() {
        Vec normal = slices.getFirst().normal();
        List<Double> gaps = new ArrayList<>();
        for (int k = 1; k < size(); k++) {
            gaps.add(slices.get(k).corner().minus(slices.get(k - 1).corner()).dot(normal));
        }
        double usual = gaps.stream().sorted().toList().get(gaps.size() / 2);
        long missing = 0;
        int after = 0;
        for (int k = 0; k < gaps.size(); k++) {
            double times = gaps.get(k) / usual;
            if (!(times > 0) || Math.abs(times - Math.rint(times)) > 2 * OFF || Math.rint(times) < 1) {
                return String.format(
                        Locale.ROOT,
                        "expected evenly spaced slices, got distances from %.2f to %.2f mm",
                        gaps.stream().mapToDouble(d -> d).min().orElse(0),
                        gaps.stream().mapToDouble(d -> d).max().orElse(0));
            }
            after = missing == 0 && Math.rint(times) > 1 ? k + 1 : after;
            missing += Math.round(times) - 1;
        }
        return missing == 0
                ? "expected slices one over another, got some that are shifted sideways"
                : String.format(
                        Locale.ROOT,
                        "expected evenly spaced slices, got a gap: of %d slices every %.2f mm %d are missing, the first after slice %d",
                        size() + missing,
                        usual,
                        missing,
                        after);
    }

    /** From slice to slice. */
    private Vec step() {
        Slice first = slices.getFirst();
        if (size() == 1) {
            return first.normal().times(first.thickness() > 0 ? first.thickness() : 1);
        }
        return slices.getLast().corner().minus(first.corner()).times(1.0 / (size() - 1));
    }

    /** Degrees between the way from slice to slice and the normal. */
    private double tilt() {
        Vec step = step();
        return Math.toDegrees(
                Math.acos(Math.min(1, Math.abs(step.unit().dot(slices.getFirst().normal())))));
    }

    /** (column, row, slice) to RAS millimetres. */
    public Affine affine() {
        Slice first = slices.getFirst();
        Vec i = first.right().times(first.dx());
        Vec j = first.down().times(first.dy());
        Vec k = step();
        Vec o = first.corner();
        // LPS to RAS; 0.0 - v has no negative zero
        return new Affine(
                0.0 - i.x(),
                0.0 - j.x(),
                0.0 - k.x(),
                0.0 - o.x(),
                0.0 - i.y(),
                0.0 - j.y(),
                0.0 - k.y(),
                0.0 - o.y(),
                i.z() + 0.0,
                j.z() + 0.0,
                k.z() + 0.0,
                o.z() + 0.0);
    }

    /**
     * Decodes the slices, one file at a time.
     *
     * @throws InputException when there is an {@link #obstacle} or a file is damaged; the message names no file
     */
    public Volume volume() throws IOException {
        Optional<String> obstacle = obstacle();
        if (obstacle.isPresent()) {
            throw new InputException("DICOM series: " + obstacle.get() + "; get the missing slices or leave it out");
        }
        Slice first = slices.getFirst();
        int plane = first.columns() * first.rows();
        float[] voxels = new float[plane * size()];
        @Nullable Path open = null;
        @Nullable DicomFile file = null;
        for (int k = 0; k < size(); k++) {
            Slice slice = slices.get(k);
            if (file == null || !slice.file().equals(open)) {
                file = DicomFile.read(slice.file());
                open = slice.file();
            }
            float[] values = DicomPixels.modality(file, slice.frame());
            if (values.length != plane) {
                throw InputException.of(
                        "DICOM series, slice " + (k + 1),
                        first.columns() + " x " + first.rows() + " pixels",
                        values.length + "",
                        "get the file again: it has changed");
            }
            System.arraycopy(values, 0, voxels, k * plane, plane);
        }
        return new Volume(first.columns(), first.rows(), size(), voxels, affine());
    }
}
