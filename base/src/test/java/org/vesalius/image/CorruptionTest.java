package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vesalius.io.InputException;

class CorruptionTest {
    private static final int SIDE = 64;

    /** A bright square above the middle on a slope. */
    private static Image picture(int channels) {
        float[] samples = new float[SIDE * SIDE * channels];
        for (int i = 0; i < samples.length; i++) {
            int x = i / channels % SIDE;
            int y = i / channels / SIDE;
            boolean square = Math.abs(x - 32) < 6 && Math.abs(y - 12) < 6;
            samples[i] = square ? 220 : 40 + x;
        }
        return channels == 1 ? Image.grey(SIDE, SIDE, 255, samples) : Image.rgb(SIDE, SIDE, 255, samples);
    }

    private static double difference(Image a, Image b) {
        double sum = 0;
        for (int i = 0; i < a.samples().length; i++) {
            sum += Math.abs(a.samples()[i] - b.samples()[i]);
        }
        return sum / a.samples().length;
    }

    @ParameterizedTest
    @EnumSource(Corruption.class)
    void moreSevereIsFurtherAwayAndTheSizeStays(Corruption corruption) {
        for (int channels : new int[] {1, 3}) {
            Image clean = picture(channels);
            double before = 0;
            for (int severity = 1; severity <= Corruption.SEVEREST; severity++) {
                Image damaged = corruption.apply(clean, severity);
                assertThat(damaged.width()).isEqualTo(SIDE);
                assertThat(damaged.height()).isEqualTo(SIDE);
                assertThat(damaged.channels()).isEqualTo(channels);
                assertThat(damaged.peak()).isEqualTo(255);
                double away = difference(clean, damaged);
                assertThat(away).as("%s %d", corruption, severity).isGreaterThan(before);
                before = away;
                assertThat(corruption.apply(clean, severity)).isEqualTo(damaged);
            }
        }
        assertThat(picture(1)).isEqualTo(picture(1));
    }

    @Test
    void noiseHasItsDeviation() {
        Image grey = Image.grey(100, 100, 1, new float[10_000]);
        Arrays.fill(grey.samples(), .5f);
        Image noisy = Corruption.NOISE.apply(grey, 1);
        double squares = 0;
        for (float value : noisy.samples()) {
            squares += (value - .5) * (value - .5);
        }
        assertThat(Math.sqrt(squares / 10_000)).isCloseTo(.05, within(.002));
    }

    @Test
    void contrastKeepsTheMean() {
        Image flat = Corruption.CONTRAST.apply(picture(1), 2);
        assertThat(flat.at(0, 63, 0) - flat.at(63, 63, 0)).isCloseTo(-63 / 2f, within(1e-3f));
    }

    @Test
    void aTurnIsClockwise() {
        Image turned = Corruption.ROTATION.apply(picture(1), 3);
        // the square was 20 pixels above the middle: 20 sin 20° = 6.8 to the right now, 20 cos 20° = 18.8 above
        assertThat(turned.at(39, 13, 0)).isGreaterThan(200);
        assertThat(turned.at(25, 13, 0)).isLessThan(100);
    }

    @Test
    void anUnknownSeverityIsRefused() {
        assertThatThrownBy(() -> Corruption.BLUR.apply(picture(1), 4))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("1 to 3");
    }
}
