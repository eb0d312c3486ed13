package org.vesalius.metric.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** BLEU, ROUGE, CIDEr and chrF: values of NLTK 3.8, second plain implementations, and limits. */
class OverlapTest {
    private static final double EXACT = 1e-12;
    private static final List<TextPair> PAIRS = List.of(
            new TextPair(
                    "the heart is normal . the lungs are clear .",
                    List.of("the heart size is normal . lungs are clear .", "heart normal .")),
            TextPair.of("no pleural effusion or pneumothorax .", "no pneumothorax or pleural effusion is seen ."),
            TextPair.of(
                    "there is a small left pleural effusion .",
                    "small left pleural effusion is present . the heart is enlarged ."),
            TextPair.of("no change", "stable ."),
            TextPair.of("a", "a b"));

    private static Stream<TextMetric> all() {
        List<List<String>> train = List.of(List.of("the heart is normal ."), List.of("clear ."));
        return Stream.of(
                        Bleu.upTo4(Bleu.Rule.PYCOCOEVALCAP, Tokenization.WS),
                        Bleu.upTo4(Bleu.Rule.NLTK_CORPUS, Tokenization.NLTK),
                        Rouge.stemmed(),
                        List.<TextMetric>of(
                                Bleu.radcliq(),
                                Bleu.mmbert(),
                                new RougeL(Tokenization.WS),
                                new RougeL(Tokenization.PTB_LITE),
                                Cider.shipped(Tokenization.WS),
                                Cider.corrected(Tokenization.WS),
                                Cider.trained(Tokenization.WS, train),
                                new Chrf(Chrf.Rule.SACREBLEU),
                                new Chrf(Chrf.Rule.NLTK)))
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("all")
    void anEmptyTextScoresNothing(TextMetric metric) {
        TextScores scores = metric.score(List.of(TextPair.of("", "the heart is normal ."), PAIRS.getFirst()));
        assertThat(scores.item(0)).isCloseTo(0, within(1e-3));
        assertThat(scores.item(1)).isGreaterThan(0);
        assertThat(metric.score(List.of(TextPair.of("the heart", ""), PAIRS.getFirst()))
                        .item(0))
                .isCloseTo(0, within(1e-3));
    }

    @ParameterizedTest
    @MethodSource("all")
    void anotherTextScoresBelowTheSameText(TextMetric metric) {
        List<TextPair> same = PAIRS.stream()
                .map(pair -> TextPair.of(
                        pair.references().getFirst(), pair.references().getFirst()))
                .toList();
        assertThat(metric.score(PAIRS).corpus()).isLessThan(metric.score(same).corpus());
        assertThat(metric.score(same).corpus()).isGreaterThan(0.3);
    }

    @ParameterizedTest
    @MethodSource("all")
    void noPairsHaveNoValueAndOneHasOne(TextMetric metric) {
        assertThat(metric.score(List.of()).corpus()).isNaN();
        assertThat(metric.score(PAIRS.subList(0, 1)).corpus()).isBetween(0.0, 10.0);
    }

    @ParameterizedTest
    @MethodSource("all")
    void theStatisticsAloneMakeTheNumbersAgain(TextMetric metric) {
        TextTable table = metric.statistics().of(PAIRS);
        double[][] rows = IntStream.range(0, table.rows()).mapToObj(table::row).toArray(double[][]::new);
        TextScores again = metric.scores(TextTable.of(metric.statistics().columns(), rows));
        assertThat(again.corpus(new int[] {1, 1, 2}))
                .isEqualTo(metric.score(PAIRS).corpus(new int[] {1, 1, 2}));
        assertThat(metric.name()).matches("[A-Za-z0-9-]+\\[.*\\]@1");
    }

    /** {@code corpus_bleu} and {@code sentence_bleu} of NLTK 3.8, no smoothing. */
    @Test
    void bleuIsNltks() {
        double[] corpus = {.6287298084347792, .4592727462224618, Double.NaN, .24652909147506152};
        for (int n : new int[] {1, 2, 4}) {
            assertThat(new Bleu(Bleu.Rule.NLTK_CORPUS, n, Tokenization.WS)
                            .score(PAIRS)
                            .corpus())
                    .isCloseTo(corpus[n - 1], within(EXACT));
        }
        assertThat(Bleu.mmbert().score(PAIRS).items())
                .containsExactly(
                        new double[] {.9, .7165313105737893, .45489799478447507, 0, .36787944117144233}, within(EXACT));
        double[] four = new Bleu(Bleu.Rule.NLTK_SENTENCE, 4, Tokenization.WS)
                .score(PAIRS)
                .items();
        assertThat(four[0]).isCloseTo(.4234197579236933, within(EXACT));
        assertThat(four[1]).isCloseTo(7.147676483165992e-155, within(1e-166));
        assertThat(new Bleu(Bleu.Rule.NLTK_CORPUS, 4, Tokenization.WS)
                        .score(PAIRS)
                        .item(1))
                .isEqualTo(four[1]);
    }

    @Test
    void radcliqsBleuIsZeroWhereNoTwoWordsFollowEachOther() {
        assertThat(Bleu.radcliq()
                        .score(List.of(TextPair.of("Clear lungs.", "Lungs clear.")))
                        .item(0))
                .isEqualTo(0);
        assertThat(Bleu.radcliq()
                        .score(List.of(TextPair.of("No effusion.", "no effusion .")))
                        .item(0))
                .isCloseTo(1, within(EXACT));
    }

    @Test
    void bleuKnowsRunsOfOneToFour() {
        assertThatThrownBy(() -> new Bleu(Bleu.Rule.PYCOCOEVALCAP, 5, Tokenization.WS))
                .hasMessageContaining("1 to 4");
    }

    /** {@code sentence_chrf} and {@code corpus_chrf} of NLTK 3.8, against the first reference. */
    @Test
    void chrfIsNltks() {
        List<TextPair> single = PAIRS.stream()
                .map(pair -> TextPair.of(pair.hypothesis(), pair.references().getFirst()))
                .toList();
        TextScores scores = new Chrf(Chrf.Rule.NLTK).score(single);
        assertThat(scores.items())
                .containsExactly(
                        new double[] {
                            .7237335877175708,
                            .6770919514972881,
                            .4887536619643232,
                            .046948356807511825,
                            .08771929824561413
                        },
                        within(EXACT));
        assertThat(scores.corpus()).isCloseTo(.4048493712464615, within(EXACT));
    }

    @Test
    void chrf2OfAShortTextWorkedByHand() {
        // letters "abc" and "abd": 2 of 3, then 1 of 2, then 0 of 1
        double mean = (2 / 3.0 + 1 / 2.0 + 0) / 3;
        assertThat(new Chrf(Chrf.Rule.SACREBLEU)
                        .score(List.of(TextPair.of("a bc", "ab d")))
                        .corpus())
                .isCloseTo(mean, within(EXACT));
    }

    /** Worked out in Python from rouge_score's definition with NLTK's stemmer. */
    @Test
    void rougeStemsAndTakesF1() {
        List<TextPair> pairs = List.of(
                TextPair.of(
                        "Small bilateral pleural effusions; the heart is enlarged.",
                        "There are bilateral effusions, enlarging. Heart enlarged."),
                TextPair.of(PAIRS.get(1).hypothesis(), PAIRS.get(1).references().getFirst()));
        List<TextMetric> three = Rouge.stemmed();
        double[][] expected = {{8 / 15.0, 5 / 6.0}, {0, .2}, {8 / 15.0, .5}};
        for (int i = 0; i < 3; i++) {
            assertThat(three.get(i).score(pairs).items()).containsExactly(expected[i], within(EXACT));
        }
        assertThat(three.get(1).name()).isEqualTo("ROUGE-2[rouge_score-stem,rouge_score,f1]@1");
    }

    @Test
    void rougeTakesTheBestReferenceAndRougeLEachSideOfItsBest() {
        TextPair two = new TextPair("a b c", List.of("a", "a b c d e f"));
        assertThat(Rouge.all(Tokenization.WS).getFirst().score(List.of(two)).item(0))
                .isCloseTo(2 / 3.0, within(EXACT));
        // precision 1 of the long one, recall 1 of the short one
        assertThat(new RougeL(Tokenization.WS).score(List.of(two)).item(0)).isCloseTo(1, within(EXACT));
    }

    @Test
    void twoBlanksHoldAnEmptyTokenInRougeLAlone() {
        assertThat(new RougeL(Tokenization.WS)
                        .score(List.of(TextPair.of("a  b", "a b")))
                        .item(0))
                .isLessThan(1);
        assertThat(new RougeL(Tokenization.RADCLIQ)
                        .score(List.of(TextPair.of("a  b", "a b")))
                        .item(0))
                .isCloseTo(1, within(EXACT));
    }

    @Test
    void theLongestCommonSubsequenceIsTheRecursiveOne() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 50; round++) {
            int[] a = random.ints(random.nextInt(9), 0, 4).toArray();
            int[] b = random.ints(random.nextInt(9), 0, 4).toArray();
            assertThat(Lcs.length(a, b, 4)).isEqualTo(slow(a, b, a.length, b.length));
        }
    }

    @Test
    void theLongestCommonSubsequenceOfLongTextsIsTheTables() {
        SplittableRandom random = new SplittableRandom(6);
        for (int round = 0; round < 40; round++) {
            int[] a = random.ints(random.nextInt(300), 0, 30).toArray();
            int[] b = random.ints(random.nextInt(300), 0, 30).toArray();
            int[][] table = new int[a.length + 1][b.length + 1];
            for (int i = 1; i <= a.length; i++) {
                for (int j = 1; j <= b.length; j++) {
                    table[i][j] =
                            a[i - 1] == b[j - 1] ? table[i - 1][j - 1] + 1 : Math.max(table[i - 1][j], table[i][j - 1]);
                }
            }
            assertThat(Lcs.length(a, b, 30)).isEqualTo(table[a.length][b.length]);
        }
    }

    private static int slow(int[] a, int[] b, int i, int j) {
        if (i == 0 || j == 0) {
            return 0;
        }
        return a[i - 1] == b[j - 1]
                ? slow(a, b, i - 1, j - 1) + 1
                : Math.max(slow(a, b, i - 1, j), slow(a, b, i, j - 1));
    }

    @Test
    void ciderOfEveryModeIsThePlainOne() {
        List<List<String>> train = List.of(
                List.of("the heart is normal ."), List.of("small effusion ."), List.of("no change", "stable ."));
        List<List<String>> own = PAIRS.stream().map(TextPair::references).toList();
        check(Cider.shipped(Tokenization.WS), own, own.size(), true);
        check(Cider.corrected(Tokenization.WS), own, own.size(), false);
        check(Cider.trained(Tokenization.WS, train), train, train.size(), false);
        check(new Cider(Tokenization.WS, Cider.Length.BIGRAMS, Cider.Weights.CACHED, train), train, PAIRS.size(), true);
    }

    @Test
    void ciderOfATrainingPartNeedsIt() {
        assertThatThrownBy(() -> Cider.ifcc(List.of()).score(PAIRS)).hasMessageContaining("--train");
    }

    private static void check(Cider metric, List<List<String>> documents, int n, boolean bigrams) {
        double[] items = metric.score(PAIRS).items();
        for (int i = 0; i < items.length; i++) {
            assertThat(items[i]).isCloseTo(plain(PAIRS.get(i), documents, n, bigrams), within(1e-10));
        }
    }

    private static double plain(TextPair pair, List<List<String>> documents, int n, boolean bigrams) {
        double sum = 0;
        for (String reference : pair.references()) {
            int extra = bigrams ? 1 : 0;
            double gap = Math.max(0, pair.hypothesis().split(" ").length - extra)
                    - (double) Math.max(0, reference.split(" ").length - extra);
            for (int k = 1; k <= 4; k++) {
                Map<String, Double> h = weighted(pair.hypothesis(), k, documents, n);
                Map<String, Double> r = weighted(reference, k, documents, n);
                double dot = 0;
                for (Map.Entry<String, Double> gram : h.entrySet()) {
                    double there = r.getOrDefault(gram.getKey(), 0.0);
                    dot += Math.min(gram.getValue(), there) * there;
                }
                double norms = norm(h) * norm(r);
                sum += (norms == 0 ? dot : dot / norms) * Math.exp(-gap * gap / 72) / 4;
            }
        }
        return 10 * sum / pair.references().size();
    }

    private static double norm(Map<String, Double> vector) {
        return Math.sqrt(vector.values().stream().mapToDouble(v -> v * v).sum());
    }

    private static Map<String, Double> weighted(String text, int k, List<List<String>> documents, int n) {
        Map<String, Double> counts = new HashMap<>();
        grams(text, k).forEach(gram -> counts.merge(gram, 1.0, Double::sum));
        counts.replaceAll((gram, count) -> {
            long df = documents.stream()
                    .filter(texts ->
                            texts.stream().anyMatch(one -> grams(one, k).contains(gram)))
                    .count();
            return count * (Math.log(n) - Math.log((double) Math.max(1, df)));
        });
        return counts;
    }

    private static List<String> grams(String text, int k) {
        String[] tokens = text.split(" ");
        return IntStream.rangeClosed(0, tokens.length - k)
                .mapToObj(i -> String.join(" ", List.of(tokens).subList(i, i + k)))
                .toList();
    }
}
