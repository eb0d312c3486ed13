package org.vesalius.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Geometry;
import org.vesalius.image.Transform;
import org.vesalius.model.Readout;

class SimilarityMapTest {
    @Test
    void thePeakReturnsToWhereItWasInTheSource() {
        // 200 x 100 is padded to a square of 8; the cell at column 6, row 3 shows x 150..175, y 25..50
        Geometry geometry = Transform.grey(8).geometry(200, 100);
        float[] values = new float[64];
        values[3 * 8 + 6] = 1;
        float[] map = new SimilarityMap(8, 8, values, geometry).atSource();
        int best = 0;
        for (int i = 0; i < map.length; i++) {
            best = map[i] > map[best] ? i : best;
        }
        assertThat(best % 200).isBetween(150, 174);
        assertThat(best / 200).isBetween(25, 49);
    }

    @Test
    void smoothingIsScipysGaussianFilter() {
        // scipy.ndimage.gaussian_filter([[0, 0, 0, 2], [0, 1, 0, 0], [0, 0, 0, 0]], 1.5)
        SimilarityMap map =
                new SimilarityMap(3, 4, new float[] {0, 0, 0, 2, 0, 1, 0, 0, 0, 0, 0, 0}, Geometry.identity(4, 3));
        float[] expected = {
            0.15683565f,
            0.2409041f,
            0.385098f,
            0.50837344f,
            0.14357388f,
            0.19938195f,
            0.2905339f,
            0.36651024f,
            0.12642309f,
            0.15560664f,
            0.19732626f,
            0.22943285f
        };
        assertThat(map.smoothed(1.5).values()).containsExactly(expected, within(1e-6f));
        assertThat(map.smoothed(0).values()).isSameAs(map.values());
    }

    @Test
    void theNearestPatchGivesItsValueToAllOfItsPixels() {
        SimilarityMap map = new SimilarityMap(1, 2, new float[] {0, 1}, Geometry.identity(4, 2));
        assertThat(map.nearestAtSource(4, 2)).containsExactly(0, 0, 1, 1, 0, 0, 1, 1);
    }

    @Test
    void whatTheModelDidNotSeeIsNotANumber() {
        Geometry cropped = Transform.imagenet(8).geometry(200, 100);
        float[] map = new SimilarityMap(8, 8, new float[64], cropped).atSource();
        assertThat(map[50 * 200 + 5]).isNaN();
        assertThat(map[50 * 200 + 100]).isZero();
    }

    @Test
    void pixelsBetweenTwoPatchesLieBetweenTheirValues() {
        SimilarityMap map = new SimilarityMap(1, 2, new float[] {0, 1}, Geometry.identity(4, 2));
        assertThat(map.atSource()).containsExactly(0, 0.25f, 0.75f, 1, 0, 0.25f, 0.75f, 1);
    }

    @Test
    void aSoftMaximumLiesBetweenMeanAndMaximum() {
        float[] cosines = {0, 0, 0, 0.8f};
        assertThat(Scores.softMaximum(cosines, 1e-6)).isCloseTo(0.2, within(1e-5));
        assertThat(Scores.softMaximum(cosines, 0)).isCloseTo(0.2, within(1e-7));
        assertThat(Scores.softMaximum(cosines, 1e6)).isCloseTo(0.8, within(1e-5));
        assertThat(Scores.softMaximum(cosines, 10)).isBetween(0.2, 0.8);
    }

    @Test
    void positiveAgainstNegativeIsASoftmaxOfTwo() {
        ImageCode image = new ImageCode(new float[] {1, 0}, new float[] {1, 0}, 1, 1, Geometry.identity(1, 1));
        List<TextCode> positive = List.of(code(0.6f, 0.8f));
        List<TextCode> negative = List.of(code(0, 1));
        double expected = Math.exp(0.6) / (Math.exp(0.6) + Math.exp(0));
        assertThat(Scores.score(new Readout.PositiveNegative(1), image, positive, negative))
                .isCloseTo(expected, within(1e-7));
        assertThat(Scores.score(new Readout.LocalAndGlobal(1, 0.5, 10, 20, 1), image, positive, negative))
                .isCloseTo(expected, within(1e-7));
        assertThat(Scores.score(new Readout.Cosine(), image, positive, negative))
                .isCloseTo(0.8, within(1e-7));
    }

    @Test
    void aMapComparesPatchesWithTheTextsLocalVector() {
        ImageCode image = new ImageCode(new float[] {1, 0}, new float[] {0, 1, 1, 0}, 1, 2, Geometry.identity(2, 1));
        TextCode text = new TextCode(new float[] {1, 0}, new float[] {0, 1});
        assertThat(image.cosine(text)).isEqualTo(1);
        assertThat(image.map(text).values()).containsExactly(1, 0);
    }

    @Test
    void oneWordingThatFitsOutweighsSeveralThatFitALittle() {
        ImageCode image = new ImageCode(new float[] {1, 0}, new float[] {1, 0}, 1, 1, Geometry.identity(1, 1));
        List<TextCode> oneFits = List.of(code(0.8f, 0.6f), code(0, 1), code(0, 1), code(0, 1));
        List<TextCode> allALittle = Collections.nCopies(4, code(0.28f, 0.96f));
        List<TextCode> against = List.of(code(0, 1));
        Readout sharp = new Readout.LocalAndGlobal(1, 0.5, 10, 20, 1);
        Readout mean = new Readout.LocalAndGlobal(1, 0.5, 10, 0, 1);
        assertThat(Scores.score(sharp, image, oneFits, against))
                .isGreaterThan(Scores.score(sharp, image, allALittle, against));
        assertThat(Scores.score(mean, image, oneFits, against))
                .isLessThan(Scores.score(mean, image, allALittle, against));
    }

    private static TextCode code(float... vector) {
        return new TextCode(vector, vector);
    }
}
