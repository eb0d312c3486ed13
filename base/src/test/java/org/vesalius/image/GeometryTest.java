package org.vesalius.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;

class GeometryTest {
    @Test
    void anyChainOfStepsIsUndone() {
        Random random = new Random(7);
        for (int run = 0; run < 500; run++) {
            int w = 1 + random.nextInt(3000);
            int h = 1 + random.nextInt(3000);
            Geometry chain = Geometry.identity(w, h);
            for (int step = random.nextInt(6); step >= 0; step--) {
                chain = chain.then(randomStep(random, chain.targetWidth(), chain.targetHeight()));
            }
            double x = random.nextDouble() * w;
            double y = random.nextDouble() * h;
            assertThat(chain.toSourceX(chain.toTargetX(x))).isCloseTo(x, within(1e-6 * w));
            assertThat(chain.toSourceY(chain.toTargetY(y))).isCloseTo(y, within(1e-6 * h));
            assertThat(chain.inverse().toTargetX(chain.toTargetX(x))).isCloseTo(x, within(1e-6 * w));
            Box box = new Box(x, y, random.nextDouble() * 50, random.nextDouble() * 50, "nodule");
            Box back = chain.toSource(chain.toTarget(box));
            assertThat(back.x()).isCloseTo(box.x(), within(1e-6 * w));
            assertThat(back.height()).isCloseTo(box.height(), within(1e-6 * h));
        }
    }

    private static Geometry randomStep(Random random, int w, int h) {
        return switch (random.nextInt(3)) {
            case 0 -> Geometry.resize(w, h, 1 + random.nextInt(600), 1 + random.nextInt(600));
            case 1 ->
                Geometry.window(
                        w,
                        h,
                        random.nextInt(20) - 10,
                        random.nextInt(20) - 10,
                        1 + random.nextInt(600),
                        1 + random.nextInt(600));
            default -> Geometry.flip(w, h);
        };
    }

    @Test
    void theChainMapsAsItsStepsDo() {
        Geometry first = Geometry.resize(100, 50, 200, 200);
        Geometry second = Geometry.window(200, 200, 30, -10, 100, 220);
        assertThat(first.then(second).toTargetX(20)).isEqualTo(second.toTargetX(first.toTargetX(20)));
        assertThat(first.then(second).toTargetY(20)).isEqualTo(90);
    }

    @Test
    void aFlipMirrorsABox() {
        Box box = Geometry.flip(100, 40).toTarget(new Box(10, 5, 20, 8, "a"));
        assertThat(box).isEqualTo(new Box(70, 5, 20, 8, "a"));
    }

    @Test
    void paddingIsNotCovered() {
        Geometry pad = Geometry.window(10, 4, 0, -3, 10, 10);
        assertThat(pad.covered()).isEqualTo(new Box(0, 3, 10, 4, ""));
        assertThat(pad.covers(0, 2)).isFalse();
        assertThat(pad.covers(0, 3)).isTrue();
        assertThat(pad.covers(9, 6)).isTrue();
        assertThat(pad.covers(0, 7)).isFalse();
    }

    @Test
    void stepsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Geometry.identity(5, 5).then(Geometry.identity(6, 5)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("5 x 5")
                .hasMessageContaining("6 x 5");
    }
}
