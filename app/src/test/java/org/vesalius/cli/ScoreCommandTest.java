package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
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

    @Test
    void reportsAreComparedByWhatTheySay() throws IOException {
        Path said = Files.writeString(dir.resolve("h.txt"), "Left effusion.\nNo pneumothorax.\n");
        Path truth = Files.writeString(dir.resolve("r.txt"), "Right effusion.\nNo pneumothorax.\n");
        JsonNode json = Said.of(
                        "score",
                        "--references",
                        truth,
                        "--hypotheses",
                        said,
                        "--metrics",
                        "ce,radgraph,radgraph-q14,factent,factent-modes,entity-match,statements",
                        "--resamples",
                        "10",
                        "--json")
                .json();
        assertThat(value(json, "laterality-accuracy[rules-3]@1")).isZero();
        assertThat(value(json, "negation-accuracy[rules-3]@1")).isEqualTo(1);
        assertThat(value(json, "micro-F1-14[CE-pos,rules-3]@1")).isEqualTo(1);
        assertThat(value(json, "RG-simple[graph-rules-1]@1")).isBetween(.5, .99);
        assertThat(value(json, "factENT[exact,graph-rules-1]@1")).isEqualTo(1);
    }

    private static double value(JsonNode json, String metric) {
        for (JsonNode measure : json.path("measures")) {
            if (measure.path("metric").asString().equals(metric)) {
                return measure.at("/interval/value").asDouble();
            }
        }
        return Double.NaN;
    }

    @Test
    void whatOtherProgramsMadeOfTheTextsIsScoredAndVerified() throws IOException {
        Path labels = Files.writeString(dir.resolve("rl.csv"), "Report,Edema,Fracture\nx,1,\ny,,-1\n");
        Path called = Files.writeString(dir.resolve("hl.csv"), "Report,Edema,Fracture\nx,1,1\ny,0,1\n");
        Path features = Files.writeString(
                dir.resolve("f.csv"),
                "id,bleu_score,bertscore,semb_score,radgraph_combined\n1,0,0,0,0\n2,.5,.5,.5,.5\n");
        Path graphs = dir.resolve("g.json");
        Said.of(
                "extract",
                Files.writeString(dir.resolve("t.csv"), "report\nLeft effusion.\nClear lungs.\n"),
                "--graphs",
                graphs);
        Path out = dir.resolve("given");
        Said said = Said.of(
                "score",
                "--references",
                references(),
                "--hypotheses",
                hypotheses(),
                "--metrics",
                "ce-given,radcliq-given,radgraph-given",
                "--labels",
                labels + "," + called,
                "--features",
                features,
                "--graphs",
                graphs + "," + graphs,
                "--resamples",
                "10",
                "--out",
                out,
                "--json");
        assertThat(said.code()).as(said.err()).isZero();
        JsonNode json = said.json();
        // of Edema and Fracture 2 are right, 1 false
        assertThat(value(json, "micro-F1-14[CE-rrg,given]@1")).isEqualTo(.8);
        assertThat(value(json, "RadCliQ-v0[given]@1")).isBetween(4.0765, 4.0767);
        assertThat(value(json, "RG-simple[given]@1")).isEqualTo(1);
        assertThat(Said.of("verify", out.resolve("report-generation.json")).code())
                .isZero();
    }

    @Test
    void labelsByTheirPlaceAreAMarkedQuirk() throws IOException {
        String head = "No Finding,Enlarged Cardiomediastinum,Cardiomegaly,Lung Lesion,Lung Opacity,Edema,Consolidation,"
                + "Pneumonia,Atelectasis,Pneumothorax,Pleural Effusion,Pleural Other,Fracture,Support Devices\n";
        Path labels = Files.writeString(dir.resolve("l.csv"), head + "1,,,,,,,,,,,,,\n,,,1,,,,,,,,,,\n");
        Object[] score = {
            "score",
            "--references",
            references(),
            "--hypotheses",
            hypotheses(),
            "--resamples",
            "10",
            "--metrics",
            "bleu,ce-given",
            "--labels",
            labels + "," + labels,
            "--json"
        };
        assertThat(value(said(score).json(), "micro-F1-14[CE-rrg,given]@1")).isEqualTo(1);
        JsonNode quirk = said(score, "--label-index").json();
        assertThat(value(quirk, "micro-F1-14[CE-rrg,given,Q21]@1")).isEqualTo(1);
        assertThat(value(quirk, "BLEU-1[ws,pycocoevalcap]@1")).isPositive();
    }

    @Test
    void aFileThatDoesNotFitIsRefused() throws IOException {
        Object[] score = {"score", "--references", references(), "--hypotheses", hypotheses(), "--resamples", "10"};
        assertThat(said(score, "--metrics", "ce-given").err())
                .contains("--labels")
                .contains("2 pairs");
        Path one = Files.writeString(dir.resolve("one.csv"), "Edema\n1\n");
        assertThat(said(score, "--metrics", "ce-given", "--labels", one + "," + one)
                        .err())
                .contains("1 and 1");
        assertThat(said(score, "--metrics", "ce-given", "--labels", one).err()).contains("two files");
        Path none = dir.resolve("none.csv");
        assertThat(said(score, "--metrics", "radcliq-given", "--features", none).err())
                .contains("nothing at that place");
        assertThat(said(score, "--metrics", "radgraph-given", "--graphs", one + "," + one)
                        .code())
                .isNotZero();
    }

    private static Said said(Object[] first, Object... more) {
        Object[] all = Stream.concat(Arrays.stream(first), Arrays.stream(more)).toArray();
        return Said.of(all);
    }
}
