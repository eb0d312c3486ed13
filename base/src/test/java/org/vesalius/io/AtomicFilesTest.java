package org.vesalius.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
    @Test
    void aFailedWriteLeavesWhatWasThere(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("kept.txt");
        AtomicFiles.write(file, "first");
        assertThatThrownBy(() -> AtomicFiles.write(file, out -> {
                    out.write('x');
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");
        assertThat(file).hasContent("first");
        try (var left = Files.list(dir)) {
            assertThat(left).hasSize(1);
        }
    }

    @Test
    void anUnknownNameListsTheNearest() {
        assertThat(InputException.unknown("recipe", "convrit", java.util.List.of("clip", "convirt", "chexzero")))
                .hasMessage("unknown recipe 'convrit'; nearest: convirt");
    }
}
