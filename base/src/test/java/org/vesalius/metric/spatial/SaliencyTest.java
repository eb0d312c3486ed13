package org.vesalius.metric.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.metric.spatial.Masks.flags;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.vesalius.metric.Ranking;

class SaliencyTest {
    private static final float[] MAP = {.1f, .2f, .1f, 0, .2f, .9f, .7f, .1f, .1f, .8f, .6f, .2f, 0, .1f, .2f, .1f};
    private static final boolean[] BOX = flags("0000011001100000");

    @Test
    void looksAreWherePeopleLooked() {
        // NumPy: z = (m - m.mean()) / m.std(); (z * f).sum() / f.sum(); np.corrcoef(m, f)[0, 1]
        int[] looks = {0, 0, 0, 0, 0, 3, 1, 0, 0, 2, 0, 0, 0, 0, 1, 0};
        float[] density = new float[looks.length];
        for (int i = 0; i < looks.length; i++) {
            density[i] = looks[i];
        }
        assertThat(Saliency.nss(MAP, looks)).isCloseTo(1.6350747122898757, within(1e-6));
        assertThat(Saliency.correlation(MAP, density)).isCloseTo(.8281689776981368, within(1e-6));
        assertThat(Saliency.nss(new float[16], looks)).isNaN();
        assertThat(Saliency.nss(MAP, new int[16])).isNaN();
        assertThat(Saliency.correlation(MAP, new float[16])).isNaN();
        assertThat(Saliency.correlation(MAP, MAP)).isCloseTo(1, within(1e-12));
    }

    @Test
    void pixelsOfTheBoxAreRankedFirst() {
        assertThat(Saliency.pixelAuroc(MAP, BOX)).isEqualTo(1);
        assertThat(Saliency.pixelAveragePrecision(MAP, BOX)).isEqualTo(1);
        assertThat(Saliency.pixelAuroc(new float[16], BOX)).isEqualTo(.5);
        assertThat(Saliency.pixelAveragePrecision(new float[16], BOX)).isEqualTo(.25);
        assertThat(Saliency.pixelAuroc(MAP, new boolean[16])).isNaN();
    }

    @Test
    void theHottestQuarterIsTheBox() {
        assertThat(Saliency.iouAtArea(MAP, BOX, .25)).isEqualTo(1);
        assertThat(Saliency.iouAtArea(MAP, BOX, .125)).isEqualTo(.5);
        // a flat map: a quarter of the box in a quarter of the picture, 1 / (4 + 4 - 1)
        assertThat(Saliency.iouAtArea(new float[16], BOX, .25)).isCloseTo(1 / 7., within(1e-12));
        float[] padded = MAP.clone();
        padded[0] = Float.NaN;
        assertThat(Saliency.iouAtArea(padded, BOX, 4 / 15.)).isEqualTo(1);
    }

    @Test
    void oneSortOfPixelsGivesTheNumbersOfTheRanking() {
        SplittableRandom random = new SplittableRandom(8);
        for (int trial = 0; trial < 50; trial++) {
            float[] map = new float[40];
            boolean[] inside = new boolean[40];
            double[] scores = new double[40];
            for (int i = 0; i < map.length; i++) {
                map[i] = (random.nextInt(9) - 4) / 4f * (random.nextBoolean() ? 1 : -1);
                scores[i] = map[i];
                inside[i] = random.nextInt(3) == 0;
            }
            inside[trial % 40] = true;
            assertThat(Saliency.pixelAuroc(map, inside)).isCloseTo(Ranking.auroc(scores, inside), within(1e-12));
            assertThat(Saliency.pixelAveragePrecision(map, inside))
                    .isCloseTo(Ranking.averagePrecision(scores, inside), within(1e-12));
        }
    }
}
