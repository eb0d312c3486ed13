package org.vesalius.shard;

import java.util.Random;
import org.vesalius.image.Image;

/** Films that brighten from left to right, each with three soft shadows of its own: all have the same {@link Fingerprint}. */
final class SmoothFilm {
    private SmoothFilm() {}

    static Image of(int side, int seed) {
        Random random = new Random(seed);
        double[] place = random.doubles(6, 0.2, 0.8).toArray();
        float[] samples = new float[side * side];
        for (int i = 0; i < samples.length; i++) {
            double x = (i % side + 0.5) / side;
            double y = (Math.floorDiv(i, side) + 0.5) / side;
            double shadows = shadow(x - place[0], y - place[1])
                    + shadow(x - place[2], y - place[3])
                    + shadow(x - place[4], y - place[5]);
            samples[i] = Math.round(10 + 180 * x + 18 * shadows);
        }
        return Image.grey(side, side, 255, samples);
    }

    private static double shadow(double x, double y) {
        return Math.exp(-(x * x + y * y) / (2 * 0.2 * 0.2));
    }
}
