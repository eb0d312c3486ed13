package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.report.Prompts.PromptSet;

/** The published ways from prompts to scores on a scripted model: every number is worked out by hand. */
class ZeroShotVariantsTest {
    private static final Offset<Double> CLOSE = within(1e-6);
    private static final PromptSet SET = new PromptSet("nodule", List.of("p1", "p2"), List.of("n1"));

    /** One picture (1, 0); texts by name; words fit .9 and .1. */
    private static class Scripted implements Scorer {
        private static final Map<String, float[]> TEXTS = Map.of(
                "p1", new float[] {.3f, (float) Math.sqrt(1 - .09)},
                "p2", new float[] {.6f, -.8f},
                "n1", new float[] {.1f, (float) Math.sqrt(1 - .01)});

        @Override
        public Subject subject() {
            return new Subject("scripted", "scripted@1");
        }

        @Override
        public float[][] embedImages(List<Image> images) {
            return images.stream().map(image -> new float[] {1, 0}).toArray(float[][]::new);
        }

        @Override
        public float[][] embedTexts(List<String> texts) {
            return texts.stream().map(TEXTS::get).toArray(float[][]::new);
        }

        /** The first prompt's vector is three times as long. */
        @Override
        public float[][] textVectors(List<String> texts) {
            float[][] vectors = embedTexts(texts);
            float[][] own = new float[vectors.length][];
            for (int t = 0; t < own.length; t++) {
                float factor = texts.get(t).equals("p1") ? 3 : 1;
                own[t] = new float[] {vectors[t][0] * factor, vectors[t][1] * factor};
            }
            return own;
        }

        @Override
        public double[][] wordFits(List<Image> images, List<String> texts) {
            return images.stream()
                    .map(image -> texts.stream()
                            .mapToDouble(text -> text.equals("p1") ? .9 : .1)
                            .toArray())
                    .toArray(double[][]::new);
        }
    }

    private static double score(PromptReadout readout, PromptSet set) {
        List<Image> one = List.of(Image.grey(1, 1, 1, new float[] {1}));
        return readout.scores(new Scripted(), one, List.of(set))[0][0];
    }

    @Test
    void chexzeroIsTheSoftmaxOfBothSidesWithoutATemperature() {
        // section 8.4: .3 for and .1 against give .549834
        assertThat(score(PromptReadout.CHEXZERO, new PromptSet("x", List.of("p1"), List.of("n1"))))
                .isCloseTo(.549834, CLOSE);
        assertThat(score(PromptReadout.CHEXZERO, SET)).isCloseTo(Vectors.sigmoid(.45 - .1), CLOSE);
    }

    @Test
    void medclipTakesTheMeanOrTheBestPrompt() {
        assertThat(score(PromptReadout.MEDCLIP_MEAN, SET)).isCloseTo(.45, CLOSE);
        assertThat(score(PromptReadout.MEDCLIP_MAX, SET)).isCloseTo(.6, CLOSE);
    }

    @Test
    void gloriaTakesTheBestPromptOfHalfGlobalHalfLocal() {
        // (.3 + .9) / 2 against (.6 + .1) / 2
        assertThat(score(PromptReadout.GLORIA, SET)).isCloseTo(.6, CLOSE);
    }

    @Test
    void biovilComparesWithTheMeanOfVectorsOfTheirOwnLength() {
        double x = (3 * .3 + .6) / 2;
        double y = (3 * Math.sqrt(1 - .09) - .8) / 2;
        assertThat(score(PromptReadout.BIOVIL, SET)).isCloseTo(Vectors.sigmoid(x / Math.hypot(x, y) - .1), CLOSE);
    }

    @Test
    void aRuleThatComparesBothSidesNeedsBoth() {
        PromptSet onlyFor = new PromptSet("nodule", List.of("p1"), List.of());
        assertThat(score(PromptReadout.MEDCLIP_MAX, onlyFor)).isCloseTo(.3, CLOSE);
        assertThatThrownBy(() -> score(PromptReadout.CHEXZERO, onlyFor))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("nodule")
                .hasMessageContaining("medclip-max");
    }

    @Test
    void anEnsembleIsTheMeanOfItsMembersScores() {
        Scorer other = new Scripted() {
            @Override
            public float[][] embedImages(List<Image> images) {
                return images.stream().map(image -> new float[] {0, 1}).toArray(float[][]::new);
            }
        };
        EnsembleScorer both = EnsembleScorer.of(List.of(new Scripted(), other));
        List<Image> one = List.of(Image.grey(1, 1, 1, new float[] {1}));
        double second = PromptReadout.CHEXZERO.scores(other, one, List.of(SET))[0][0];
        assertThat(PromptReadout.CHEXZERO.scores(both, one, List.of(SET))[0][0])
                .isCloseTo((Vectors.sigmoid(.35) + second) / 2, CLOSE);
        assertThat(both.subject().digest())
                .isNotEqualTo(new Scripted().subject().digest());
        assertThatThrownBy(() -> both.embedTexts(List.of("p1"))).isInstanceOf(InputException.class);
    }

    @Test
    void publishedPromptsKnowTheirLabelsAndASampleDependsOnSeedAndTextAlone() {
        PromptBook gloria = PromptBook.of("gloria");
        PromptSet five = gloria.forLabel("pleural effusion", 5, 1);
        assertThat(five.positive())
                .hasSize(5)
                .doesNotHaveDuplicates()
                .allSatisfy(text -> assertThat(text).doesNotContain("  "));
        assertThat(gloria.forLabel("Pleural_Effusion", 5, 1).positive()).isEqualTo(five.positive());
        assertThat(gloria.forLabel("Pleural Effusion", 5, 2).positive()).isNotEqualTo(five.positive());
        assertThat(gloria.forLabel("Pleural Effusion", 10, 1).positive()).containsAll(five.positive());
        // severity x subtype x location: 3 x 7 x 10
        assertThat(gloria.forLabel("Atelectasis", 0, 1).positive()).hasSize(210);
        assertThatThrownBy(() -> gloria.forLabel("Edemas", 5, 1)).hasMessageContaining("Edema");
        assertThat(PromptBook.of("chexzero").forLabel("Lung_Lesion", 5, 1))
                .isEqualTo(new PromptSet("Lung_Lesion", List.of("lung lesion"), List.of("no lung lesion")));
        assertThat(PromptBook.of("chexzero").forLabel("No Finding", 5, 1).negative())
                .containsExactly("abnormal");
        assertThat(PromptBook.of("biovil").forLabel("pneumonia", 5, 1).positive())
                .hasSize(4);
        PromptBook.NAMES.forEach(
                name -> assertThat(PromptBook.of(name).source()).isNotBlank());
    }

    private static EvaluationOptions oneOf() {
        return Made.OPTIONS.withSet("task", "one-of");
    }

    /** Four studies of a and b: b is always scored higher, by more where it is true. */
    private static SampleTable table() {
        SampleTable table = new SampleTable(ClassMeasures.COLUMNS);
        double[][] scores = {{.1, .5}, {.2, .6}, {.1, .9}, {.3, .8}};
        for (int i = 0; i < scores.length; i++) {
            StudySet.Row row = Made.row(i, Split.TEST, Study.of("-", "-"));
            table.add(row, "test", "a", i < 2 ? 1 : 0, scores[i][0], "");
            table.add(row, "test", "b", i < 2 ? 0 : 1, scores[i][1], "");
        }
        return table;
    }

    private static double of(Protocol.Estimated estimated, String metric) {
        return estimated.measures().stream()
                .filter(measure ->
                        measure.shortName().equals(metric) && measure.subject().equals(Measure.MACRO))
                .findFirst()
                .orElseThrow()
                .value();
    }

    @Test
    void oneOfSeveralIsTheGreatestScoreAndQ10StandardisesEachLabelFirst() {
        Protocol.Estimated plain = new ZeroShotProtocol().numbers(table(), oneOf());
        assertThat(of(plain, "multiclass-accuracy")).isEqualTo(.5);
        // b: precision 2 of 4, recall 1; a: never chosen
        assertThat(of(plain, "multiclass-f1")).isCloseTo((2 / 3.0 + 0) / 2, CLOSE);
        Protocol.Estimated standard = new ZeroShotProtocol().numbers(table(), oneOf().withSet("Q10", "on"));
        // a: mean .175, deviation .0829; b: mean .7, deviation .158; z of a -.90 .30 -.90 1.51, of b -1.26 -.63 1.26
        // .63
        assertThat(of(standard, "multiclass-accuracy")).isCloseTo(.75, CLOSE);
        assertThat(standard.measures())
                .allSatisfy(measure -> assertThat(measure.quirks()).isEqualTo(" (Q10)"));
        assertThat(plain.measures())
                .allSatisfy(measure -> assertThat(measure.quirks()).isEmpty());
    }

    @Test
    void q11ChoosesTheThresholdOnWhatIsScoredAndSaysSo() {
        SampleTable table = new SampleTable(ClassMeasures.COLUMNS);
        Made.scores(table, 100, Split.VAL, "nodule", "0011", .1, .2, .8, .9);
        Made.scores(table, 0, Split.TEST, "nodule", "00111", .1, .2, .3, .4, .5);
        Protocol.Estimated honest = new ZeroShotProtocol().numbers(table, Made.OPTIONS);
        Protocol.Estimated quirk = new ZeroShotProtocol().numbers(table, Made.OPTIONS.withSet("Q11", "on"));
        Protocol.Estimated half = new ZeroShotProtocol().numbers(table, Made.OPTIONS.withSet("threshold", "half"));
        assertThat(of(honest, "accuracy")).isCloseTo(.4, CLOSE);
        assertThat(of(quirk, "accuracy")).isEqualTo(1);
        assertThat(of(half, "accuracy")).isCloseTo(.6, CLOSE);
        List<String> marked = new ArrayList<>();
        quirk.measures().stream()
                .filter(measure -> !measure.quirks().isEmpty())
                .forEach(measure -> marked.add(measure.shortName()));
        assertThat(marked).contains("f1", "accuracy", "mcc").doesNotContain("auroc");
        assertThat(quirk.notes()).anyMatch(note -> note.contains("Q11"));
    }
}
