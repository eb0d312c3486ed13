package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;

class TransformTest {
    /** Black, with a white patch. */
    private static Image patch(int w, int h, int x, int y, int pw, int ph) {
        float[] samples = new float[w * h];
        for (int j = y; j < y + ph; j++) {
            for (int i = x; i < x + pw; i++) {
                samples[j * w + i] = 255;
            }
        }
        return Image.grey(w, h, 255, samples);
    }

    @ParameterizedTest
    @EnumSource(Transform.Fit.class)
    void aPatchIsWhereTheGeometrySays(Transform.Fit fit) {
        Random random = new Random(fit.name().length());
        for (int run = 0; run < 60; run++) {
            int w = 60 + random.nextInt(200);
            int h = 60 + random.nextInt(200);
            int x = w / 2 - 10;
            int y = h / 2 - 15;
            Transformed got = Transform.grey(64).with(fit).with(0, 1).apply(patch(w, h, x, y, 20, 30));
            Box box = got.geometry().toTarget(new Box(x, y, 20, 30, ""));
            double sum = 0;
            double sumX = 0;
            double sumY = 0;
            for (int i = 0; i < 64 * 64; i++) {
                sum += got.chw()[i];
                sumX += got.chw()[i] * (i % 64 + 0.5);
                int row = i / 64;
                sumY += got.chw()[i] * (row + 0.5);
            }
            assertThat(sumX / sum).isCloseTo(box.x() + box.width() / 2, within(0.05));
            assertThat(sumY / sum).isCloseTo(box.y() + box.height() / 2, within(0.05));
            assertThat(sum).isCloseTo(box.area(), within(0.03 * box.area() + 0.5));
        }
    }

    @ParameterizedTest
    @EnumSource(Transform.Fit.class)
    void theWindowedWayEqualsResizingAllAndCuttingAfterwards(Transform.Fit fit) {
        Image image = PillowLines.made(61, 47, 3);
        Transform transform = Transform.imagenet(20).with(fit);
        Transformed got = transform.apply(image);
        Geometry g = got.geometry();
        Image whole = Resize.resize(
                image, (int) Math.round(61 * g.scaleX()), (int) Math.round(47 * g.scaleY()), Resize.Filter.BILINEAR);
        for (int c = 0; c < 3; c++) {
            double mean = transform.mean().get(c);
            double std = transform.std().get(c);
            for (int y = 0; y < 20; y++) {
                for (int x = 0; x < 20; x++) {
                    int wx = x - (int) Math.round(g.offsetX());
                    int wy = y - (int) Math.round(g.offsetY());
                    boolean inside = wx >= 0 && wy >= 0 && wx < whole.width() && wy < whole.height();
                    double value = inside ? whole.at(wx, wy, c) / 255 : 0;
                    assertThat(got.chw()[(c * 20 + y) * 20 + x])
                            .isCloseTo((float) ((value - mean) / std), within(1e-4f));
                    assertThat(g.covers(x, y)).isEqualTo(inside);
                }
            }
        }
    }

    @Test
    void anyPeakMeansTheSame() {
        Image eight = PillowLines.made(40, 30, 1);
        float[] low = Transform.imagenet(16).apply(eight).chw();
        float[] high = Transform.imagenet(16).apply(eight.withPeak(4095)).chw();
        assertThat(PillowLines.worst(low, high)).isLessThan(1e-4f);
    }

    @Test
    void veryLongImagesKeepAtLeastOnePixel() {
        Transformed got = Transform.grey(32).apply(Image.grey(1000, 1, 255, new float[1000]));
        assertThat(got.chw()).hasSize(32 * 32).containsOnly(-1f);
        assertThat(got.geometry().covered().height()).isEqualTo(1);
    }

    @Test
    void itIsStoredAsJson() {
        Transform transform = Transform.clip(224);
        assertThat(Json.parse(Json.line(transform), Transform.class, "test")).isEqualTo(transform);
    }

    @Test
    void statisticsMustFitTheChannels() {
        assertThatThrownBy(
                        () -> new Transform(8, Transform.Fit.SQUASH, Resize.Filter.BOX, 3, List.of(0.5), List.of(0.5)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 channels");
    }
}
