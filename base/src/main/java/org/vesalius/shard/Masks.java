package org.vesalius.shard;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.vesalius.dataset.Study;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;

/**
 * The masks of a sample, in the order of {@code study.images().get(i).masks()} and of the size of the stored pictures, so that the sample's geometries hold for them too. They are decoded when asked for:
 * who needs none pays nothing. A sample is the share of its pixel that belongs to the structure, from 0 to {@link Image#peak()}; at least half of it means inside.
 */
public final class Masks {
    private final Study study;
    private final List<List<byte[]>> encoded;
    private final String where;

    /** One list of PNG files for each picture of the study. */
    Masks(Study study, List<List<byte[]>> encoded, String where) {
        this.study = study;
        this.encoded = List.copyOf(encoded);
        this.where = where;
    }

    /** How many a picture has. */
    public int count(int image) {
        return encoded.get(image).size();
    }

    /** One mask of a picture; both are numbered from 0. */
    public Image get(int image, int number) {
        return ImageFiles.decode(encoded.get(image).get(number), where + ", mask " + number + " of image " + image);
    }

    /** All masks of a picture with this label as one; empty when it has none, which says nothing about what is there. */
    public Optional<Image> labelled(int image, String label) {
        return IntStream.range(0, count(image))
                .filter(n -> study.images().get(image).masks().get(n).label().equals(label))
                .mapToObj(n -> get(image, n))
                .reduce(Masks::union);
    }

    private static Image union(Image a, Image b) {
        float[] either = new float[a.samples().length];
        for (int i = 0; i < either.length; i++) {
            either[i] = Math.max(a.samples()[i], b.samples()[i]);
        }
        return Image.grey(a.width(), a.height(), a.peak(), either);
    }
}
