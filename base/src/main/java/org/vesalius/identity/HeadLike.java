package org.vesalius.identity;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.Tag;
import org.vesalius.volume.Volume;

/** Volumes from which a face can be drawn. They are flagged, not defaced: that needs a segmentation of the face. */
final class HeadLike {
    private static final Set<String> VOLUMES = Set.of("CT", "MR", "PT");
    private static final Pattern WORDS = Pattern.compile(
            "\\b(head|brain|skull|cranium|cranial|face|facial|orbits?|sinus(es)?|iacs?|pituitary|sella|tmj|maxilla|mandible|neuro|cerebr\\w*|kopf|sch[aä]del|hirn|gehirn|t[eê]te|cr[aâ]ne|cabeza|testa|mprage|flair|t1w|t2w)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final double LEAST = 120;
    private static final double MOST = 290;

    private HeadLike() {}

    /** By body part, protocol and descriptions of a CT, MR or PET header. */
    static boolean is(DataSet data) {
        if (!VOLUMES.contains(data.string(Tag.MODALITY).orElse("").toUpperCase(Locale.ROOT))) {
            return false;
        }
        return mentions(data.string(Tag.BODY_PART_EXAMINED).orElse(""))
                || mentions(data.string(Tag.STUDY_DESCRIPTION).orElse(""))
                || mentions(data.string(Tag.SERIES_DESCRIPTION).orElse(""))
                || mentions(data.string(Tag.of(0x0018, 0x1030)).orElse(""));
    }

    /** Whether a description or file name speaks of a head. */
    static boolean mentions(String text) {
        return WORDS.matcher(text.replace('_', ' ').replace('-', ' ')).find();
    }

    /** By the size of what is not background: a head with its neck, and not a trunk. */
    static boolean is(Volume volume) {
        double[] extents = extents(volume);
        double least = Double.MAX_VALUE;
        double most = 0;
        for (double extent : extents) {
            least = Math.min(least, extent);
            most = Math.max(most, extent);
        }
        return least >= LEAST && most <= MOST;
    }

    /** Along each axis in mm: from the first to the last plane of which a fiftieth is brighter than a fifth of the range. */
    private static double[] extents(Volume volume) {
        float[] voxels = volume.voxels();
        float threshold = threshold(voxels);
        int[][] counts = {new int[volume.nx()], new int[volume.ny()], new int[volume.nz()]};
        for (int at = 0; at < voxels.length; at++) {
            if (voxels[at] > threshold) {
                counts[0][at % volume.nx()]++;
                counts[1][at / volume.nx() % volume.ny()]++;
                counts[2][at / volume.nx() / volume.ny()]++;
            }
        }
        List<Double> spacing = volume.affine().spacing();
        double[] extents = new double[counts.length];
        for (int axis = 0; axis < counts.length; axis++) {
            int least = voxels.length / counts[axis].length / 50;
            int first = 0;
            int last = counts[axis].length - 1;
            while (first < last && counts[axis][first] <= least) {
                first++;
            }
            while (last > first && counts[axis][last] <= least) {
                last--;
            }
            extents[axis] = (last - first + 1) * spacing.get(axis);
        }
        return extents;
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
