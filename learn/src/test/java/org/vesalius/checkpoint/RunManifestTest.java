package org.vesalius.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;
import org.vesalius.io.Json;
import org.vesalius.tensor.Device;

class RunManifestTest {
    @TempDir
    Path dir;

    private static RunManifest manifest() {
        return new RunManifest(
                RunManifest.FORMAT,
                "clip",
                "small",
                List.of("optim.lr=1e-4"),
                new RunManifest.Source("MyClip", "abc"),
                Json.tree("{\"steps\": 3, \"optim\": {\"lr\": 1e-4}}", "plan"),
                Json.tree("{\"image\": {\"type\": \"resnet\"}}", "model"),
                new Code("0.1.0", null),
                new RunManifest.Data("phantom", "d1", "d2", 1600),
                7,
                1_000_000,
                new Machine("Linux", "amd64", "EPYC", 2, "cpu", "25"),
                new TreeMap<>(Map.of("pytorch", "2.10.0")),
                null,
                new TreeMap<>());
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        RunManifest done = manifest()
                .with(new RunManifest.Outcome(
                        "finished", 2, 30, 1.5, "aa", "bb", "loss", 0.25, new TreeMap<>(Map.of("loss", 0.25))));
        Path file = dir.resolve("manifest.json");
        done.write(file);
        assertThat(RunManifest.read(file)).isEqualTo(done);
        byte[] first = Files.readAllBytes(file);
        RunManifest.read(file).write(file);
        assertThat(Files.readAllBytes(file)).isEqualTo(first);
    }

    @Test
    void anotherFormatSaysWhatToDo() throws IOException {
        Path file = Files.writeString(dir.resolve("m.json"), "{\"format\": \"vesalius-run/9\"}");
        assertThatThrownBy(() -> RunManifest.read(file))
                .isInstanceOf(InputException.class)
                .hasMessage("run manifest: expected vesalius-run/1, got format 'vesalius-run/9'; "
                        + "use the version of Vesalius that wrote it, or train again");
    }

    @Test
    void anotherMachineOrLibraryIsNamed() {
        Machine here = new Machine("Linux", "amd64", "EPYC", 4, "cpu", "26");
        assertThat(manifest().differences(here, Map.of("pytorch", "2.11.0")))
                .containsExactly("threads 2, here 4", "pytorch 2.10.0, here 2.11.0");
        assertThat(manifest().differences(manifest().machine(), Map.of("pytorch", "2.10.0", "more", "1")))
                .isEmpty();
    }

    @Test
    void thisMachineAndItsLibrariesAreKnown() {
        assertThat(Machine.here(Device.CPU).threads()).isPositive();
        assertThat(Libraries.here()).containsKeys("pytorch", "javacpp", "openblas");
        assertThat(Code.here().version()).isNotEmpty();
    }

    @Test
    void theCommitIsReadFromAFolderAWorktreeAndPackedRefs() throws IOException {
        Path git = Files.createDirectories(dir.resolve("main/.git"));
        Files.createDirectories(git.resolve("refs/heads"));
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/main\n");
        Files.writeString(git.resolve("refs/heads/main"), "c0ffee\n");
        assertThat(Code.head(git)).isEqualTo("c0ffee");
        Path tree = Files.createDirectories(git.resolve("worktrees/side"));
        Files.writeString(tree.resolve("HEAD"), "ref: refs/heads/side\n");
        Files.writeString(tree.resolve("commondir"), "../..\n");
        Files.writeString(git.resolve("packed-refs"), "# pack-refs\nbeef refs/heads/side\n");
        Path pointer = Files.createDirectories(dir.resolve("side")).resolve(".git");
        Files.writeString(pointer, "gitdir: " + tree + "\n");
        assertThat(Code.head(pointer)).isEqualTo("beef");
        Files.writeString(git.resolve("HEAD"), "dead\n");
        assertThat(Code.head(git)).isEqualTo("dead");
    }
}
