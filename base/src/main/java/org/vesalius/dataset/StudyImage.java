package org.vesalius.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;

/**
 * One picture of a study.
 *
 * @param imageId unique within its study
 * @param path where the file lies; null in a prepared set, whose pictures lie beside the study in the shard
 * @param width of the space that boxes are given in, pixels, which may be larger than the file; 0 when the reader does not know it without decoding
 * @param height as {@code width}
 * @param boxes in that space
 * @param masks one per annotated structure
 * @param member which picture of a file that holds several, as {@link Pixels#read(Path, String)} understands it; null for a file of one picture
 */
public record StudyImage(
        String imageId,
        @Nullable Path path,
        View view,
        int width,
        int height,
        List<Box> boxes,
        List<StudyMask> masks,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String member) {
    public StudyImage {
        boxes = List.copyOf(boxes);
        masks = List.copyOf(masks);
    }

    /** A picture without annotations whose size is not known yet. */
    public static StudyImage of(String imageId, Path path, View view) {
        return new StudyImage(imageId, path, view, 0, 0, List.of(), List.of(), null);
    }

    /** The same with boxes in a space of the given size. */
    public StudyImage withBoxes(int spaceWidth, int spaceHeight, List<Box> annotated) {
        return new StudyImage(imageId, path, view, spaceWidth, spaceHeight, annotated, masks, member);
    }

    /** The same with masks. */
    public StudyImage withMasks(List<StudyMask> annotated) {
        return new StudyImage(imageId, path, view, width, height, boxes, annotated, member);
    }

    /** The same, of a file that holds several pictures. */
    public StudyImage withMember(String which) {
        return new StudyImage(imageId, path, view, width, height, boxes, masks, which);
    }
}
