package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.io.InputException;

class ResultsTest {
    private static final Map<String, String> TERMS = Map.of("split-ids", "abc", "prompts", "nodule // no nodule");

    private static Protocol.Outcome good() {
        return Made.outcome("good", TERMS, "00001111", .1, .2, .3, .4, .5, .6, .7, .8);
    }

    private static Protocol.Outcome bad() {
        return Made.outcome("bad", TERMS, "00001111", .8, .7, .6, .5, .4, .3, .2, .1);
    }

    @Test
    void aResultReadsBackAsItWas(@TempDir Path dir) throws IOException {
        Protocol.Outcome outcome = good();
        Path file = Evaluation.write(dir, outcome);
        Protocol.Outcome back = Evaluation.read(file);
        assertThat(back.result()).isEqualTo(outcome.result());
        assertThat(back.samples().csv()).isEqualTo(outcome.samples().csv());
    }

    @Test
    void aResultThatHoldsHasNoDrift(@TempDir Path dir) throws IOException {
        Path file = Evaluation.write(dir, good());
        assertThat(Verification.fromTable(file, 0)).isEmpty();
        assertThat(Verification.fresh(good().result(), good().result(), 0)).isEmpty();
    }

    @Test
    void aChangedNumberIsNamed(@TempDir Path dir) throws IOException {
        Path file = Evaluation.write(dir, good());
        Files.writeString(file, Files.readString(file).replaceFirst("\"value\" : 1.0", "\"value\" : 0.9"));
        assertThat(Verification.fromTable(file, 1e-6)).singleElement().satisfies(drift -> {
            assertThat(drift.what()).startsWith("auroc");
            assertThat(drift.recorded()).startsWith("0.900000");
            assertThat(drift.now()).startsWith("1.000000");
        });
    }

    @Test
    void aChangedTableIsRefusedAndNamed(@TempDir Path dir) throws IOException {
        Path file = Evaluation.write(dir, good());
        Path samples = Result.samplesOf(file);
        Files.writeString(samples, Files.readString(samples).replace("0.8", "0.0"));
        assertThat(Verification.fromTable(file, 1e-6))
                .extracting(Verification.Drift::what)
                .containsExactly("per-sample table");
        assertThatThrownBy(() -> Evaluation.read(file)).isInstanceOf(InputException.class);
    }

    @Test
    void aDriftOfModelOrDataIsNamed() {
        assertThat(Verification.fresh(good().result(), bad().result(), 1e-6))
                .extracting(Verification.Drift::what)
                .contains("model")
                .anyMatch(what -> what.startsWith("auroc"))
                .doesNotContain("data");
    }

    @Test
    void differentDigestsAreNotComparedAndTheDifferenceIsNamed() {
        Protocol.Outcome other =
                Made.outcome("other", Map.of("split-ids", "abd", "prompts", "nodule // no nodule"), "01", .1, .2);
        List<Result> results = List.of(good().result(), other.result());
        var refusal = Comparison.refusal(results, List.of()).orElseThrow();
        assertThat(refusal.differences()).containsExactly(new ProtocolDigest.Difference("split-ids", "abc", "abd"));
        assertThat(Comparison.refusal(results, List.of("split-ids"))).isEmpty();
        assertThat(Comparison.refusal(List.of(good().result(), bad().result()), List.of()))
                .isEmpty();
    }

    @Test
    void theSameRowsAreComparedInPairs() {
        Comparison.Table table = Comparison.of(List.of(bad(), good()));
        var line = table.lines().getFirst();
        assertThat(line.subject()).isEqualTo(Measure.MACRO);
        assertThat(line.cells().get(0).difference()).isEmpty();
        var difference = line.cells().get(1).difference().orElseThrow();
        assertThat(difference.difference().value()).isEqualTo(1);
        assertThat(difference.p()).isLessThan(.05);
        assertThat(table.notes()).isEmpty();
    }

    @Test
    void otherRowsHaveNoPairedTest() {
        Protocol.Outcome shorter = Made.outcome("shorter", TERMS, "000111", .1, .2, .3, .4, .5, .6);
        Comparison.Table table = Comparison.of(List.of(good(), shorter));
        assertThat(table.notes()).singleElement().asString().contains("no paired test");
        assertThat(table.lines().getFirst().cells().get(1).difference()).isEmpty();
    }

    @Test
    void theDigestFollowsEveryTerm() {
        ProtocolDigest digest = ProtocolDigest.of(TERMS);
        assertThat(digest.hex())
                .isEqualTo(ProtocolDigest.of(Map.copyOf(TERMS)).hex())
                .hasSize(64);
        assertThat(ProtocolDigest.of(Map.of("split-ids", "abc")).hex()).isNotEqualTo(digest.hex());
        assertThat(digest.shortHex()).isEqualTo(digest.hex().substring(0, 12));
    }

    @Test
    void aTableKeepsAllDigitsAndOddCells() {
        SampleTable table = new SampleTable("label", "score");
        table.add(Made.row(3, Split.TEST, Study.of("-", "-")), "a, \"b\"", .1 + .2);
        table.add(Made.row(4, Split.TEST, Study.of("-", "-")), "", Double.NaN);
        SampleTable back = SampleTable.parse(table.csv());
        assertThat(back.text(0, "label")).isEqualTo("a, \"b\"");
        assertThat(back.numbers("score")).containsExactly(.1 + .2, Double.NaN);
        assertThat(back.csv()).isEqualTo(table.csv()).startsWith("row,key,patient,label,score\n3,k3,p3,");
        assertThat(back.numbers("row")[1]).isCloseTo(4, within(0.0));
    }
}
