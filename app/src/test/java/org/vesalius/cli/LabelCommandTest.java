package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.Json;
import tools.jackson.databind.JsonNode;

/** Reports in, labels and reasons out; never the reports themselves. */
class LabelCommandTest {
    @TempDir
    Path dir;

    private Path report() throws IOException {
        return Files.writeString(
                dir.resolve("doe-jane.txt"), "FINDINGS: Quaint words. Small effusion.\nIMPRESSION: No pneumothorax.\n");
    }

    @Test
    void aTextIsLabelledAndEveryLabelSaysWhy() throws IOException {
        Said said = Said.of("label", report(), "--sections", "findings,impression", "--explain");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .containsPattern("Pleural Effusion +positive")
                .containsPattern("Pneumothorax +negative")
                .contains("\"pneumothorax\"")
                .contains("denied by \"no\"")
                .doesNotContainIgnoringCase("quaint")
                .doesNotContainIgnoringCase("jane");
    }

    @Test
    void theImpressionDecidesWhereNothingElseIsSaid() throws IOException {
        JsonNode json = Said.of("label", report(), "--json").json();
        assertThat(json.at("/rows/0/labels/Pneumothorax").asString()).isEqualTo("NEGATIVE");
        assertThat(json.at("/rows/0/labels/Pleural Effusion").asString()).isEqualTo("BLANK");
        assertThat(json.path("labeler").asString()).startsWith("rules-");
    }

    @Test
    void aTableGoesToATableInCheXpertsForm() throws IOException {
        Path table = Files.writeString(
                dir.resolve("t.csv"), "study_id,words\ns1,Edema.\ns2,No edema.\ns3,Possible edema.\ns4,Clear.\ns5,\n");
        Path out = dir.resolve("labels.csv");
        Said said = Said.of("label", table, "--csv-caption-key", "words", "--out", out);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err()).contains("row 5");
        List<String> lines = Files.readAllLines(out);
        int edema = List.of(lines.getFirst().split(",")).indexOf("Edema");
        assertThat(lines.stream().skip(1).map(line -> line.split(",", -1)[1] + ":" + line.split(",", -1)[edema]))
                .containsExactly("s1:1.0", "s2:0.0", "s3:-1.0", "s4:");
    }

    @Test
    void explanationsGoToJsonLines() throws IOException {
        Path out = dir.resolve("labels.jsonl");
        assertThat(Said.of("label", report(), "--space", "nih", "--out", out).code())
                .isZero();
        JsonNode line = Json.tree(Files.readString(out), "line");
        assertThat(line.path("labels").findValuesAsString("name")).contains("Hernia");
        assertThat(line.toString()).contains("denied by").doesNotContainIgnoringCase("quaint");
    }

    @Test
    void labelsOfTheDataAreComparedThroughANamedMapping() throws IOException {
        Path table = Files.writeString(
                dir.resolve("t.csv"),
                "report,Effusion,Mass\nEffusion.,1,0\nNo effusion.,0,0\nLarge effusion.,0,\nA mass.,0,1\n");
        Object[] label = {
            "label", table, "--set", "label-keys=Effusion,Mass", "--score", "--align", "nih14-chexpert14", "--json"
        };
        JsonNode scores = Said.of(label).json().path("scores");
        assertThat(scores.findValuesAsString("name")).containsExactly("Lung Lesion", "Pleural Effusion");
        assertThat(scores.get(1).path("f1").path("value").asDouble()).isEqualTo(2.0 / 3);
        assertThat(scores.get(1).path("rows").asInt()).isEqualTo(4);
    }

    @Test
    void whatCannotBeUsedIsOneMessage() throws IOException {
        assertThat(Said.of("label").err()).contains("INPUT or --data");
        assertThat(Said.of("label", dir.resolve("gone")).code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(Said.of("label", report(), "--space", "chexper").err()).contains("chexpert");
        assertThat(Said.of("label", report(), "--out", dir.resolve("x.txt")).err())
                .contains(".csv");
        assertThat(Said.of("label", report(), "--score").err()).contains("no labels");
        assertThat(Said.of("label", report(), "--set", "section=x").err()).contains("sections");
        Path noise = Files.write(dir.resolve("noise.txt"), new byte[] {0, 1, 2});
        assertThat(Said.of("label", noise).err()).contains("zero bytes").contains("at least one report");
    }

    @Test
    void anotherProgramsLabelsAreJudgedLikeOurs() throws IOException {
        Path table = Files.writeString(
                dir.resolve("t.csv"), "report,Edema\nEdema.,1\nNo edema.,0\nPossible edema.,-1\nClear.,\n");
        Path labels = Files.writeString(dir.resolve("labels.csv"), "words,Edema\n.,1\n.,0\n.,0\n.,\n");
        Object[] label = {"label", table, "--set", "label-keys=Edema", "--score", "--json"};
        JsonNode ours = Said.of(label).json();
        assertThat(ours.at("/states/0/kappa/value").asDouble()).isEqualTo(1);
        List<Object> theirs = new java.util.ArrayList<>(List.of(label));
        theirs.addAll(List.of("--labels", labels));
        JsonNode json = Said.of(theirs.toArray()).json();
        assertThat(json.path("labeler").asString()).isEqualTo("labels of a file");
        assertThat(json.at("/states/0/uncertainty/value").asDouble()).isZero();
        assertThat(json.at("/states/0/mention/value").asDouble()).isEqualTo(1);
        assertThat(json.at("/scores/0/kappa/value").asDouble()).isEqualTo(1);
        Files.writeString(labels, "Edema\n1\n");
        assertThat(Said.of(theirs.toArray()).err()).contains("--labels").contains("report 2");
    }
}
