package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.metric.FrechetDistance;
import org.vesalius.metric.Ranking;
import org.vesalius.metric.Retrieval;
import org.vesalius.metric.spatial.StructuralSimilarity;
import org.vesalius.shard.PreparedData;

/** Squares measured as if they were generated, by a judge who sees which corner is bright. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GeneratedPicturesTest {
    private static final EvaluationOptions OPTIONS = EvaluationOptions.defaults()
            .withPrompts(Squares.prompts())
            .withMinPositives(4)
            .withResamples(20, 1);

    private PreparedData real;
    private Path same;

    @BeforeAll
    void prepare(@TempDir Path dir) throws IOException {
        real = Squares.prepared(Files.createDirectories(dir.resolve("real")));
        Path folder = Files.createDirectories(dir.resolve("same"));
        Squares.prepared(folder, 40).close();
        same = folder.resolve("prepared");
    }

    @AfterAll
    void close() throws IOException {
        real.close();
    }

    private Protocol.Outcome run(Scorer judge, String classifier) throws IOException {
        EvaluationOptions options = OPTIONS.withSet(
                Map.of("generated", same.toString(), "classifier", classifier, "ssim-side", "176", "pairs", "1"));
        return new GenerationProtocol().run(new Trial(judge, real, options, Progress.SILENT), Provenance.here("test"));
    }

    private static Measure find(Result result, String metric, String subject, String part) {
        return result.measures().stream()
                .filter(m -> m.metric().equals(metric)
                        && m.subject().equals(subject)
                        && m.part().equals(part))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void picturesThatAreRealAreAsFarFromRealOnesAsTheseAreFromEachOther() throws IOException {
        Result result = run(new Squares.Seeing(), "zero-shot").result();
        String distance = FrechetDistance.name("features=seeing");
        double halves = find(result, distance, "real halves", "").value();
        assertThat(find(result, distance, "generated", "").value()).isBetween(-1e-9, halves + .01);
        // the judge sees the corner in every picture, prompted or real
        for (String set : new String[] {"generated", "real", "real, by a probe of generated"}) {
            assertThat(find(result, Ranking.AUROC, Measure.MACRO, set).value()).isEqualTo(1);
        }
        // four texts, one of them a picture's own
        assertThat(find(result, Retrieval.RECALL_EQUAL_TEXT, "prompts", "at 1").value())
                .isEqualTo(1);
        assertThat(find(result, Retrieval.RECALL_EQUAL_TEXT, "prompts", "at 1").chance())
                .isCloseTo(.25, within(1e-12));
        // two samples of a prompt show the same corner, two real pictures need not
        assertThat(find(result, StructuralSimilarity.MULTI_SCALE, "samples of a prompt", "")
                        .value())
                .isGreaterThan(find(result, StructuralSimilarity.MULTI_SCALE, "pairs of real", "")
                        .value());
    }

    @Test
    void aProbeIsAJudgeToo() throws IOException {
        Result result = run(new Squares.Seeing(), "probe").result();
        assertThat(find(result, Ranking.AUROC, Measure.MACRO, "generated").value())
                .isEqualTo(1);
    }

    @Test
    void whoIsBlindSeesNoDifference() throws IOException {
        Result result = run(new Squares.Blind(), "zero-shot").result();
        assertThat(find(result, FrechetDistance.name("features=blind"), "generated", "")
                        .value())
                .isCloseTo(0, within(1e-9));
        assertThat(find(result, Ranking.AUROC, Measure.MACRO, "generated").value())
                .isEqualTo(.5);
        Measure rank = find(result, Retrieval.RECALL_EQUAL_TEXT, "prompts", "at 1");
        assertThat(rank.value()).isCloseTo(rank.chance(), within(1e-12));
    }

    @Test
    void everyNumberComesFromTheTableWhichTellsNothing(@TempDir Path out) throws IOException {
        Protocol.Outcome outcome = run(new Squares.Seeing(), "zero-shot");
        assertThat(Verification.fromTable(Evaluation.write(out, outcome), 1e-12))
                .isEmpty();
        assertThat(outcome.samples().csv()).doesNotContain("square").doesNotContain("png");
        assertThat(outcome.result().terms().toString()).doesNotContain(same.toString());
    }

    @Test
    void whatHasNoScoreIsLikeNothing() {
        SampleTable table = new SampleTable("label", "score");
        StudySet.Row row = Made.row(0, Split.TEST, Study.of("-", "-"));
        table.add(row, "nodule", "");
        table.add(row, "nodule", .5);
        table.add(row, "nodule", "");
        assertThat(ReportExamples.shares(table)).hasSize(3);
    }

    @Test
    void withoutAGeneratedSetItSaysHowToMakeOne() {
        assertThatThrownBy(() -> new GenerationProtocol()
                        .collect(new Trial(new Squares.Seeing(), real, OPTIONS, Progress.SILENT)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--set generated")
                .hasMessageContaining("data prepare");
    }
}
