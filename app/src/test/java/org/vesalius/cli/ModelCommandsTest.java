package org.vesalius.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From synthetic films to a small model and what can be asked of it, on the command line alone. */
class ModelCommandsTest {
    private static final List<String> TINY = List.of(
            "model.image.widths=[8,16]",
            "model.image.strides=[4,2]",
            "model.transform.size=32",
            "model.jointSize=16",
            "budget.batch=4",
            "budget.epochs=0",
            "budget.steps=3");

    @TempDir
    static Path folder;

    private static Path film;

    private static Said train(Object... more) {
        List<Object> arguments = new ArrayList<>(
                List.of("train", "clip", "--plan", "small", "--data", folder.resolve("data"), "--json", "-q"));
        TINY.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        arguments.addAll(List.of(more));
        return Said.of(arguments.toArray());
    }

    @BeforeAll
    static void prepare() throws IOException {
        Path raw = folder.resolve("raw");
        assertThat(Said.of("phantom", "--out", raw, "--train", 12, "--val", 3, "--test", 1, "-q")
                        .code())
                .isZero();
        assertThat(Said.of("data", "prepare", raw, "--as", "phantom", "--out", folder.resolve("data"), "-q")
                        .code())
                .isZero();
        assertThat(train("--out", folder.resolve("run")).code()).isZero();
        try (var files = Files.walk(raw)) {
            film = files.filter(file -> file.endsWith("frontal.dcm"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void aRunIsRepeatedFromItsManifest() {
        Said again = Said.of(
                "train",
                "--like",
                folder.resolve("run"),
                "--data",
                folder.resolve("data"),
                "--out",
                folder.resolve("again"),
                "--json",
                "-q");
        assertThat(again.code()).as(again.err()).isZero();
        Said first =
                Said.of("train", "--resume", folder.resolve("run"), "--data", folder.resolve("data"), "--json", "-q");
        assertThat(first.code()).isZero();
        assertThat(again.json().at("/outcome/lastSha256").asString())
                .isNotEmpty()
                .isEqualTo(first.json().at("/outcome/lastSha256").asString());
    }

    @Test
    void aDryRunSaysWhatIsNeededAndWritesNothing() {
        Said said = train("--dry-run");
        assertThat(said.code()).isZero();
        assertThat(said.json().path("memoryBytes").asLong()).isPositive();
    }

    @Test
    void wrongArgumentsGiveOneClearMessage() {
        assertThat(Said.of("train", "clpi", "--data", folder.resolve("data"), "--out", folder.resolve("x")))
                .satisfies(said -> assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT))
                .satisfies(said ->
                        assertThat(said.err()).contains("unknown recipe 'clpi'").contains("clip"));
        assertThat(train("--out", folder.resolve("x"), "--set", "optim.rate=1").err())
                .contains("unknown setting 'optim.rate'");
        assertThat(train("--out", folder.resolve("run")).err()).contains("--resume");
        assertThat(Said.of("classify", folder.resolve("raw"), film).err()).contains("manifest.json");
        assertThat(Said.of("classify", folder.resolve("run"), film, "--prompt", "x")
                        .err())
                .contains("NAME=FOR|AGAINST");
    }

    @Test
    void aFilmIsEmbeddedClassifiedAndGrounded() throws IOException {
        Said vectors = Said.of("embed", folder.resolve("run"), film, "--text", "pneumothorax", "--json");
        assertThat(vectors.json()).hasSize(2);
        assertThat(vectors.json().get(0).path("values")).hasSize(16);
        Said scores = Said.of(
                "classify",
                folder.resolve("run"),
                film,
                "--label",
                "pneumothorax",
                "--prompt",
                "own=a tube|no tube",
                "--json");
        assertThat(scores.json().get(0).path("scores").path("pneumothorax").asDouble())
                .isBetween(0.0, 1.0);
        assertThat(scores.json().get(0).path("scores").path("own").asDouble()).isBetween(0.0, 1.0);
        Path map = folder.resolve("map.png");
        Said place = Said.of("ground", folder.resolve("run"), film, "--phrase", "pacemaker", "--out", map, "--json");
        assertThat(place.code()).isZero();
        assertThat(place.json().path("x").asInt())
                .isBetween(0, place.json().path("width").asInt() - 1);
        assertThat(Files.size(map)).isPositive();
    }
}
