package org.vesalius.dicom;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.InputException;
import org.vesalius.volume.Vec;

/**
 * One frame of one file and where it lies in the patient (PS3.3 C.7.6.2).
 *
 * @param series the series UID; empty when the file has none
 * @param modality such as {@code CT}
 * @param corner centre of the first pixel
 * @param right direction in which the columns follow each other, of length 1
 * @param down direction in which the rows follow each other, of length 1
 * @param dx mm from column to column
 * @param dy mm from row to row
 * @param thickness mm to the next slice where no other says so: spacing between slices, else the slice's thickness, else 0
 * @param acquisition number; 0 when there is none
 * @param instance number; the frame's in a file of several
 */
record Slice(
        Path file,
        int frame,
        String series,
        String modality,
        int columns,
        int rows,
        Vec corner,
        Vec right,
        Vec down,
        double dx,
        double dy,
        double thickness,
        int acquisition,
        int instance) {
    private static final double NOT_UNIT = 0.05;

    /** The frames of a file; none when it does not say where they lie, or they are not grey. */
    static List<Slice> of(Path path, DicomFile file) {
        DataSet data = file.data();
        if (data.element(Tag.PIXEL_DATA) == null || data.integer(Tag.SAMPLES_PER_PIXEL, 1) != 1) {
            return List.of();
        }
        int frames = Math.max(1, data.integer(Tag.NUMBER_OF_FRAMES, 1));
        int grouped = data.items(Tag.PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE).size();
        double[] offsets = data.doubles(Tag.GRID_FRAME_OFFSET_VECTOR);
        if (frames > 1 && grouped != frames && offsets.length != frames) {
            return List.of();
        }
        List<Slice> slices = new ArrayList<>();
        for (int frame = 0; frame < frames; frame++) {
            Slice slice = of(path, data, frame);
            if (slice == null) {
                return List.of();
            }
            slices.add(grouped == frames || frames == 1 ? slice : slice.shifted(offsets[frame] - offsets[0]));
        }
        return slices;
    }

    private static @Nullable Slice of(Path path, DataSet data, int frame) {
        double[] position =
                GreyPipeline.group(data, frame, Tag.PLANE_POSITION_SEQUENCE).doubles(Tag.IMAGE_POSITION_PATIENT);
        double[] turn =
                GreyPipeline.group(data, frame, Tag.PLANE_ORIENTATION_SEQUENCE).doubles(Tag.IMAGE_ORIENTATION_PATIENT);
        DataSet measures = GreyPipeline.group(data, frame, Tag.PIXEL_MEASURES_SEQUENCE);
        double[] spacing = measures.doubles(Tag.PIXEL_SPACING);
        if (position.length != 3 || turn.length != 6 || spacing.length != 2) {
            return null;
        }
        Vec right = new Vec(turn[0], turn[1], turn[2]);
        Vec down = new Vec(turn[3], turn[4], turn[5]);
        check(right, down, spacing);
        boolean single = data.integer(Tag.NUMBER_OF_FRAMES, 1) <= 1;
        return new Slice(
                path,
                frame,
                data.string(Tag.SERIES_INSTANCE_UID).orElse(""),
                data.string(Tag.MODALITY).orElse(""),
                data.integer(Tag.COLUMNS, 0),
                data.integer(Tag.ROWS, 0),
                new Vec(position[0], position[1], position[2]),
                right.unit(),
                down.unit(),
                spacing[1],
                spacing[0],
                Math.abs(measures.number(Tag.SPACING_BETWEEN_SLICES, measures.number(Tag.SLICE_THICKNESS, 0))),
                data.integer(Tag.ACQUISITION_NUMBER, 0),
                single ? data.integer(Tag.INSTANCE_NUMBER, 0) : frame);
    }

    private static void check(Vec right, Vec down, double[] spacing) {
        boolean units = Math.abs(right.length() - 1) < NOT_UNIT && Math.abs(down.length() - 1) < NOT_UNIT;
        if (!units || Math.abs(right.dot(down)) > NOT_UNIT) {
            throw InputException.of(
                    Tag.IMAGE_ORIENTATION_PATIENT.toString(),
                    "two directions of length 1 at a right angle",
                    "others",
                    "correct the header or leave the file out");
        }
        if (!(spacing[0] > 0 && spacing[1] > 0)) {
            throw InputException.of(
                    Tag.PIXEL_SPACING.toString(), "two positive distances", "others", "correct the header");
        }
    }

    /** Perpendicular to the slice: of an axial one to the head. */
    Vec normal() {
        return right.cross(down).unit();
    }

    private Slice shifted(double along) {
        return new Slice(
                file,
                frame,
                series,
                modality,
                columns,
                rows,
                corner.plus(normal().times(along)),
                right,
                down,
                dx,
                dy,
                thickness,
                acquisition,
                instance);
    }
}
