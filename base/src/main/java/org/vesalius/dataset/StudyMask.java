package org.vesalius.dataset;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where one annotated structure lies on a picture. A mask without a single pixel is kept: it says that somebody looked and found nothing.
 *
 * @param label what it is, such as {@code "left lung"}; several of one picture may share it
 * @param text the phrase that it stands for, if there is one
 * @param source of its pixels, which have the shape of the picture; null in a prepared set, whose masks lie beside the study in the shard
 */
public record StudyMask(
        String label, @Nullable String text, @Nullable MaskSource source) {
    /** A picture of its own, white where the structure is. */
    public static StudyMask file(String label, Path path) {
        return new StudyMask(label, null, new MaskSource.File(path));
    }
}
