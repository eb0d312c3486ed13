package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.image.Image;
import org.vesalius.io.Progress;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.shard.PreparedData;

/** Whatever decides a number is named when it is no longer what it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerificationTest {
    private static final EvaluationOptions OPTIONS = EvaluationOptions.defaults()
            .withPrompts(Squares.prompts())
            .withMinPositives(4)
            .withResamples(20, 1);

    private PreparedData data;

    @BeforeAll
    void prepare(@TempDir Path dir) throws IOException {
        data = Squares.prepared(dir);
    }

    @AfterAll
    void close() throws IOException {
        data.close();
    }

    private Protocol.Outcome outcome(Scorer scorer, EvaluationOptions options) throws IOException {
        return new ZeroShotProtocol().run(new Trial(scorer, data, options, Progress.SILENT), Provenance.here("test"));
    }

    private List<String> drifts(Protocol.Outcome recorded, Protocol.Outcome now) {
        return Verification.fresh(recorded.result(), now.result(), 1e-6).stream()
                .map(Verification.Drift::what)
                .toList();
    }

    @Test
    void aChangedPromptIsNamed() throws IOException {
        Protocol.Outcome recorded = outcome(new Squares.Seeing(), OPTIONS);
        List<PromptSet> others = Squares.prompts().stream()
                .map(set -> new PromptSet(set.label(), List.of("in the " + set.label()), set.negative()))
                .toList();
        assertThat(drifts(recorded, outcome(new Squares.Seeing(), OPTIONS.withPrompts(others))))
                .contains("protocol, prompts: upper left")
                .hasSize(4);
    }

    @Test
    void aChangedTransformIsNamed() throws IOException {
        Scorer resized = new Scorer() {
            private final Scorer seeing = new Squares.Seeing();

            @Override
            public Subject subject() {
                return seeing.subject();
            }

            @Override
            public String transform() {
                return "enlarged";
            }

            @Override
            public float[][] embedImages(List<Image> images) {
                return seeing.embedImages(images);
            }

            @Override
            public float[][] embedTexts(List<String> texts) {
                return seeing.embedTexts(texts);
            }
        };
        assertThat(drifts(outcome(new Squares.Seeing(), OPTIONS), outcome(resized, OPTIONS)))
                .containsExactly("protocol, transform");
    }

    @Test
    void aChangedLabelPolicyIsNamed() throws IOException {
        EvaluationOptions other = OPTIONS.withReading(new LabelReading("u-ones", ""));
        assertThat(drifts(outcome(new Squares.Seeing(), OPTIONS), outcome(new Squares.Seeing(), other)))
                .contains("protocol, labels");
    }

    @Test
    void anotherVersionOfTheReaderIsNamed() throws IOException {
        Protocol.Outcome recorded = outcome(new Squares.Seeing(), OPTIONS);
        Result result = recorded.result();
        var terms = new TreeMap<>(result.terms());
        assertThat(terms.put("reader", "squares@0")).isEqualTo("squares@1");
        assertThat(result.protocolDigest().differences(ProtocolDigest.of(terms)))
                .extracting(ProtocolDigest.Difference::term)
                .containsExactly("reader");
    }

    @Test
    void anotherVersionOfAMetricIsFoundFromTheTableAlone(@TempDir Path dir) throws IOException {
        Path file = Evaluation.write(dir, outcome(new Squares.Seeing(), OPTIONS));
        String json = Files.readString(file);
        String auroc = json.replaceAll("(?s).*\"metric\" : \"(auroc[^\"]*)@1\".*", "$1");
        Files.writeString(file, json.replace("\"" + auroc + "@1\"", "\"" + auroc + "@0\""));
        assertThat(Verification.fromTable(file, 1e-6))
                .extracting(Verification.Drift::what)
                .anyMatch(what -> what.startsWith(auroc + "@0"))
                .anyMatch(what -> what.startsWith(auroc + "@1"));
    }

    @Test
    void aChangedTermIsFoundFromTheTableAlone(@TempDir Path dir) throws IOException {
        Path file = Evaluation.write(dir, outcome(new Squares.Seeing(), OPTIONS));
        Files.writeString(file, Files.readString(file).replace("squares@1", "squares@2"));
        assertThat(Verification.fromTable(file, 1e-6))
                .extracting(Verification.Drift::what)
                .containsExactly("digest of the terms");
    }

    @Test
    void anotherAnswerOfTheModelIsNamedByItsLineAlthoughEveryNumberHolds() throws IOException {
        SampleTable table = outcome(new Squares.Seeing(), OPTIONS).samples();
        String csv = table.csv();
        String line = csv.lines().skip(1).findFirst().orElseThrow();
        String[] cells = line.split(",", -1);
        cells[6] = Double.toString(Double.parseDouble(cells[6]) + 1e-3);
        SampleTable other = SampleTable.parse(csv.replace(line, String.join(",", cells)));
        assertThat(Verification.tables(Optional.of(table), table, 0)).isEmpty();
        assertThat(Verification.tables(Optional.of(table), other, 1e-6))
                .singleElement()
                .satisfies(drift ->
                        assertThat(drift.what()).isEqualTo("per-sample outputs, column score, line 2 and 0 more"));
        assertThat(Verification.tables(Optional.of(table), other, 1e-2)).isEmpty();
        assertThat(Verification.tables(Optional.of(table), table.where("split", "test"::equals), 0))
                .singleElement()
                .satisfies(drift -> assertThat(drift.what()).isEqualTo("per-sample outputs"));
    }

    @Test
    void whoRemembersPassesOnEverythingThatAModelCanDo() {
        for (var method : Scorer.class.getDeclaredMethods()) {
            if (!Modifier.isPrivate(method.getModifiers()) && !method.isSynthetic()) {
                assertThat(RememberingScorer.class.getDeclaredMethods())
                        .extracting(Method::getName)
                        .contains(method.getName());
            }
        }
    }
}
