package org.vesalius;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The folder of real research data beside the repository, for tests that need it; without it they are skipped and say so. */
public final class RealData {
    private RealData() {}

    /** A folder of the data that {@code VESALIUS_DATA} names, else of {@code shared/data} beside the repository or any folder above it. */
    public static Path folder(String name) {
        Path folder = root().resolve(name);
        boolean there = Files.isDirectory(folder);
        if (!there) {
            System.out.println("skipped: no real data '" + name + "' (set VESALIUS_DATA to the folder that holds it)");
        }
        Assumptions.assumeTrue(there, "no real data '" + name + "'");
        return folder;
    }

    /** A file of the reference values that lie beside the data; skips the test when it is not there. */
    public static Path golden(String name) {
        Path file = root().resolveSibling("golden").resolve(name);
        if (!Files.exists(file)) {
            System.out.println("skipped: no reference values '" + name + "' beside the real data");
        }
        Assumptions.assumeTrue(Files.exists(file), "no reference values '" + name + "'");
        return file;
    }

    private static Path root() {
        String named = System.getenv("VESALIUS_DATA");
        if (named != null) {
            return Path.of(named);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("shared/data"))) {
                return at.resolve("shared/data");
            }
        }
        return Path.of("shared/data");
    }
}
