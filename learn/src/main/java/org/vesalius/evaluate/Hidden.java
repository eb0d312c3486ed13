package org.vesalius.evaluate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.vesalius.image.Image;

/** Pictures of which a part is hidden under the mean grey, and the parts. Masks are row-major, of the size of the picture. */
final class Hidden {
    private Hidden() {}

    /** The picture with the part at its own mean, channel by channel. */
    static Image under(Image image, boolean[] part) {
        int channels = image.channels();
        double[] mean = new double[channels];
        float[] samples = image.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            mean[i % channels] += (double) samples[i] * channels / samples.length;
        }
        for (int i = 0; i < samples.length; i++) {
            samples[i] = part[i / channels] ? (float) mean[i % channels] : samples[i];
        }
        return channels == 1
                ? Image.grey(image.width(), image.height(), image.peak(), samples)
                : Image.rgb(image.width(), image.height(), image.peak(), samples);
    }

    /** The hottest {@code share} of a map's pixels, at least one; of equals the first, what is NaN last. */
    static boolean[] hottest(float[] map, double share) {
        float[] sorted = new float[map.length];
        for (int i = 0; i < map.length; i++) {
            sorted[i] = cold(map[i]);
        }
        Arrays.sort(sorted);
        int wanted = Math.clamp(Math.round(share * map.length), 1, map.length);
        float cut = sorted[wanted - 1];
        boolean[] part = new boolean[map.length];
        int left = wanted;
        for (int i = 0; i < map.length; i++) {
            part[i] = cold(map[i]) < cut;
            left -= part[i] ? 1 : 0;
        }
        for (int i = 0; i < map.length && left > 0; i++) {
            if (cold(map[i]) == cut) {
                part[i] = true;
                left--;
            }
        }
        return part;
    }

    private static float cold(float value) {
        return Float.isNaN(value) ? Float.POSITIVE_INFINITY : 0f - value;
    }

    /** The same shape at a random other place; what leaves the picture on one side comes in on the other. */
    static boolean[] elsewhere(boolean[] part, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int height = part.length / width;
        // at least a quarter of a side away
        int dx = width / 4 + random.nextInt(Math.max(1, width / 2));
        int dy = height / 4 + random.nextInt(Math.max(1, height / 2));
        boolean[] moved = new boolean[part.length];
        for (int i = 0; i < part.length; i++) {
            if (part[i]) {
                moved[(i / width + dy) % height * width + (i % width + dx) % width] = true;
            }
        }
        return moved;
    }

    /** The same shape on the other side of the picture. */
    static boolean[] mirrored(boolean[] part, int width) {
        boolean[] mirrored = new boolean[part.length];
        for (int i = 0; i < part.length; i++) {
            mirrored[i / width * width + width - 1 - i % width] = part[i];
        }
        return mirrored;
    }

    /** Whether two parts have at most a quarter of the first in common: a box over the middle has no other side. */
    static boolean apart(boolean[] part, boolean[] other) {
        int n = 0;
        int both = 0;
        for (int i = 0; i < part.length; i++) {
            n += part[i] ? 1 : 0;
            both += part[i] && other[i] ? 1 : 0;
        }
        return 4 * both <= n;
    }
}
