package org.vesalius.metric.spatial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.vesalius.image.Box;

class DetectionTest {
    private static final int[] ONCE = {1, 1};
    private static final List<List<Box>> TRUTH =
            List.of(List.of(box(0, 0, 10, 10)), List.of(box(0, 0, 10, 10), box(20, 20, 10, 10)));

    private static Box box(double x, double y, double width, double height) {
        return new Box(x, y, width, height, "Nodule");
    }

    private static Detection point(double confidence, double x, double y) {
        return new Detection(box(x, y, 0, 0), confidence);
    }

    // specification of the downstream systems, section 8.4
    private static final List<List<Detection>> POINTS = List.of(
            List.of(point(.9, 5, 5), point(.8, 50, 50), point(.5, 6, 6)), List.of(point(.7, 5, 5), point(.6, 80, 80)));

    @Test
    void frocOfTheSpecification() {
        assertThat(Froc.sensitivities(POINTS, TRUTH, Froc.Reading.FAITHFUL))
                .containsExactly(new double[] {1 / 3., 2 / 3., 2 / 3., 2 / 3., 2 / 3., 2 / 3., 2 / 3.}, within(1e-12));
        assertThat(Froc.of(POINTS, TRUTH, Froc.Reading.FAITHFUL).of(ONCE)).isCloseTo(.619048, within(1e-6));
    }

    @Test
    void byTheTextbookTheFirstFalseAlarmPassesThreePointsAtOnce() {
        assertThat(Froc.sensitivities(POINTS, TRUTH, Froc.Reading.TEXTBOOK))
                .containsExactly(new double[] {1 / 3., 1 / 3., 1 / 3., 2 / 3., 2 / 3., 2 / 3., 2 / 3.}, within(1e-12));
    }

    @Test
    void frocWithoutBoxesOrAlarms() {
        List<List<Box>> none = List.of(List.of(), List.of());
        List<List<Detection>> silent = List.of(List.of(), List.of());
        assertThat(Froc.of(silent, none, Froc.Reading.FAITHFUL).of(ONCE)).isEqualTo(1);
        assertThat(Froc.of(silent, none, Froc.Reading.TEXTBOOK).of(ONCE)).isNaN();
        List<List<Detection>> right = List.of(List.of(point(.9, 5, 5)), List.of());
        assertThat(Froc.of(right, TRUTH, Froc.Reading.FAITHFUL).of(ONCE)).isCloseTo(1 / 3., within(1e-12));
        assertThat(Froc.of(right, TRUTH, Froc.Reading.TEXTBOOK).of(ONCE)).isCloseTo(1 / 3., within(1e-12));
    }

    @Test
    void averagePrecisionByHand() {
        List<List<Detection>> found = List.of(
                List.of(new Detection(box(0, 0, 10, 10), .9), new Detection(box(50, 50, 5, 5), .8)),
                List.of(new Detection(box(20, 20, 10, 10), .7)));
        // hit, alarm, hit of three boxes: precision 1 up to recall 1/3 (34 of 101 points), 2/3 up to 2/3 (33 more)
        double expected = (34 + 33 * 2 / 3.) / 101;
        for (AveragePrecision.Rule rule : List.of(AveragePrecision.Rule.LOVT, AveragePrecision.Rule.COCO)) {
            assertThat(AveragePrecision.of(found, TRUTH, .5, rule).of(ONCE)).isCloseTo(expected, within(1e-12));
        }
        assertThat(AveragePrecision.of(found, TRUTH, .5, AveragePrecision.Rule.VOC)
                        .of(ONCE))
                .isCloseTo((1 + 2 / 3.) / 3, within(1e-12));
        assertThat(AveragePrecision.of(found, TRUTH, AveragePrecision.lovtOverlaps(), AveragePrecision.Rule.LOVT)
                        .of(ONCE))
                .isCloseTo(expected, within(1e-12));
    }

    @Test
    void aSecondReportTakesTheNextFreeBoxButNotByVoc() {
        List<List<Box>> twins = List.of(List.of(box(0, 0, 10, 10), box(1, 0, 10, 10)));
        List<List<Detection>> found =
                List.of(List.of(new Detection(box(0, 0, 10, 10), .9), new Detection(box(0, 0, 10, 10), .8)));
        int[] once = {1};
        assertThat(AveragePrecision.of(found, twins, .5, AveragePrecision.Rule.COCO)
                        .of(once))
                .isCloseTo(1, within(1e-12));
        assertThat(AveragePrecision.of(found, twins, .5, AveragePrecision.Rule.VOC)
                        .of(once))
                .isCloseTo(.5, within(1e-12));
    }

    @Test
    void anOverlapThatEqualsTheThresholdHitsByCocoOnly() {
        List<List<Box>> truth = List.of(List.of(box(0, 0, 9, 9)));
        // with the corner pixel 10 x 5 of 10 x 10, without it 9 x 4.5 of 9 x 9
        List<List<Detection>> half = List.of(List.of(new Detection(box(0, 0, 9, 4), .9)));
        List<List<Detection>> plain = List.of(List.of(new Detection(box(0, 0, 9, 4.5), .9)));
        int[] once = {1};
        assertThat(AveragePrecision.of(half, truth, .5, AveragePrecision.Rule.LOVT)
                        .of(once))
                .isZero();
        assertThat(AveragePrecision.of(plain, truth, .5, AveragePrecision.Rule.COCO)
                        .of(once))
                .isCloseTo(1, within(1e-12));
        assertThat(AveragePrecision.of(plain, truth, .5, AveragePrecision.Rule.LOVT)
                        .of(once))
                .isCloseTo(1, within(1e-12));
    }

    @Test
    void withoutABoxThereIsNoValue() {
        assertThat(AveragePrecision.of(POINTS, List.of(List.of(), List.of()), .5, AveragePrecision.Rule.LOVT)
                        .of(ONCE))
                .isNaN();
        assertThat(AveragePrecision.of(List.of(List.of(), List.of()), TRUTH, .5, AveragePrecision.Rule.LOVT)
                        .of(ONCE))
                .isZero();
    }

    @Test
    void anImageDrawnTwiceIsTwoImages() {
        SplittableRandom random = new SplittableRandom(3);
        List<List<Detection>> found = new ArrayList<>();
        List<List<Box>> truth = new ArrayList<>();
        for (int image = 0; image < 6; image++) {
            List<Detection> own = new ArrayList<>();
            List<Box> boxes = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                own.add(new Detection(box(random.nextInt(12), random.nextInt(12), 8, 8), random.nextDouble()));
                boxes.add(box(random.nextInt(12), random.nextInt(12), 8, 8));
            }
            found.add(own);
            truth.add(boxes.subList(0, image % 3));
        }
        int[] times = {2, 0, 1, 3, 1, 1};
        List<List<Detection>> copies = new ArrayList<>();
        List<List<Box>> copiedTruth = new ArrayList<>();
        for (int i = 0; i < times.length; i++) {
            for (int t = 0; t < times[i]; t++) {
                copies.add(found.get(i));
                copiedTruth.add(truth.get(i));
            }
        }
        int[] ones = new int[copies.size()];
        Arrays.fill(ones, 1);
        for (AveragePrecision.Rule rule : AveragePrecision.Rule.values()) {
            assertThat(AveragePrecision.of(found, truth, .3, rule).of(times))
                    .isCloseTo(
                            AveragePrecision.of(copies, copiedTruth, .3, rule).of(ones), within(1e-12));
        }
        for (Froc.Reading reading : Froc.Reading.values()) {
            assertThat(Froc.of(found, truth, reading).of(times))
                    .isCloseTo(Froc.of(copies, copiedTruth, reading).of(ones), within(1e-12));
        }
    }
}
