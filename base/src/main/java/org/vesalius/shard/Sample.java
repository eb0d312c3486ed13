package org.vesalius.shard;

import java.util.List;
import org.vesalius.dataset.Study;
import org.vesalius.image.Geometry;
import org.vesalius.image.Image;

/**
 * A study of a prepared set with its pictures.
 *
 * @param study whose boxes are in the pixels of the ORIGINAL pictures
 * @param images as stored, one per picture of the study
 * @param geometries from the original pictures to the stored ones
 * @param masks of the stored pictures, decoded when asked for
 * @param volumes as stored, decoded when asked for
 */
public record Sample(
        Entry entry, Study study, List<Image> images, List<Geometry> geometries, Masks masks, Volumes volumes) {
    public Sample {
        images = List.copyOf(images);
        geometries = List.copyOf(geometries);
    }
}
