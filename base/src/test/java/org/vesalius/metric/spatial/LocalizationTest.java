package org.vesalius.metric.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Box;
import org.vesalius.metric.spatial.Localization.Hits;
import org.vesalius.metric.spatial.Localization.Measure;

class LocalizationTest {
    @Test
    void piecesAreThoseOfScipyHottestFirst() {
        // scipy.ndimage.label(m > np.percentile(m, 80), structure=np.ones((3, 3))) finds the same three
        float[] map = new float[30];
        map[0] = .9f;
        map[7] = .8f;
        map[4] = .7f;
        map[21] = .95f;
        map[22] = .5f;
        map[29] = .6f;
        List<Detection> boxes = Localization.boxes(map, 6, .8, 10);
        assertThat(boxes.stream().map(Detection::box))
                .containsExactly(
                        new Box(3, 3, 3, 2, "found"), new Box(0, 0, 2, 2, "found"), new Box(4, 0, 1, 1, "found"));
        assertThat(boxes.getFirst().confidence()).isCloseTo(.95, within(1e-6));
        assertThat(Localization.boxes(map, 6, .8, 2)).hasSize(2);
    }

    @Test
    void aFlatOrEmptyMapHasNoBox() {
        assertThat(Localization.boxes(new float[9], 3, .95, 10)).isEmpty();
        assertThat(Localization.boxes(new float[] {Float.NaN, Float.NaN}, 2, .95, 10))
                .isEmpty();
    }

    @Test
    void aSmallBoxInsideTheTruthHitsByIobbAndMissesByIou() {
        Box truth = new Box(0, 0, 10, 10, "Mass");
        List<Detection> found = List.of(
                new Detection(new Box(2, 2, 2, 2, "found"), .9), new Detection(new Box(20, 0, 5, 5, "found"), .4));
        assertThat(Localization.of(found.getFirst().box(), truth, Measure.IOU)).isCloseTo(.04, within(1e-12));
        assertThat(Localization.of(found.getFirst().box(), truth, Measure.IOBB)).isEqualTo(1);
        assertThat(Localization.hits(found, List.of(truth), Measure.IOBB, .5)).isEqualTo(new Hits(1, 1, 2, 1));
        assertThat(Localization.hits(found, List.of(truth), Measure.IOU, .1)).isEqualTo(new Hits(1, 0, 2, 0));
        Hits both = new Hits(1, 1, 2, 1).plus(new Hits(1, 0, 2, 0));
        assertThat(both.recall()).isEqualTo(.5);
        assertThat(both.precision()).isEqualTo(.25);
    }
}
