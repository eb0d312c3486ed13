package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewFolderTest {
    @TempDir
    Path dir;

    private Path target;

    @BeforeEach
    void place() {
        target = dir.resolve("prepared");
    }

    private Path left(String name, boolean lock) throws IOException {
        Path part = Files.createDirectories(dir.resolve(name));
        Files.writeString(part.resolve("train-00000.tar"), "half a shard");
        if (lock) {
            Files.createFile(part.resolve("in-use.lock"));
        }
        return part;
    }

    private void fill(String content) throws IOException {
        try (NewFolder folder = NewFolder.replacing(target)) {
            Files.writeString(folder.path().resolve("manifest.json"), content);
            folder.done();
        }
    }

    private Set<String> beside() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Test
    void theFolderHoldsWhatWasWrittenAndNothingElse() throws IOException {
        fill("first");
        fill("second");
        assertEquals("second", Files.readString(target.resolve("manifest.json")));
        try (Stream<Path> files = Files.list(target)) {
            assertEquals(1, files.count());
        }
        assertEquals(Set.of("prepared"), beside());
    }

    @Test
    void whatAKilledProcessLeftIsRemoved() throws IOException {
        Path left = left(".prepared.123", true);
        fill("whole");
        assertFalse(Files.exists(left));
        assertEquals(Set.of("prepared"), beside());
    }

    @Test
    void whatALivingOneFillsAndWhatIsNotOursStays() throws IOException {
        Path notOurs = left(".prepared.notes", false);
        Path ofAnotherTarget = left(".other.123", true);
        try (NewFolder busy = NewFolder.replacing(target)) {
            fill("whole");
            assertTrue(Files.isDirectory(busy.path()));
        }
        assertTrue(Files.isDirectory(notOurs));
        assertTrue(Files.isDirectory(ofAnotherTarget));
    }

    @Test
    void theSetThatWasThereComesBackAfterAKillBetweenTheRenames() throws IOException {
        Path left = left(".prepared.123", true);
        Files.createDirectories(left.resolve("old"));
        Files.writeString(left.resolve("old/manifest.json"), "before");
        try (NewFolder _ = NewFolder.replacing(target)) {
            assertEquals("before", Files.readString(target.resolve("manifest.json")));
        }
        assertFalse(Files.exists(left));
        assertEquals("before", Files.readString(target.resolve("manifest.json")));
    }
}
