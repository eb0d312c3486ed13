package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.Json;
import org.vesalius.io.Progress;
import org.vesalius.phantom.PhantomDataset;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** {@code compare --recipes} trains, measures and compares, and goes on where it stopped. */
class CompareRecipesTest {
    @TempDir
    private static Path folder;

    private final StringWriter printed = new StringWriter();

    @BeforeAll
    static void prepare() throws IOException {
        Path raw = folder.resolve("raw");
        PhantomWriter.write(raw, new PhantomOptions(12, 2, 12, 3, false, false), Progress.SILENT);
        Preparation.run(
                new PhantomDataset(),
                raw,
                folder.resolve("data"),
                PrepareOptions.defaults().withSizes(64, 1000),
                Progress.SILENT);
    }

    private int compare(Path out, String... more) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(printed, true));
        line.setErr(new PrintWriter(printed, true));
        List<String> args = new ArrayList<>(
                List.of("compare", "--data", folder.resolve("data").toString()));
        args.addAll(List.of("--out", out.toString(), "--set", "model.transform.size=32"));
        args.addAll(Arrays.asList(more));
        return line.execute(args.toArray(String[]::new));
    }

    @Test
    void recipesStandSideBySideAndNothingIsTrainedTwice() throws IOException {
        Path out = folder.resolve("out");
        String[] what = {"--recipes", "clip,chexzero", "--budget", "1x4", "--seeds", "0,1", "--protocol", "retrieval"};
        assertThat(compare(out, what)).as(printed.toString()).isEqualTo(ExitCode.OK);
        JsonNode made = Json.tree(Files.readString(out.resolve("comparison.json")), "comparison");
        assertThat(made.path("trained")).hasSize(4);
        JsonNode row = made.path("tables").path(0).path("rows").path(0);
        assertThat(row.path("cells").path(0).path("recipe").asString()).isEqualTo("clip");
        assertThat(row.path("cells").path(1).path("perSeed")).hasSize(2);
        assertThat(row.path("cells").path(1).path("difference").path("p").isNumber())
                .isTrue();
        assertThat(Files.readString(out.resolve("comparison.html"))).contains("<svg", "chexzero", "synthetic data");
        Path manifest = out.resolve("runs").resolve("chexzero-1").resolve("manifest.json");
        FileTime before = Files.getLastModifiedTime(manifest);
        assertThat(compare(out, what)).isEqualTo(ExitCode.OK);
        assertThat(Files.getLastModifiedTime(manifest)).isEqualTo(before);
        assertThat(Json.tree(Files.readString(out.resolve("comparison.json")), "comparison")
                        .path("tables"))
                .isEqualTo(made.path("tables"));
    }

    @Test
    void whatCannotBeReadIsRefusedBeforeAnythingIsTrained() {
        Path out = folder.resolve("refused");
        assertThat(compare(out, "--recipes", "clip", "--budget", "many")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(printed.toString()).contains("--budget: expected STEPSxBATCH");
        assertThat(compare(out, "--recipes", "clip,simclip")).isNotEqualTo(ExitCode.OK);
        assertThat(printed.toString()).contains("simclip");
        assertThat(compare(out, "--recipes", "clip", "RUN1")).isNotEqualTo(ExitCode.OK);
        assertThat(out).doesNotExist();
    }
}
