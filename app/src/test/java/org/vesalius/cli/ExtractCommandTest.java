package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.Json;
import org.vesalius.report.graph.RadGraphJson;
import org.vesalius.report.graph.ReportGraph;
import tools.jackson.databind.JsonNode;

class ExtractCommandTest {
    @TempDir
    Path dir;

    private Path reports() throws IOException {
        Files.writeString(dir.resolve("doe.txt"), "IMPRESSION: Quaint new left effusion. A 3 mm nodule.\n");
        Files.writeString(dir.resolve("roe.txt"), "IMPRESSION: Clear lungs.\n");
        return dir;
    }

    @Test
    void graphsFactsAndTextsAreWrittenAndOnlyCountsArePrinted() throws IOException {
        Path out = dir.resolveSibling(dir.getFileName() + "-out");
        Said said = Said.of(
                "extract",
                reports(),
                "--graphs",
                out.resolve("g.json"),
                "--facts",
                out.resolve("f.jsonl"),
                "--without-priors",
                out.resolve("t.jsonl"));
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .containsPattern("reports +2")
                .containsPattern("references to priors +1")
                .containsPattern("lengths: size +1")
                .containsPattern("findings, side left +1")
                .doesNotContainIgnoringCase("quaint")
                .doesNotContain("doe");
        JsonNode graphs = Json.tree(Files.readString(out.resolve("g.json")), "graphs");
        ReportGraph graph = RadGraphJson.read(graphs.path("doe"));
        assertThat(graph.entities()).extracting("tokens").contains("left", "effusion", "nodule");
        assertThat(Files.readAllLines(out.resolve("t.jsonl")).getFirst())
                .contains("Quaint left effusion. A 3 mm nodule.");
        JsonNode facts = Json.tree(Files.readAllLines(out.resolve("f.jsonl")).getFirst(), "facts");
        assertThat(facts.at("/facts/lengths/0/millimetres/0").asDouble()).isEqualTo(3);
    }

    @Test
    void nothingToReadIsAnErrorAndLeavesNoFile() throws IOException {
        Path empty = Files.writeString(dir.resolve("empty.txt"), "\n");
        Path out = dir.resolve("g.json");
        Said said = Said.of("extract", empty, "--graphs", out);
        assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.err()).contains("it is empty");
        assertThat(Said.of("extract", reports(), "--json")
                        .json()
                        .at("/counts/reports")
                        .asInt())
                .isEqualTo(2);
    }
}
