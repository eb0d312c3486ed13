package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

class AugmentTest {
    private static final Augment ALL = Augment.NONE
            .crop(0.6)
            .flipped(0.5)
            .affine(20, 0.1, 0.05)
            .jitter(0.4, 0.4)
            .blurred(3, 0.5);

    @Test
    void nothingAskedIsNothingDone() {
        Image image = PillowLines.made(30, 20, 3);
        Augmented got = Augment.NONE.apply(image, new Random(1));
        assertThat(got.image()).isSameAs(image);
        assertThat(got.warp()).isEqualTo(Warp.identity(30, 20));
    }

    @Test
    void theSameRandomStateGivesTheSameImage() {
        Image image = PillowLines.made(61, 47, 1);
        assertThat(ALL.apply(image, new SplittableRandom(5))).isEqualTo(ALL.apply(image, new SplittableRandom(5)));
        assertThat(ALL.apply(image, new SplittableRandom(5))).isNotEqualTo(ALL.apply(image, new SplittableRandom(6)));
    }

    @Test
    void boxesFollowThePixels() {
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 100; run++) {
            Image image = smoothSpot(90, 70, 40, 33);
            Augment augment = Augment.NONE.crop(0.7).flipped(0.5).affine(25, 0.05, 0.1);
            Augmented got = augment.apply(image, random);
            Box box = got.warp().toTarget(new Box(40, 33, 0, 0, ""));
            assertThat(centre(got.image(), true)).isCloseTo(box.x(), within(0.2));
            assertThat(centre(got.image(), false)).isCloseTo(box.y(), within(0.2));
            double x = got.warp().toSourceX(box.x(), box.y());
            assertThat(x).isCloseTo(40, within(1e-9));
        }
    }

    private static Image smoothSpot(int w, int h, double cx, double cy) {
        float[] samples = new float[w * h];
        for (int i = 0; i < samples.length; i++) {
            double dx = i % w + 0.5 - cx;
            double dy = Math.floorDiv(i, w) + 0.5 - cy;
            samples[i] = (float) (255 * Math.exp(-(dx * dx + dy * dy) / 8));
        }
        return Image.grey(w, h, 255, samples);
    }

    private static double centre(Image image, boolean alongX) {
        double sum = 0;
        double moment = 0;
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                sum += image.at(x, y, 0);
                moment += image.at(x, y, 0) * ((alongX ? x : y) + 0.5);
            }
        }
        return moment / sum;
    }

    @Test
    void aFlipAloneIsExact() {
        Image image = PillowLines.made(31, 20, 3);
        Augmented got = Augment.NONE.flipped(1).apply(image, new Random(1));
        assertThat(PillowLines.worst(got.image().samples(), image.flip().samples()))
                .isLessThan(1e-3f);
    }

    @Test
    void samplesStayInRange() {
        Image image = PillowLines.made(40, 40, 1);
        SplittableRandom random = new SplittableRandom(9);
        for (int run = 0; run < 50; run++) {
            for (float v : ALL.apply(image, random).image().samples()) {
                assertThat(v).isBetween(0f, 255.001f);
            }
        }
    }

    @Test
    void blurKeepsTheMeanOfAFlatImageAndSpreadsASpot() {
        float[] flat = new float[400];
        Arrays.fill(flat, 50);
        Image blurred = Blur.gaussian(Image.grey(20, 20, 255, flat), 2);
        assertThat(PillowLines.worst(blurred.samples(), flat)).isLessThan(1e-3f);
        float[] spot = new float[41 * 41];
        spot[20 * 41 + 20] = 255;
        Image spread = Blur.gaussian(Image.grey(41, 41, 255, spot), 2);
        // the peak of a Gaussian of deviation 2 is 1 / (2 pi 4)
        assertThat(spread.at(20, 20, 0)).isCloseTo((float) (255 / (8 * Math.PI)), within(0.1f));
    }

    @Test
    void outOfRangeIsRefused() {
        assertThatThrownBy(() -> Augment.NONE.crop(0))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cropMin");
    }
}
