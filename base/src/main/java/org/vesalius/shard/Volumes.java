package org.vesalius.shard;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vesalius.dataset.Study;
import org.vesalius.volume.NiftiFile;
import org.vesalius.volume.Volume;

/**
 * The volumes of a sample, in the order of {@code study.volumes()}, and their masks, each on the grid of its volume. They are decoded when asked for: who needs none pays nothing. The affine of a stored
 * volume leads to the same millimetres as that of the original, whatever its size. A voxel of a mask is the share of it that belongs to the structure, from 0 to {@link #INSIDE}; at least half of it means
 * inside.
 */
public final class Volumes {
    /** What a mask holds of a voxel that lies wholly inside. */
    public static final int INSIDE = 255;

    private final Study study;
    private final List<byte[]> encoded;
    private final List<List<byte[]>> masks;
    private final String where;

    /** One NIfTI file for each volume of the study, and one list of them for its masks. */
    Volumes(Study study, List<byte[]> encoded, List<List<byte[]>> masks, String where) {
        this.study = study;
        this.encoded = List.copyOf(encoded);
        this.masks = List.copyOf(masks);
        this.where = where;
    }

    /** How many there are. */
    public int count() {
        return encoded.size();
    }

    /** One volume, numbered from 0. */
    public Volume get(int volume) {
        return NiftiFile.read(encoded.get(volume), -1, where + ", volume " + volume);
    }

    /** How many masks a volume has. */
    public int masks(int volume) {
        return masks.get(volume).size();
    }

    /** One mask of a volume; both are numbered from 0. */
    public Volume mask(int volume, int number) {
        return NiftiFile.read(masks.get(volume).get(number), -1, where + ", mask " + number + " of volume " + volume);
    }

    /** The first mask of a volume with this label; empty when it has none, which says nothing about what is there. */
    public Optional<Volume> labelled(int volume, String label) {
        return IntStream.range(0, masks(volume))
                .filter(n -> study.volumes().get(volume).masks().get(n).label().equals(label))
                .mapToObj(n -> mask(volume, n))
                .findFirst();
    }
}
