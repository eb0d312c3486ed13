package org.vesalius;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real data that are not part of the repository: the folder that {@code VESALIUS_DATA} names, else {@code ../shared/data} beside the repository. Tests skip, with a printed reason, when it is absent. */
public final class RealData {
    private RealData() {}

    /** A data set's folder; skips the test when it is not there. */
    public static Path folder(String name) {
        Path folder = root().resolve(name);
        return present(folder, "no real data set '" + name + "'");
    }

    /** A file of the reference values that lie beside the data; skips the test when it is not there. */
    public static Path golden(String name) {
        return present(root().resolveSibling("golden").resolve(name), "no reference values '" + name + "'");
    }

    private static Path present(Path path, String reason) {
        if (!Files.exists(path)) {
            System.out.println("skipped: " + reason + " (set VESALIUS_DATA)");
        }
        Assumptions.assumeTrue(Files.exists(path), reason);
        return path;
    }

    private static Path root() {
        String named = System.getenv("VESALIUS_DATA");
        if (named != null && !named.isBlank()) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolveSibling("shared").resolve("data");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return Path.of("..", "shared", "data");
    }
}
