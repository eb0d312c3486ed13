package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.Json;
import org.vesalius.io.Progress;
import org.vesalius.shard.PreparedData;

/** {@code docs/results-format.md} is about what is really written. */
class ResultsFormatTest {
    private static final EvaluationOptions OPTIONS = EvaluationOptions.defaults()
            .withPrompts(Squares.prompts())
            .withPool(Pool.parse("with-finding"))
            .withMinPositives(4)
            .withResamples(20, 1);

    private static String page() throws IOException {
        return Files.readString(Path.of("..", "docs", "results-format.md"));
    }

    private static String chapter(String page, String protocol) {
        int heading = page.lines()
                .filter(line -> line.startsWith("### "))
                .filter(line -> line.contains("`" + protocol + "`"))
                .mapToInt(page::indexOf)
                .findFirst()
                .orElse(-1);
        assertThat(heading).as("a chapter on " + protocol).isNotNegative();
        int next = page.indexOf("\n##", heading + 3);
        return page.substring(heading, next < 0 ? page.length() : next);
    }

    /** A column as the page names it: what depends on settings has a capital's name. */
    private static String named(String column) {
        return column.replaceFirst("^(own|text|findings|same|shared):", "READING:")
                .replaceFirst("(hit|precision)@\\d+$", "$1@K")
                .replaceFirst("(iou|dice)@[0-9.]+$", "$1@T");
    }

    @Test
    void everyColumnOfATableIsExplained(@TempDir Path dir) throws IOException {
        String page = page();
        try (PreparedData data = Squares.prepared(dir)) {
            Trial trial = new Trial(new Squares.Seeing(), data, OPTIONS, Progress.SILENT);
            for (String id : List.of("zero-shot", "linear-probe", "retrieval", "report-retrieval", "grounding")) {
                String csv = Protocols.byId(id).collect(trial).samples().csv();
                for (String column : csv.lines().findFirst().orElseThrow().split(",")) {
                    boolean common = List.of("row", "key", "patient").contains(column);
                    assertThat(common ? page : chapter(page, id)).as(id).contains("`" + named(column) + "`");
                }
            }
        }
        assertThat(List.of(SegmentationProtocol.COLUMNS))
                .allSatisfy(column -> assertThat(chapter(page, "segmentation")).contains("`" + column + "`"));
        assertThat(List.of(DetectionProtocol.COLUMNS))
                .allSatisfy(column -> assertThat(chapter(page, "detection")).contains("`" + column + "`"));
    }

    @Test
    void everyComponentOfAResultIsExplainedAndNoneIsNew() throws IOException {
        String page = page();
        Result result = Made.outcome("m", Map.of("split", "test"), "0011", .1, .2, .3, .4)
                .result();
        var tree = Json.tree(Json.line(result), "result");
        List<String> components = new ArrayList<>(tree.propertyNames());
        assertThat(components)
                .containsExactly(
                        "format",
                        "protocol",
                        "digest",
                        "terms",
                        "subject",
                        "data",
                        "options",
                        "measures",
                        "notes",
                        "problems",
                        "samplesSha256",
                        "provenance");
        var measure = new TreeSet<>(tree.path("measures").path(0).propertyNames());
        assertThat(measure)
                .containsExactly("chance", "counted", "interval", "metric", "part", "positives", "rows", "subject");
        components.addAll(measure);
        components.addAll(tree.path("measures").path(0).path("interval").propertyNames());
        assertThat(components).allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
    }
}
