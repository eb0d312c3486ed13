package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.io.InputException;

class ScoreRowsTest {
    @TempDir
    Path dir;

    @Test
    void columnsAreTakenByTheirNames() throws IOException {
        Path file = Files.writeString(dir.resolve("t.csv"), "id,b,a\n1,.5,2\n2,-1,3e-1\n");
        assertEquals(List.of(List.of(2.0, .5), List.of(.3, -1.0)), ScoreRows.read(file, List.of("a", "b")));
        assertThrows(InputException.class, () -> ScoreRows.read(file, List.of("c")));
        Files.writeString(file, "a\nx\n");
        assertThrows(InputException.class, () -> ScoreRows.read(file, List.of("a")));
    }
}
