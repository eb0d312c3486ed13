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

    /** Those that train, or need a second set: their columns are compared without running them. */
    private static final List<String> WITH_MORE = List.of("segmentation", "detection", "fine-tune", "generation");

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

    /** In the protocol's own chapter, in that of the protocol whose columns it shares, or among those of all. */
    private static boolean explained(String page, String protocol, String column) {
        String quoted = "`" + column + "`";
        String own = chapter(page, protocol);
        boolean shared =
                own.contains("As `zero-shot`") && chapter(page, "zero-shot").contains(quoted);
        boolean common = List.of("row", "key", "patient").contains(column) && page.contains(quoted);
        return own.contains(quoted) || shared || common;
    }

    /** A column as the page names it: what depends on settings has a capital's name. */
    private static String named(String column) {
        return column.replaceFirst(
                        "^(own|text|findings|same|shared):(?=relevant|rank|reciprocal|hit|precision)", "READING:")
                .replaceFirst("(hit|precision)@\\d+$", "$1@K")
                .replaceFirst("(iou|dice)@[0-9.]+$", "$1@T")
                .replaceFirst("(cosine|text|pixel-auroc|map):(swapped|negated|shuffled|wording|other)$", "$1:CHANGE")
                .replaceFirst("drop:(hottest|elsewhere|boxes|other-side)$", "drop:PART")
                .replaceFirst("^by:.*", "by:PART")
                .replaceFirst("^[\\w-]+(\\[.*\\])?\\.[\\w-]+$", "STATISTICS.NAME");
    }

    @Test
    void everyColumnOfATableIsExplained(@TempDir Path dir) throws IOException {
        String page = page();
        try (PreparedData data = Squares.prepared(dir)) {
            Trial trial = new Trial(new Squares.Seeing(), data, OPTIONS, Progress.SILENT);
            for (Protocol protocol : Protocols.all()) {
                String id = protocol.id();
                chapter(page, id);
                if (WITH_MORE.contains(id) || !protocol.possible(data)) {
                    continue;
                }
                String csv = protocol.collect(trial).samples().csv();
                for (String column : csv.lines().findFirst().orElseThrow().split(",")) {
                    assertThat(explained(page, id, named(column)))
                            .as("column " + column + " of " + id)
                            .isTrue();
                }
            }
        }
        assertThat(List.of(SegmentationProtocol.COLUMNS))
                .allSatisfy(column -> assertThat(chapter(page, "segmentation")).contains("`" + column + "`"));
        assertThat(List.of(TemporalProtocol.columns()))
                .allSatisfy(column -> assertThat(chapter(page, "temporal")).contains("`" + column + "`"));
        assertThat(List.of(GenerationProtocol.COLUMNS))
                .allSatisfy(column -> assertThat(chapter(page, "generation")).contains("`" + column + "`"));
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
