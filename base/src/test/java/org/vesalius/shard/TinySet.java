package org.vesalius.shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Study;
import org.vesalius.io.Digests;
import org.vesalius.io.Problem;

/** A set that a test makes up. */
record TinySet(DatasetCard.Access access, List<Study> studies) implements Dataset {
    @Override
    public DatasetCard card() {
        return new DatasetCard(
                "tiny",
                1,
                "Made up",
                "none",
                "none",
                false,
                access,
                List.of("tests"),
                "any",
                "none",
                List.of(),
                Map.of());
    }

    @Override
    public boolean recognises(Path dir) {
        return false;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> to, Consumer<Problem> problems) {
        studies.forEach(to);
    }

    /** All files under a folder with their contents. */
    static Map<String, String> contents(Path dir) throws IOException {
        try (var files = Files.walk(dir)) {
            Map<String, String> contents = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(dir.relativize(file).toString(), Digests.sha256(file));
            }
            return contents;
        }
    }
}
