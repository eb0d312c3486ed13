package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vesalius.io.InputException;

class ResizeTest {
    @Test
    void everyFilterIsPillowsWithinOneGreyLevel() {
        int cases = 0;
        for (String[] line : PillowLines.of("pillow_resize.txt")) {
            Resize.Filter filter = Resize.Filter.valueOf(line[0]);
            int[] size = Arrays.stream(line, 1, 6).mapToInt(Integer::parseInt).toArray();
            Image got = Resize.resize(PillowLines.made(size[1], size[2], size[0]), size[3], size[4], filter);
            float[] want = PillowLines.values(line, 6);
            float limit = filter == Resize.Filter.NEAREST ? 0 : 1;
            assertThat(PillowLines.worst(rounded(got.samples()), want))
                    .as(String.join(" ", Arrays.copyOf(line, 6)))
                    .isLessThanOrEqualTo(limit);
            cases++;
        }
        assertThat(cases).isEqualTo(25);
    }

    private static float[] rounded(float[] samples) {
        float[] whole = new float[samples.length];
        for (int i = 0; i < whole.length; i++) {
            whole[i] = Math.round(samples[i]);
        }
        return whole;
    }

    @ParameterizedTest
    @EnumSource(Resize.Filter.class)
    void aWindowIsTheSamePartOfTheWhole(Resize.Filter filter) {
        Image image = PillowLines.made(61, 47, 3);
        Image whole = Resize.resize(image, 24, 31, filter);
        Image part = Resize.resize(image, 24, 31, filter, 5, 7, 12, 20);
        assertThat(part).isEqualTo(whole.crop(5, 7, 12, 20));
    }

    @ParameterizedTest
    @EnumSource(Resize.Filter.class)
    void aFlatImageStaysFlat(Resize.Filter filter) {
        float[] flat = new float[30 * 20];
        Arrays.fill(flat, 77);
        Image got = Resize.resize(Image.grey(30, 20, 255, flat), 7, 43, filter);
        assertThat(PillowLines.worst(got.samples(), fill(7 * 43, 77))).isLessThan(1e-4f);
    }

    private static float[] fill(int count, float value) {
        float[] filled = new float[count];
        Arrays.fill(filled, value);
        return filled;
    }

    /** Grey rows are summed four at a time, colour rows one by one. */
    @ParameterizedTest
    @EnumSource
    void greyIsColourOfEqualChannelsToTheLastBit(Resize.Filter filter) {
        Random random = new Random(8);
        float[] noise = new float[61 * 47];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextFloat(255);
        }
        Image grey = Image.grey(61, 47, 255, noise);
        assertThat(Resize.resize(grey, 17, 23, filter).toRgb()).isEqualTo(Resize.resize(grey.toRgb(), 17, 23, filter));
    }

    @Test
    void shrinkingKeepsTheMean() {
        Random random = new Random(3);
        float[] noise = new float[128 * 96];
        double mean = 0;
        for (int i = 0; i < noise.length; i++) {
            noise[i] = random.nextInt(4096);
            mean += noise[i] / noise.length;
        }
        Image got = Resize.resize(Image.grey(128, 96, 4095, noise), 32, 24, Resize.Filter.BOX);
        double small = 0;
        for (float v : got.samples()) {
            small += v / got.samples().length;
        }
        assertThat(small).isCloseTo(mean, org.assertj.core.api.Assertions.within(0.01));
        assertThat(got.peak()).isEqualTo(4095);
    }

    @Test
    void nothingIsNoSize() {
        assertThatThrownBy(() -> Resize.resize(PillowLines.made(4, 4, 1), 0, 4, Resize.Filter.BOX))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("0 x 4");
    }
}
