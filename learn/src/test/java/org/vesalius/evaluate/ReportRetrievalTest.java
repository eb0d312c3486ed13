package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;
import org.vesalius.metric.Retrieval;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import org.vesalius.shard.PreparedData;

/** Report-to-report retrieval on a set of texts without one picture. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportRetrievalTest {
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.defaults().withPool(Pool.parse("all")).withResamples(50, 1);

    /** Headings and text of each study. */
    private static final String[][] REPORTS = {
        {"Effusion/left", "Fluid at the left base."},
        {"Effusion/right/small", "A little fluid, right."},
        {"Effusion; Cardiomegaly", "Fluid and a large heart."},
        {"Cardiomegaly/mild", "The heart is a little large."},
        {"Cardiomegaly", "The heart is large."},
        {"Cardiomegaly", "the heart  is LARGE."},
        {"normal", "Fluid is not seen, the heart is not large."},
        {"No Indexing", "Nothing to say."},
        {"Nodule", "A round shadow."},
    };

    private static Study study(int i) {
        return Study.of("patient" + i, "study" + i)
                .withSplit(Split.TEST)
                .withReport(Report.of(Section.FINDINGS, REPORTS[i][1]))
                .withMeta(Map.of("mesh_major", REPORTS[i][0]));
    }

    private record Texts(int studies) implements Dataset {
        @Override
        public DatasetCard card() {
            return new DatasetCard(
                    "texts",
                    1,
                    "Texts",
                    "made here",
                    "none",
                    true,
                    DatasetCard.Access.OPEN,
                    List.of(),
                    "none",
                    "none",
                    List.of(),
                    Map.of());
        }

        @Override
        public boolean recognises(Path dir) {
            return true;
        }

        @Override
        public void read(Path dir, ReadOptions options, Consumer<Study> to, Consumer<Problem> problems) {
            for (int i = 0; i < studies; i++) {
                to.accept(study(i));
            }
        }
    }

    private static PreparedData prepared(Path dir, int studies) throws IOException {
        Path out = dir.resolve("prepared" + studies);
        Preparation.run(
                new Texts(studies),
                Files.createDirectories(dir.resolve("source")),
                out,
                PrepareOptions.defaults().withThreads(1),
                Progress.SILENT);
        return PreparedData.open(out);
    }

    private PreparedData data;

    @BeforeAll
    void prepare(@TempDir Path dir) throws IOException {
        data = prepared(dir, REPORTS.length);
    }

    @AfterAll
    void close() throws IOException {
        data.close();
    }

    /** Compares the numbers of times that some words are in the texts. */
    private record Words(List<String> words) implements Scorer {
        @Override
        public Subject subject() {
            return new Subject("words", words.toString());
        }

        @Override
        public float[][] embedTexts(List<String> texts) {
            return texts.stream()
                    .map(text -> {
                        float[] vector = new float[words.size()];
                        for (int w = 0; w < vector.length; w++) {
                            vector[w] = text.toLowerCase(java.util.Locale.ROOT).contains(words.get(w)) ? 1 : 0;
                        }
                        return vector;
                    })
                    .toArray(float[][]::new);
        }
    }

    private Protocol.Outcome outcome(Scorer scorer) throws IOException {
        return new ReportRetrievalProtocol()
                .run(new Trial(scorer, data, OPTIONS, Progress.SILENT), Provenance.here("test"));
    }

    private static Measure find(Protocol.Outcome outcome, String metric, String subject, String part) {
        return outcome.result().find(metric, subject, part).orElseThrow();
    }

    @Test
    void topicsAreHeadingsBeforeTheSlashElsePositiveLabelsAndNothingWhereNormal() {
        assertThat(Topics.of(study(1))).containsExactly("Effusion");
        assertThat(Topics.of(study(2))).containsExactly("Cardiomegaly", "Effusion");
        assertThat(Topics.of(study(6))).isEmpty();
        assertThat(Topics.of(study(7))).isEmpty();
        assertThat(Topics.of(Study.of("p", "s")
                        .withLabels(Map.of(
                                "Mass", LabelState.POSITIVE,
                                "Edema", LabelState.NEGATIVE,
                                "No Finding", LabelState.POSITIVE))))
                .containsExactly("Mass");
    }

    @Test
    void onlyReportsWithATopicAskAndOnlyThoseThatCanFindSomethingCount() throws IOException {
        Protocol.Outcome blind = outcome(new Words(List.of("zebra")));
        assertThat(blind.samples().size()).isEqualTo(7);
        Measure same = find(blind, Retrieval.RECALL_MULTI_POSITIVE, ReportRetrievalProtocol.SAME, "at 1");
        // nobody has both topics of study 2, nobody the nodule of study 8
        assertThat(same.rows()).isEqualTo(5);
        // 0 and 1 find one of 8; 3 finds two of 8; 4 and 5, equal in text, find one of 7
        double chance = (2 / 8.0 + 2 / 8.0 + 2 / 7.0) / 5;
        assertThat(same.chance()).isCloseTo(chance, within(1e-12));
        assertThat(same.value()).isCloseTo(chance, within(1e-6));
        Measure shared = find(blind, Retrieval.PRECISION, ReportRetrievalProtocol.SHARED, "at 5");
        assertThat(shared.rows()).isEqualTo(6);
        assertThat(shared.chance()).isCloseTo((2 / 8.0 * 2 + 5 / 8.0 + 3 / 8.0 + 2 / 7.0 * 2) / 6, within(1e-12));
        assertThat(shared.value()).isCloseTo(shared.chance(), within(1e-6));
    }

    @Test
    void whoReadsFindsWhatSharesATopic() throws IOException {
        Protocol.Outcome reading = outcome(new Words(List.of("fluid", "heart", "not")));
        Measure first = find(reading, Retrieval.RECALL_MULTI_POSITIVE, ReportRetrievalProtocol.SHARED, "at 1");
        assertThat(first.value()).isGreaterThan(1.5 * first.chance());
        Protocol.Outcome words = outcome(new Bm25Scorer());
        assertThat(find(words, Retrieval.RECALL_MULTI_POSITIVE, ReportRetrievalProtocol.SHARED, "at 1")
                        .value())
                .isGreaterThan(first.chance());
        assertThat(words.result().digest()).isEqualTo(reading.result().digest());
    }

    @Test
    void theTableHoldsNoTextAndVerifies(@TempDir Path dir) throws IOException {
        Protocol.Outcome outcome = outcome(new Bm25Scorer());
        assertThat(outcome.samples().csv()).doesNotContainIgnoringCase("fluid").doesNotContain("Effusion", "study1");
        assertThat(Verification.fromTable(Evaluation.write(dir, outcome), 0)).isEmpty();
        assertThat(ModelReport.protocols(List.of("all"), data)).containsExactly("report-retrieval");
    }

    @Test
    void aPoolWithoutTopicsIsAClearMessage(@TempDir Path dir) throws IOException {
        try (PreparedData one = prepared(dir, 1)) {
            Trial trial = new Trial(new Bm25Scorer(), one, OPTIONS, Progress.SILENT);
            assertThatThrownBy(() -> new ReportRetrievalProtocol().collect(trial))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("at least 2 reports with a topic");
            assertThatThrownBy(() -> new RetrievalProtocol().collect(trial)).isInstanceOf(InputException.class);
        }
    }

    @Test
    void bm25EqualsTheFormulaByHand() {
        List<String> texts = List.of("Heart, heart large.", "Heart", "Fluid left base");
        float[] scores = new Bm25Scorer().search(texts).from(1);
        // N = 3, n = 2, lengths 3, 1, 3 of mean 7/3
        double rarity = Math.log(1 + 1.5 / 2.5);
        assertThat(scores[0])
                .isCloseTo((float) (rarity * 2 * 2.2 / (2 + 1.2 * (.25 + .75 * 3 / (7 / 3.0)))), within(1e-6f));
        assertThat(scores[1])
                .isCloseTo((float) (rarity * 2.2 / (1 + 1.2 * (.25 + .75 * 1 / (7 / 3.0)))), within(1e-6f));
        assertThat(scores[2]).isZero();
    }
}
