package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Systems that see no film write files of one report a line. */
class BaselinesCommandTest {
    @TempDir
    Path dir;

    private static String record(int number, String text) {
        return "{\"id\": \"CXR%d_IM-0001\", \"report\": \"%s\", \"image_path\": [\"a\", \"b\"], \"split\": \"x\"}"
                .formatted(number, text);
    }

    private static String report(int number, String indication, String heading) {
        return """
                <eCitation><uId id="CXR%d"/><Abstract><AbstractText Label="INDICATION">%s</AbstractText>
                <AbstractText Label="FINDINGS">Text.</AbstractText></Abstract><MeSH><major>%s</major></MeSH></eCitation>""".formatted(number, indication, heading);
    }

    private Path annotation() throws IOException {
        Path folder = Files.createDirectories(dir.resolve("openi/ecgen-radiology"));
        Files.writeString(folder.resolve("1.xml"), report(1, "Chest pain XXXX", "normal"));
        Files.writeString(folder.resolve("2.xml"), report(2, "Chest pain", "normal"));
        Files.writeString(folder.resolve("3.xml"), report(3, "Trauma", "Fractures, Bone/ribs"));
        Files.writeString(folder.resolve("4.xml"), report(4, "Fall with trauma", "normal"));
        Files.writeString(folder.resolve("5.xml"), report(5, "", "Fractures, Bone/ribs/left"));
        return Files.writeString(
                dir.resolve("annotation.json"),
                "{\"train\": [" + record(1, "Clear.") + "," + record(2, "Clear.") + "," + record(3, "A fracture.")
                        + "], \"val\": [], \"test\": [" + record(4, "Test four.") + "," + record(5, "Test five.")
                        + "]}");
    }

    @Test
    void everySystemWritesAReportForEachTestItem() throws IOException {
        Path out = dir.resolve("out");
        Said said = Said.of(
                "baselines",
                annotation(),
                "--openi",
                dir.resolve("openi"),
                "--by",
                "constant,rotated,topics,tfidf",
                "--out",
                out,
                "--json");
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(Files.readAllLines(out.resolve("references.txt"))).containsExactly("test four .", "test five .");
        assertThat(Files.readAllLines(out.resolve("constant.txt"))).containsExactly("clear .", "clear .");
        assertThat(Files.readAllLines(out.resolve("rotated.txt"))).containsExactly("test five .", "test four .");
        assertThat(Files.readAllLines(out.resolve("topics.txt"))).containsExactly("clear .", "a fracture .");
        assertThat(Files.readAllLines(out.resolve("tfidf.txt"))).containsExactly("a fracture .", "clear .");
        JsonNode json = said.json();
        assertThat(json.path("release").asString()).isEqualTo("unknown");
        assertThat(json.path("withIndication").asInt()).isEqualTo(1);
        assertThat(said.out() + said.err())
                .doesNotContainIgnoringCase("fracture")
                .contains("2,069/296/590");
    }

    @Test
    void truncatedTextsKnowOnlyTheWordsOfTraining() throws IOException {
        Path out = dir.resolve("q1");
        Said said = Said.of("baselines", annotation(), "--truncated", "--by", "constant", "--out", out);
        assertThat(said.code()).as(said.err()).isZero();
        assertThat(Files.readAllLines(out.resolve("references.txt"))).containsExactly("<unk> <unk> .", "<unk> <unk> .");
        assertThat(said.out()).contains("vocabulary 2").contains("Q1");
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Path file = annotation();
        assertThat(Said.of("baselines", file, "--by", "tfidf", "--out", dir.resolve("a"))
                        .err())
                .contains("--openi");
        assertThat(Said.of("baselines", file, "--by", "tfdif", "--out", dir.resolve("a"))
                        .err())
                .contains("tfidf");
        assertThat(Said.of("baselines", dir.resolve("none.json"), "--out", dir.resolve("a"))
                        .code())
                .isNotZero();
        Path broken = Files.writeString(dir.resolve("broken.json"), "{\"train\": [");
        assertThat(Said.of("baselines", broken, "--out", dir.resolve("a")).code())
                .isNotZero();
        assertThat(dir.resolve("a")).doesNotExist();
    }
}
