package org.vesalius.checkpoint;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which program wrote a file.
 *
 * @param version of the release
 * @param revision the git commit of the folder that the classes lie in; null outside a checkout
 */
public record Code(String version, @Nullable String revision) {
    private static final String DEVELOPMENT = "development";

    /** This program. */
    public static Code here() {
        String version = Code.class.getPackage().getImplementationVersion();
        return new Code(version == null ? DEVELOPMENT : version, checkedOut());
    }

    private static @Nullable String checkedOut() {
        try {
            var source = Code.class.getProtectionDomain().getCodeSource();
            for (Path folder =
                            source == null ? null : Path.of(source.getLocation().toURI());
                    folder != null;
                    folder = folder.getParent()) {
                if (Files.exists(folder.resolve(".git"))) {
                    return head(folder.resolve(".git"));
                }
            }
        } catch (IOException | URISyntaxException e) {
            return null;
        }
        return null;
    }

    /** The commit that {@code .git}, a folder or a pointer to one, has checked out. */
    static @Nullable String head(Path git) throws IOException {
        Path folder = Files.isDirectory(git)
                ? git
                : git.resolveSibling(after("gitdir:", Files.readString(git))).normalize();
        String head = Files.readString(folder.resolve("HEAD")).strip();
        if (!head.startsWith("ref:")) {
            return head;
        }
        String ref = after("ref:", head);
        Path common = folder;
        if (Files.exists(folder.resolve("commondir"))) {
            common = folder.resolve(
                            Files.readString(folder.resolve("commondir")).strip())
                    .normalize();
        }
        if (Files.exists(common.resolve(ref))) {
            return Files.readString(common.resolve(ref)).strip();
        }
        if (!Files.exists(common.resolve("packed-refs"))) {
            return null;
        }
        try (var lines = Files.lines(common.resolve("packed-refs"))) {
            return lines.filter(line -> line.endsWith(" " + ref))
                    .map(line -> line.substring(0, line.indexOf(' ')))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static String after(String key, String line) {
        return line.substring(line.indexOf(key) + key.length()).strip();
    }
}
