package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files of any system in, numbers out; what was scored is never shown. */
class ScoreCommandTest {
    @TempDir
    Path dir;

    private Path references() throws IOException {
        return Files.writeString(dir.resolve("r.csv"), "id,report\na,Quaint heart.\nb,No effusion.\n");
    }

    private Path hypotheses() throws IOException {
        return Files.writeString(dir.resolve("h.txt"), "quaint heart .\nno effusion .\n");
    }

    @Test
    void scoresAreWrittenWithAPageAndVerified() throws IOException {
        Path out = dir.resolve("results");
        Said said = Said.of(
                "score",
                "--references",
                references(),
                "--hypotheses",
                hypotheses(),
                "--clean",
                "r2gen-iu",
                "--resamples",
                "10",
                "--out",
                out);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("BLEU-4[ws,pycocoevalcap]@1").doesNotContain("quaint");
        assertThat(Files.readString(out.resolve("report.html")))
                .contains("BLEU-1")
                .doesNotContain("quaint");
        assertThat(Said.of("verify", out.resolve("report-generation.json")).code())
                .isZero();
        Files.writeString(dir.resolve("h.txt"), "other\nno effusion .\n");
        Said drifted = Said.of("verify", out.resolve("report-generation.json"));
        assertThat(drifted.code()).isNotZero();
        assertThat(drifted.out()).contains("model").contains("BLEU-1");
    }

    @Test
    void underJsonTheResultAlone() throws IOException {
        JsonNode json = Said.of(
                        "score",
                        "--references",
                        references(),
                        "--hypotheses",
                        hypotheses(),
                        "--metrics",
                        "chrf",
                        "--resamples",
                        "10",
                        "--json")
                .json();
        assertThat(json.at("/measures/0/metric").asString()).isEqualTo("chrF2[sacrebleu]@1");
        assertThat(json.path("digest").asString()).hasSize(64);
    }

    @Test
    void theListNamesTheMetricsAndNothingIsScoredWithoutFiles() {
        assertThat(Said.of("score", "--list").out()).contains("rouge-l").contains("cider-d");
        assertThat(Said.of("score").err()).contains("--references and --hypotheses");
        assertThat(Said.of("score").code()).isNotZero();
    }
}
