package org.vesalius.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.vesalius.archive.Npy;
import org.vesalius.archive.StoredTensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.dicom.SliceStack;
import org.vesalius.io.InputException;
import org.vesalius.volume.Affine;
import org.vesalius.volume.Interpolation;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Resample;
import org.vesalius.volume.Volume;

/**
 * Any volume, by what is in its file and not by its name. The axes are those of the file and the affine leads to RAS millimetres ({@link NiftiFile}, {@link SliceStack}); an array without an affine has
 * columns, rows and slices as i, j and k, a millimetre apart.
 */
public final class Voxels {
    private static final int HEAD = 132;
    private static final long MAX_VOXELS = 1L << 28;
    /** Millimetres by which corners of one grid may differ in two files. */
    private static final double SAME_PLACE = 0.05;

    private Voxels() {}

    /**
     * Reads a volume.
     *
     * @param remarks gets what is odd about it, in words
     * @throws InputException when the file is damaged or of another kind; the message does not name it
     */
    public static Volume read(VolumeSource source, Consumer<String> remarks) throws IOException {
        return switch (source) {
            case VolumeSource.File file when Files.isDirectory(file.path()) -> series(inside(file.path()), remarks);
            case VolumeSource.File file -> file(file.path(), remarks);
            case VolumeSource.Member member -> ArrayPictures.volume(member.path(), member.member());
            case VolumeSource.Series series -> series(series.files(), remarks);
        };
    }

    private static Volume file(Path path, Consumer<String> remarks) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(HEAD);
        }
        if (Npy.recognises(head)) {
            try (TensorFile file = Npy.read(path)) {
                if (file.tensors().size() != 1) {
                    throw InputException.of(
                            "volume file", "one array", file.tensors().size() + " arrays", "save one in a file");
                }
                return of(file.tensors().firstEntry().getValue());
            }
        }
        return DicomPixels.looksLike(head) ? series(List.of(path), remarks) : NiftiFile.read(path);
    }

    /** An array of shape [slices, rows, columns]; dimensions of size 1 before them are passed over. */
    static Volume of(StoredTensor array) {
        StoredTensor cube = array;
        while (cube.shape().size() > 3 && cube.shape().getFirst() == 1) {
            cube = cube.at(0);
        }
        List<Long> shape = cube.shape();
        if (shape.size() != 3 || cube.elements() < 1 || cube.elements() > MAX_VOXELS) {
            throw InputException.of(
                    "volume in an array",
                    "shape [slices, rows, columns] of 1 to 2^28 numbers",
                    cube.toString(),
                    "convert the array");
        }
        return new Volume(
                Math.toIntExact(shape.get(2)),
                Math.toIntExact(shape.get(1)),
                Math.toIntExact(shape.get(0)),
                cube.floats(),
                Affine.spacing(1, 1, 1));
    }

    private static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(Marks::isDicom)
                    .sorted()
                    .toList();
        }
    }

    /** The one stack of these files; two slices or fewer of another size or direction beside it, such as scouts, are passed over and told. */
    private static Volume series(List<Path> files, Consumer<String> remarks) throws IOException {
        SliceStack.Sorter sorter = new SliceStack.Sorter();
        int without = 0;
        for (Path file : files) {
            without += sorter.add(file) ? 0 : 1;
        }
        List<SliceStack> stacks = sorter.stacks().stream()
                .sorted(Comparator.comparingInt(SliceStack::size).reversed())
                .toList();
        if (stacks.isEmpty()) {
            throw InputException.of(
                    "DICOM series",
                    "grey slices with position and orientation",
                    files.isEmpty() ? "no DICOM file" : "none",
                    "leave it out or use its pictures one by one");
        }
        SliceStack stack = stacks.getFirst();
        if (stacks.size() > 1 && stacks.get(1).size() > 2) {
            throw InputException.of(
                    "DICOM series",
                    "slices of one series, size and orientation",
                    stacks.size() + " kinds, the largest of " + stack.size() + " and "
                            + stacks.get(1).size() + " slices",
                    "put each in a folder of its own");
        }
        int others = stacks.stream().skip(1).mapToInt(SliceStack::size).sum();
        if (others > 0) {
            remarks.accept(others + " slices of another size or orientation are not part of the volume");
        }
        if (without > 0) {
            remarks.accept(without + " files do not say where they lie and are not part of the volume");
        }
        stack.remarks().forEach(remarks);
        return stack.volume();
    }

    /**
     * The voxels of a volume that belong to a structure: 1 inside, 0 outside. A mask on another grid is taken from the nearest of its voxels.
     *
     * @throws InputException when the mask is no volume, or has no affine and another shape
     */
    public static Volume mask(MaskSource source, Volume of) throws IOException {
        float value = source instanceof MaskSource.Value map ? map.value() : Float.NaN;
        Path path = switch (source) {
            case MaskSource.File file -> file.path();
            case MaskSource.Value map -> map.path();
            default ->
                throw InputException.of(
                        "mask of a volume", "a volume", source.getClass().getSimpleName(), "leave the mask out");
        };
        Volume drawn = read(new VolumeSource.File(path), _ -> {});
        float[] inside = drawn.voxels();
        for (int p = 0; p < inside.length; p++) {
            boolean belongs = Float.isNaN(value) ? inside[p] >= 0.5 : inside[p] == value;
            inside[p] = belongs ? 1 : 0;
        }
        boolean sameShape = drawn.nx() == of.nx() && drawn.ny() == of.ny() && drawn.nz() == of.nz();
        boolean placed =
                !drawn.affine().equals(Affine.spacing(1, 1, 1)) && !of.affine().equals(Affine.spacing(1, 1, 1));
        if (sameShape && (!placed || samePlace(drawn, of))) {
            return new Volume(of.nx(), of.ny(), of.nz(), inside, of.affine());
        }
        if (!placed) {
            throw InputException.of(
                    "mask of a volume", "the shape of its volume", "another, and no affine", "leave the mask out");
        }
        return Resample.onto(drawn, of, Interpolation.NEAREST, 0);
    }

    private static boolean samePlace(Volume a, Volume b) {
        double apart = 0;
        for (int corner = 0; corner < 8; corner++) {
            int i = (corner & 1) * (a.nx() - 1);
            int j = (corner >> 1 & 1) * (a.ny() - 1);
            int k = (corner >> 2) * (a.nz() - 1);
            apart = Math.max(apart, Math.abs(a.affine().x(i, j, k) - b.affine().x(i, j, k)));
            apart = Math.max(apart, Math.abs(a.affine().y(i, j, k) - b.affine().y(i, j, k)));
            apart = Math.max(apart, Math.abs(a.affine().z(i, j, k) - b.affine().z(i, j, k)));
        }
        return apart < SAME_PLACE;
    }
}
