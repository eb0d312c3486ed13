package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataLeakageCommandTest {
    @TempDir
    Path dir;

    private static String words(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "quaint" + i).collect(Collectors.joining(" "));
    }

    private Path folder(String name, String... texts) throws IOException {
        Path folder = Files.createDirectories(dir.resolve(name));
        for (int i = 0; i < texts.length; i++) {
            Files.writeString(folder.resolve(name + i + ".txt"), texts[i]);
        }
        return folder;
    }

    @Test
    void whatIsSharedIsCountedAndNeitherTextsNorIdsAreShown() throws IOException {
        Path a = folder("doe", words(0, 40), words(100, 140));
        Path b = folder("roe", words(0, 40), words(100, 139) + " end", words(200, 240));
        Path out = dir.resolve("leaks.jsonl");
        Said said = Said.of("data", "leakage", a, b, "--out", out, "-q");
        assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.NO);
        assertThat(said.out())
                .containsPattern("or more, equal +1 +3 +33\\.333")
                .containsPattern("nearly equal +1 +3")
                .doesNotContain("quaint")
                .doesNotContain("doe");
        assertThat(Files.readAllLines(out)).hasSize(2).allMatch(line -> line.contains("rowA"));
        assertThat(Files.readString(out)).doesNotContain("quaint").doesNotContain("doe");
    }

    @Test
    void setsWithNothingInCommonAreClean() throws IOException {
        Said said = Said.of(
                "data", "leakage", folder("a", words(0, 40), "Clear."), folder("b", words(50, 90), "Clear."), "--json");
        assertThat(said.code()).isZero();
        assertThat(said.json().path("equalTexts").asInt()).isEqualTo(1);
        assertThat(said.json().path("equalLongTexts").asInt()).isZero();
    }

    @Test
    void whatCannotBeComparedIsOneMessage() throws IOException {
        Path a = folder("a", words(0, 40));
        assertThat(Said.of("data", "leakage", a, a).err()).contains("--split-a");
        assertThat(Said.of("data", "leakage", a, dir.resolve("gone")).err()).contains("DIR_B");
        Path empty = Files.createDirectories(dir.resolve("empty"));
        assertThat(Said.of("data", "leakage", a, empty).code()).isEqualTo(ExitCode.BAD_INPUT);
        List<String> none =
                List.of(Said.of("data", "leakage", a, folder("c", " ")).err());
        assertThat(none.getFirst()).contains("at least one study");
    }
}
