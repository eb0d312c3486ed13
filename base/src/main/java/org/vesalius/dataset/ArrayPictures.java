package org.vesalius.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.archive.ElementType;
import org.vesalius.archive.Npy;
import org.vesalius.archive.PickledArray;
import org.vesalius.archive.StoredTensor;
import org.vesalius.archive.TensorFile;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.volume.Volume;

/** Pictures and volumes that lie as rows of an array in an {@code .npz} file or a pickle. The file that was asked for last stays open, since rows are asked for in their order and unpacking a file for each would be quadratic. */
final class ArrayPictures {
    private static @Nullable Path openPath;
    private static @Nullable TensorFile openFile;

    private static final int WHITE = 255;

    private ArrayPictures() {}

    /**
     * The picture at {@code member}, {@code array/row}: 8 bits, {@code [H, W]} or {@code [H, W, 3]}, or fractions from 0 to 1 or to 255.
     *
     * @throws InputException when there is none
     */
    static synchronized Image read(Path file, String member) throws IOException {
        int slash = member.lastIndexOf('/');
        StoredTensor array = open(file).tensor(member.substring(0, Math.max(0, slash)));
        StoredTensor picture = array.at(row(member.substring(slash + 1)));
        return picture.type().floating() ? resized(picture) : bytes(picture);
    }

    private static Image bytes(StoredTensor picture) {
        List<Long> shape = picture.shape();
        boolean rgb = shape.size() == 3 && shape.get(2) == 3;
        if (picture.type() != ElementType.UINT8 || !(rgb || shape.size() == 2)) {
            throw InputException.of(
                    "picture in an array",
                    "uint8 of shape [height, width] or [height, width, 3]",
                    picture.toString(),
                    "convert the array");
        }
        int height = Math.toIntExact(shape.get(0));
        int width = Math.toIntExact(shape.get(1));
        float[] samples = picture.floats();
        return rgb ? Image.rgb(width, height, 255, samples) : Image.grey(width, height, 255, samples);
    }

    /**
     * The volume at {@code member}, {@code array/row}: {@code [slices, rows, columns]}.
     *
     * @throws InputException when there is none
     */
    static synchronized Volume volume(Path file, String member) throws IOException {
        int slash = member.lastIndexOf('/');
        StoredTensor array = open(file).tensor(member.substring(0, Math.max(0, slash)));
        return Voxels.of(array.at(row(member.substring(slash + 1))));
    }

    /** As scripts pickle them: {@code [H, W]} or {@code [H, W, 1]} grey, {@code [3, H, W]} or {@code [H, W, 3]} RGB, from 0 to 1 or from 0 to 255. */
    private static Image resized(StoredTensor picture) {
        List<Long> shape = picture.shape();
        boolean planes = shape.size() == 3 && shape.getFirst() == 3;
        boolean rgb = planes || (shape.size() == 3 && shape.get(2) == 3);
        boolean grey = shape.size() == 2 || (shape.size() == 3 && shape.get(2) == 1);
        float[] samples = picture.floats();
        float low = 0;
        float high = 0;
        for (float sample : samples) {
            low = sample >= low ? low : sample;
            high = sample <= high ? high : sample;
        }
        if (!(rgb || grey) || low < 0 || !(high <= WHITE)) {
            throw InputException.of(
                    "picture in an array",
                    "numbers from 0 to 1 or to 255 of shape [height, width], [3, height, width] or [height, width, 3]",
                    picture + " from " + low + " to " + high,
                    "undo what was done to the array");
        }
        int height = Math.toIntExact(shape.get(planes ? 1 : 0));
        int width = Math.toIntExact(shape.get(planes ? 2 : 1));
        float[] out = new float[samples.length];
        float scale = high <= 1 ? WHITE : 1;
        for (int p = 0; p < out.length; p++) {
            out[p] = scale * samples[planes ? p % 3 * height * width + p / 3 : p];
        }
        return rgb ? Image.rgb(width, height, WHITE, out) : Image.grey(width, height, WHITE, out);
    }

    private static long row(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new InputException("picture in an array: expected array/row, got no number; correct the name", e);
        }
    }

    private static TensorFile open(Path file) throws IOException {
        TensorFile open = openFile;
        if (open != null && file.equals(openPath)) {
            return open;
        }
        close();
        TensorFile opened =
                isPickle(file) ? TensorFile.open(file, PickledArray.format("pickled array")) : Npy.read(file);
        openFile = opened;
        openPath = file;
        return opened;
    }

    private static boolean isPickle(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return !Npy.recognises(in.readNBytes(8));
        }
    }

    /** Lets go of the file that is open. */
    static synchronized void close() {
        TensorFile open = openFile;
        openFile = null;
        openPath = null;
        if (open != null) {
            open.close();
        }
    }
}
