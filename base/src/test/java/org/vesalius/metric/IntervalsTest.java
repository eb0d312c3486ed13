package org.vesalius.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.vesalius.metric.Rows.FIRST;
import static org.vesalius.metric.Rows.POSITIVE;
import static org.vesalius.metric.Rows.SECOND;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalsTest {
    private static final List<String> EACH_ITS_OWN =
            IntStream.range(0, FIRST.length).mapToObj(i -> "p" + i).toList();

    @Test
    void deLongEqualsNumpy() {
        assertThat(DeLong.variance(FIRST, POSITIVE)).isCloseTo(.008342613878246063, within(1e-15));
        var difference = DeLong.difference(FIRST, SECOND, POSITIVE);
        assertThat(difference.difference().value()).isCloseTo(.035, within(1e-12));
        assertThat(difference.p()).isCloseTo(.8187786491718954, within(1e-12));
        Interval auroc = DeLong.auroc(FIRST, POSITIVE);
        assertThat(auroc.high() - auroc.value())
                .isCloseTo(1.959963984540054 * Math.sqrt(.008342613878246063), within(1e-12));
        assertThat(DeLong.difference(FIRST, FIRST, POSITIVE).p()).isEqualTo(1);
    }

    @Test
    void theNormalTailEqualsScipy() {
        assertThat(Normal.twoSided(0)).isEqualTo(1);
        assertThat(Normal.twoSided(-.5)).isCloseTo(.6170750774519738, within(1e-14));
        assertThat(Normal.twoSided(1.96)).isCloseTo(.04999579029644087, within(1e-14));
        assertThat(Normal.twoSided(4.99)).isCloseTo(6.03792925041696e-07, within(1e-14));
        assertThat(Normal.twoSided(5.01)).isCloseTo(5.443003545711639e-07, within(1e-20));
        assertThat(Normal.twoSided(8)).isCloseTo(1.244192114854348e-15, within(1e-28));
    }

    @Test
    void theBootstrapOfAMeanIsAsWideAsItsStandardError() {
        double[] values = IntStream.range(0, 50).asDoubleStream().toArray();
        Interval interval = Bootstrap.byRow(50, 4000, 1).interval(Bootstrap.meanOf(values));
        assertThat(interval.value()).isEqualTo(24.5);
        // SciPy, 9,999 resamples: 20.54 to 28.48
        assertThat(interval.low()).isCloseTo(20.54, within(.25));
        assertThat(interval.high()).isCloseTo(28.48, within(.25));
    }

    @Test
    void theSameSeedGivesTheSameRange() {
        var statistic = Ranking.aurocOf(FIRST, POSITIVE);
        Interval first = Bootstrap.byGroup(EACH_ITS_OWN, 500, 3).interval(statistic);
        assertThat(Bootstrap.byGroup(EACH_ITS_OWN, 500, 3).interval(statistic)).isEqualTo(first);
        assertThat(Bootstrap.byGroup(EACH_ITS_OWN, 500, 4).interval(statistic)).isNotEqualTo(first);
        assertThat(Bootstrap.byRow(FIRST.length, 500, 3).interval(statistic)).isEqualTo(first);
        assertThat(first.low()).isBetween(.4, .6);
        assertThat(first.high()).isBetween(.75, .95);
    }

    @Test
    void theResamplesAreThoseOfAPlainLoopOnAnyNumberOfThreads() {
        List<String> patients =
                IntStream.range(0, FIRST.length).mapToObj(i -> "p" + i / 3).toList();
        int groups = Math.ceilDiv(FIRST.length, 3);
        var statistic = Ranking.aurocOf(FIRST, POSITIVE);
        double[] plain = new double[100];
        SplittableRandom streams = new SplittableRandom(7);
        for (int i = 0; i < plain.length; i++) {
            SplittableRandom random = streams.split();
            int[] drawn = new int[groups];
            for (int g = 0; g < groups; g++) {
                drawn[random.nextInt(groups)]++;
            }
            plain[i] = statistic.of(
                    IntStream.range(0, FIRST.length).map(row -> drawn[row / 3]).toArray());
        }
        Bootstrap bootstrap = Bootstrap.byGroup(patients, plain.length, 7);
        for (int threads : new int[] {1, 2, 5}) {
            try (ForkJoinPool pool = new ForkJoinPool(threads)) {
                assertThat(pool.submit(() -> bootstrap.samples(statistic)).join())
                        .as(threads + " threads")
                        .isEqualTo(plain);
            }
        }
    }

    @Test
    void copiesOfARowInOneGroupNarrowNothing() {
        double[] values = {0, 1, 2, 3, 4, 5, 6, 7};
        double[] twice = Arrays.copyOf(values, 16);
        System.arraycopy(values, 0, twice, 8, 8);
        List<String> groups = IntStream.range(0, 16).mapToObj(i -> "p" + i % 8).toList();
        Interval once = Bootstrap.byRow(8, 1000, 5).interval(Bootstrap.meanOf(values));
        Interval doubled = Bootstrap.byGroup(groups, 1000, 5).interval(Bootstrap.meanOf(twice));
        assertThat(doubled.low()).isCloseTo(once.low(), within(1e-12));
        assertThat(doubled.high()).isCloseTo(once.high(), within(1e-12));
        assertThat(Bootstrap.byRow(16, 1000, 5)
                        .interval(Bootstrap.meanOf(twice))
                        .low())
                .isGreaterThan(once.low());
    }

    @Test
    void drawsWithinOnePartAreThoseOfThatPart() {
        var statistic = Ranking.aurocOf(FIRST, POSITIVE);
        Bootstrap one = Bootstrap.byGroup(EACH_ITS_OWN, 300, 5);
        assertThat(Bootstrap.within(List.of(one)).interval(statistic)).isEqualTo(one.interval(statistic));
    }

    @Test
    void drawsWithinStrataKeepTheSizeOfEach() {
        Bootstrap first = Bootstrap.byRow(3, 200, 1);
        Bootstrap second = Bootstrap.byGroup(List.of("a", "a", "b", "c"), 200, 9);
        Bootstrap both = Bootstrap.within(List.of(first, second));
        assertThat(both.rows()).isEqualTo(7);
        assertThat(both.samples(times -> times[0] + times[1] + times[2])).containsOnly(3);
        // a patient's two rows stay together
        assertThat(both.samples(times -> times[3] - times[4])).containsOnly(0);
        assertThat(both.samples(times -> times[3] + times[5] + times[6])).containsOnly(3);
        assertThat(both.samples(times -> times[0])).contains(0, 1, 2);
    }

    @Test
    void theMeanOfTwoStrataIsNarrowerThanEither() {
        double[] values = IntStream.range(0, 50).asDoubleStream().toArray();
        Bootstrap one = Bootstrap.byRow(50, 2000, 1);
        var mean = Bootstrap.meanOf(values);
        Interval both = Bootstrap.within(List.of(one, one))
                .interval(times ->
                        (mean.of(Arrays.copyOfRange(times, 0, 50)) + mean.of(Arrays.copyOfRange(times, 50, 100))) / 2);
        // independent draws: the standard error falls by the square root of two
        Interval alone = one.interval(mean);
        assertThat((both.high() - both.low()) / (alone.high() - alone.low())).isCloseTo(Math.sqrt(.5), within(.05));
    }

    @Test
    void resamplesWithoutAValueAreLeftOutAndCounted() {
        double[] scores = {.9, .1, .2};
        boolean[] positive = {true, false, false};
        Interval interval = Bootstrap.byRow(3, 1000, 1).interval(Ranking.aurocOf(scores, positive));
        // a draw of three rows holds both classes with probability 1 - (1/27 + 8/27) = 2/3
        assertThat(interval.resamples()).isBetween(610, 720);
        assertThat(interval.value()).isEqualTo(1);
    }

    @Test
    void theMacroMeanSkipsWhatIsUndefined() {
        var macro = Bootstrap.macroOf(List.of(t -> Double.NaN, t -> 1, t -> 2));
        assertThat(macro.of(new int[0])).isEqualTo(1.5);
        assertThat(Bootstrap.macroOf(List.of(t -> Double.NaN)).of(new int[0])).isNaN();
    }

    @Test
    void chexzeroTakesEntries24And974OfAThousand() {
        double[] samples = IntStream.range(0, 1000).mapToDouble(i -> 999 - i).toArray();
        Interval range = IntervalRule.chexzero(samples);
        assertThat(range.low()).isEqualTo(24);
        assertThat(range.high()).isEqualTo(974);
        assertThat(range.value()).isEqualTo(499.5);
        // undefined resamples are the last and count: fifty of them push both ends up, the mean ignores them
        Arrays.fill(samples, 0, 50, Double.NaN);
        Interval pushed = IntervalRule.chexzero(samples);
        assertThat(pushed.low()).isEqualTo(24);
        assertThat(pushed.high()).isNaN();
        assertThat(pushed.value()).isEqualTo(474.5);
        assertThat(IntervalRule.chexzero(new double[] {.123456}).low()).isEqualTo(.1235);
    }

    @Test
    void repairGivesTheStandardErrorOfTenResamples() {
        // scipy.stats.sem(r) * scipy.stats.t.ppf(.975, 9)
        Interval range = IntervalRule.repair(new double[] {.71, .74, .69, .77, .70, .73, .72, .75, .68, .76});
        assertThat(range.value()).isCloseTo(.725, within(1e-12));
        assertThat(range.low()).isCloseTo(.703341494103866, within(1e-12));
        assertThat(range.high()).isCloseTo(.7466585058961339, within(1e-12));
        Interval drawn =
                Bootstrap.byRow(FIRST.length, 500, 3).interval(Ranking.aurocOf(FIRST, POSITIVE), IntervalRule.REPAIR);
        assertThat(drawn.resamples()).isEqualTo(10);
    }

    @Test
    void biasCorrectedEndsAreScipysArithmetic() {
        // the formulas of scipy.stats.bootstrap's BCa on given resamples and leave-one-out values
        double[] samples = IntStream.rangeClosed(1, 1000)
                .mapToDouble(i -> Math.pow(Math.sin(i * 1.7), 3) + .3 * Math.cos(i * .31))
                .toArray();
        double[] without = IntStream.range(0, 30)
                .mapToDouble(i -> Math.cos(Math.pow(i, 1.5)) * .1 + i * i / 9000.0)
                .toArray();
        Interval range = IntervalRule.bca(.05, samples, without);
        assertThat(range.low()).isCloseTo(-1.06154499, within(1e-7));
        assertThat(range.high()).isCloseTo(1.16870183, within(1e-7));
    }

    @Test
    void theBiasCorrectedRangeOfSquaresIsScipys() {
        double[] squares = IntStream.range(0, 50).mapToDouble(i -> i * i).toArray();
        Interval range = Bootstrap.byRow(50, 4000, 1).interval(Bootstrap.meanOf(squares), IntervalRule.BCA);
        // SciPy, 9,999 resamples: 614.7 to 1017.6; the percentile range lies lower
        assertThat(range.low()).isCloseTo(614.7, within(12.0));
        assertThat(range.high()).isCloseTo(1017.6, within(12.0));
        assertThat(range.method()).isEqualTo(IntervalRule.BCA.method());
    }

    @Test
    void theBiasCorrectedRangeLeavesOutWholePatients() {
        double[] values = {1, 1, 5, 5, 9, 9};
        List<String> pairs = List.of("a", "a", "b", "b", "c", "c");
        assertThat(Bootstrap.byGroup(pairs, 10, 1).leavingOneOut(Bootstrap.meanOf(values)))
                .containsExactly(7, 5, 3);
        // nothing varies: the range is the value
        Interval flat = Bootstrap.byRow(3, 50, 1).interval(Bootstrap.meanOf(new double[] {2, 2, 2}), IntervalRule.BCA);
        assertThat(flat.low()).isEqualTo(2);
        assertThat(flat.high()).isEqualTo(2);
    }

    @Test
    void pointsOfTheNormalDistributionAreScipys() {
        assertThat(Normal.quantile(.001)).isCloseTo(-3.090232306167813, within(1e-9));
        assertThat(Normal.quantile(.3)).isCloseTo(-.5244005127080407, within(1e-9));
        assertThat(Normal.quantile(.975)).isCloseTo(Normal.Z975, within(1e-9));
        assertThat(Normal.quantile(0)).isInfinite();
        assertThat(Normal.cdf(-1) + Normal.cdf(1)).isCloseTo(1, within(1e-15));
    }

    @Test
    void equalSystemsDoNotDifferAndClearlyBetterOnesDo() {
        var draws = Bootstrap.byGroup(EACH_ITS_OWN, 1000, 1);
        var first = Ranking.aurocOf(FIRST, POSITIVE);
        assertThat(PairedTest.bootstrap(draws, first, first).p()).isEqualTo(1);
        double[] perfect = new double[POSITIVE.length];
        Arrays.setAll(perfect, i -> POSITIVE[i] ? 1 : 0);
        var better = PairedTest.bootstrap(draws, Ranking.aurocOf(perfect, POSITIVE), first);
        assertThat(better.p()).isLessThan(.01);
        assertThat(better.difference().above(0)).isTrue();
        assertThat(PairedTest.bootstrap(draws, first, Ranking.aurocOf(SECOND, POSITIVE))
                        .p())
                .isCloseTo(.8187786491718954, within(.1)); // as DeLong
        assertThat(PairedTest.swap(perfect, FIRST, EACH_ITS_OWN, s -> Ranking.auroc(s, POSITIVE), 400, 1))
                .isLessThan(.01);
        assertThat(PairedTest.swap(FIRST, SECOND, EACH_ITS_OWN, s -> Ranking.auroc(s, POSITIVE), 1000, 1))
                .isCloseTo(.82, within(.1));
    }

    @Test
    void signFlipEqualsTheExactPermutationTest() {
        double[] differences = {.3, -.1, .2, .5, .1, -.2, .4, .6};
        // SciPy, all 256 flips
        assertThat(PairedTest.signFlip(differences, EACH_ITS_OWN.subList(0, 8), 20_000, 1))
                .isCloseTo(.0859375, within(.01));
        // one patient alone can never be evidence
        assertThat(PairedTest.signFlip(differences, Collections.nCopies(8, "p"), 1000, 1))
                .isEqualTo(1);
    }

    @Test
    void holmStepsDown() {
        assertThat(PairedTest.holm(new double[] {.01, .04, .03, .005}))
                .containsExactly(new double[] {.03, .06, .06, .02}, within(1e-15));
        assertThat(PairedTest.holm(new double[] {.6, Double.NaN, .03})).containsExactly(.6, Double.NaN, .06);
    }
}
