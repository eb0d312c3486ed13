package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.vesalius.dataset.TinyPictures;
import org.vesalius.image.Image;
import org.vesalius.image.Resize;

class ThumbnailTest {
    /** Another window, gamma and size of the same film, with noise of one grey level. */
    static Image copy(Image film, int width, int height, DoubleUnaryOperator curve) {
        Image resized = Resize.resize(film.withPeak(1), width, height, Resize.Filter.BICUBIC);
        Random random = new Random(1);
        float[] samples = resized.samples().clone();
        for (int i = 0; i < samples.length; i++) {
            double value = curve.applyAsDouble(Math.clamp(samples[i], 0, 1)) * 255 + random.nextGaussian();
            samples[i] = Math.round(Math.clamp(value, 0, 255));
        }
        return Image.grey(width, height, 255, samples);
    }

    @Test
    void smoothFilmsOfDifferentBodiesHaveOneFingerprintAndAreNotAlike() {
        Image one = SmoothFilm.of(256, 1);
        for (int seed = 2; seed < 20; seed++) {
            Image other = SmoothFilm.of(256, seed);
            assertTrue(Fingerprint.of(one).near(Fingerprint.of(other)));
            assertFalse(Look.of(one).alike(Look.of(other)));
        }
    }

    @Test
    void copiesAreAlikeWhateverTheirSizeAndContrast() {
        Image film = SmoothFilm.of(300, 1);
        Look look = Look.of(film);
        for (DoubleUnaryOperator curve : new DoubleUnaryOperator[] {
            x -> x, x -> 0.8 * x, x -> Math.pow(x, 0.8), x -> Math.pow(x, 1.25), x -> 0.1 + 0.7 * x
        }) {
            Look copy = Look.of(copy(film, 170, 160, curve));
            assertTrue(look.alike(copy));
            assertTrue(copy.alike(look));
        }
    }

    @Test
    void aRescaledCopyOfAPictureFullOfEdgesIsAlike() {
        Image picture = TinyPictures.of(360, 360, 1);
        Image smaller = Resize.resize(picture, 240, 240, Resize.Filter.BICUBIC);
        assertTrue(Look.of(picture).alike(Look.of(smaller)));
    }

    @Test
    void aPictureOfTwoGreyValuesIsLikeItselfOnly() {
        float[] left = new float[64 * 64];
        float[] right = new float[64 * 64];
        for (int i = 0; i < left.length; i++) {
            left[i] = i % 64 < 20 ? 0 : 200;
            right[i] = i % 64 < 30 ? 0 : 200;
        }
        Look one = Look.of(Image.grey(64, 64, 255, left));
        assertTrue(one.alike(Look.of(Image.grey(64, 64, 255, left))));
        assertFalse(one.thumbnail().same(Look.of(Image.grey(64, 64, 255, right)).thumbnail()));
    }
}
