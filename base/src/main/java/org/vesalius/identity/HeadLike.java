package org.vesalius.identity;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.dicom.Tag;
import org.vesalius.io.InputException;
import org.vesalius.volume.Volume;

/** Volumes from which a face can be drawn. They are flagged, not defaced: that needs a segmentation of the face. */
final class HeadLike {
    private static final Set<String> VOLUMES = Set.of("CT", "MR", "PT");
    private static final Pattern WORDS = Pattern.compile(
            "\\b(head|brain|skull|cranium|cranial|face|facial|orbits?|sinus(es)?|iacs?|pituitary|sella|tmj|maxilla|mandible|neuro|cerebr\\w*|kopf|sch[aä]del|hirn|gehirn|t[eê]te|cr[aâ]ne|cabeza|testa|mprage|flair|t1w|t2w|whole *body|wb)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern OTHERS = Pattern.compile(
            "\\b(chest|thora\\w*|lungs?|heart|cardi\\w*|coronary|breast|mamm\\w*|abd\\w*|liver|pancreas|kidney|renal|pelvi\\w*|prostate|[ctl] ?spine|\\w*spine|spinal|lumbar|hips?|knees?|ankle|foot|feet|leg|thigh|shoulder|elbow|wrist|hand|arm|extremity|becken|brust|bauch|knie|lunge|herz)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Tag PROTOCOL = Tag.of(0x0018, 0x1030);
    private static final double LEAST = 120;
    private static final double MOST = 290;

    private HeadLike() {}

    /** By body part, protocol and descriptions of a CT, MR or PET file; where they name no part of the body, by the size of what its first frame shows. */
    static boolean is(DicomFile file) {
        DataSet data = file.data();
        if (!VOLUMES.contains(data.string(Tag.MODALITY).orElse("").toUpperCase(Locale.ROOT))) {
            return false;
        }
        String words = Stream.of(Tag.BODY_PART_EXAMINED, Tag.STUDY_DESCRIPTION, Tag.SERIES_DESCRIPTION, PROTOCOL)
                .map(tag -> data.string(tag).orElse(""))
                .collect(Collectors.joining(" "));
        return mentions(words) || (!matches(OTHERS, words) && isOfItsSize(file));
    }

    /** A slice across a head; what cannot be measured may be one. */
    private static boolean isOfItsSize(DicomFile file) {
        DataSet data = file.data();
        if (!data.has(Tag.PIXEL_DATA)) {
            return false;
        }
        double[] spacing = data.doubles(Tag.PIXEL_SPACING);
        if (spacing.length < 2) {
            return true;
        }
        int[] sides = {data.integer(Tag.COLUMNS, 1), data.integer(Tag.ROWS, 1)};
        try {
            return isOfItsSize(extents(DicomPixels.modality(file, 0), sides, List.of(spacing[1], spacing[0])));
        } catch (InputException _) {
            return true;
        }
    }

    /** Whether a description or file name speaks of a head. */
    static boolean mentions(String text) {
        return matches(WORDS, text);
    }

    private static boolean matches(Pattern words, String text) {
        return words.matcher(text.replace('_', ' ').replace('-', ' ')).find();
    }

    /** By the size of what is not background: a head with its neck, and not a trunk. */
    static boolean is(Volume volume) {
        return isOfItsSize(extents(
                volume.voxels(),
                new int[] {volume.nx(), volume.ny(), volume.nz()},
                volume.affine().spacing()));
    }

    private static boolean isOfItsSize(double... extents) {
        DoubleSummaryStatistics range = DoubleStream.of(extents).summaryStatistics();
        return range.getMin() >= LEAST && range.getMax() <= MOST;
    }

    /** Along each axis in mm: from the first to the last plane of which a fiftieth is brighter than a fifth of the range. */
    private static double[] extents(float[] voxels, int[] sides, List<Double> spacing) {
        float threshold = threshold(voxels);
        int[][] counts = new int[sides.length][];
        for (int axis = 0; axis < sides.length; axis++) {
            counts[axis] = new int[sides[axis]];
        }
        for (int at = 0; at < voxels.length; at++) {
            for (int axis = 0, rest = at; voxels[at] > threshold && axis < sides.length; axis++) {
                counts[axis][rest % sides[axis]]++;
                rest /= sides[axis];
            }
        }
        double[] extents = new double[sides.length];
        for (int axis = 0; axis < sides.length; axis++) {
            extents[axis] = extent(counts[axis], voxels.length / sides[axis] / 50) * spacing.get(axis);
        }
        return extents;
    }

    /** How many planes from the first to the last that has more than {@code least}. */
    private static int extent(int[] counts, int least) {
        int first = 0;
        int last = counts.length - 1;
        while (first < last && counts[first] <= least) {
            first++;
        }
        while (last > first && counts[last] <= least) {
            last--;
        }
        return last - first + 1;
    }

    private static float threshold(float[] voxels) {
        int step = Math.max(1, voxels.length / 100_000);
        float[] some = new float[(voxels.length + step - 1) / step];
        for (int i = 0; i < some.length; i++) {
            some[i] = voxels[i * step];
        }
        Arrays.sort(some);
        float low = some[some.length / 100];
        float high = some[some.length - 1 - some.length / 100];
        return low + (high - low) / 5;
    }
}
