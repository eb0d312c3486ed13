package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

class ImageTest {
    @Test
    void greyIsPillowsLuma() {
        Image rgb = Image.rgb(2, 1, 255, new float[] {255, 0, 0, 10, 200, 30});
        // Pillow: round(0.299 * 255) = 76 and 0.299 * 10 + 0.587 * 200 + 0.114 * 30 = 123.8
        assertThat(rgb.toGrey().samples()).containsExactly(new float[] {76.245f, 123.81f}, within(0.01f));
    }

    @Test
    void cropTakesThePart() {
        Image image = PillowLines.made(10, 8, 3);
        Image part = image.crop(3, 2, 4, 5);
        assertThat(part.at(0, 0, 1)).isEqualTo(image.at(3, 2, 1));
        assertThat(part.at(3, 4, 2)).isEqualTo(image.at(6, 6, 2));
        assertThatThrownBy(() -> image.crop(8, 0, 3, 1)).isInstanceOf(InputException.class);
    }

    @Test
    void sizesMustFitTheSamples() {
        assertThatThrownBy(() -> Image.grey(3, 3, 255, new float[8]))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("3 x 3 x 1");
    }

    @Test
    void boxesOverlapByTheirUnion() {
        Box a = new Box(0, 0, 10, 10, "a");
        assertThat(a.iou(new Box(5, 0, 10, 10, "b"))).isEqualTo(1.0 / 3);
        assertThat(a.iou(new Box(10, 0, 10, 10, "b"))).isZero();
        assertThat(new Box(-5, -5, 10, 10, "c").clip(3, 20)).isEqualTo(new Box(0, 0, 3, 5, "c"));
    }
}
