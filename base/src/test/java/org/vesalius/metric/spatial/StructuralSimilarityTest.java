package org.vesalius.metric.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StructuralSimilarityTest {
    private static float[] picture(int width, int height, double level, double swing, double phase, int[] grain) {
        float[] out = new float[width * height];
        for (int i = 0; i < out.length; i++) {
            int x = i % width;
            int y = i / width;
            out[i] = (float) Math.rint(level
                    + swing * Math.sin(x / 5.0 + phase) * Math.cos(y / 7.0)
                    + grain[0] * ((x * grain[1] + y * grain[2]) % grain[3] - grain[3] / 2));
        }
        return out;
    }

    private static float[] first(int width, int height) {
        return picture(width, height, 127, 80, 0, new int[] {20, 7, 13, 5});
    }

    private static float[] second(int width, int height) {
        return picture(width, height, 120, 75, .1, new int[] {15, 5, 11, 7});
    }

    @Test
    void oneScaleIsScikitImages() {
        // structural_similarity(p, q, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255)
        assertThat(StructuralSimilarity.ssim(first(40, 48), second(40, 48), 40, 255))
                .isCloseTo(.19283175225982846, within(1e-7));
    }

    @Test
    void fiveScalesAreThoseOfASecondProgram() {
        // NumPy and scipy.ndimage.convolve1d, 177 x 181 pixels, from the formulas of Wang et al. 2003
        assertThat(StructuralSimilarity.multiScale(first(177, 181), second(177, 181), 177, 255))
                .isCloseTo(.8898040646019456, within(1e-7));
    }

    @Test
    void equalPicturesAreAlikeAndSmallOnesAreRefused() {
        assertThat(StructuralSimilarity.ssim(first(20, 20), first(20, 20), 20, 255))
                .isCloseTo(1, within(1e-12));
        assertThat(StructuralSimilarity.multiScale(first(176, 176), first(176, 176), 176, 255))
                .isCloseTo(1, within(1e-12));
        assertThatThrownBy(() -> StructuralSimilarity.multiScale(first(100, 176), first(100, 176), 100, 255))
                .hasMessageContaining("176 x 176");
    }
}
