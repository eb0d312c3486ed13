package org.vesalius.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;

/** The stored films as the routes ask for them. */
final class Films {
    private final StudyStore store;

    Films(StudyStore store) {
        this.store = store;
    }

    /** The number in an address; what is none is not there. */
    static int number(String part) {
        try {
            return Integer.parseInt(part);
        } catch (NumberFormatException _) {
            throw Refusal.missing("the film");
        }
    }

    /** The PNG of a film. */
    byte[] png(String key, int number) throws IOException {
        Path file = store.film(key, number).orElseThrow(() -> Refusal.missing("the film"));
        return Files.readAllBytes(file);
    }

    /** A film decoded. */
    Image image(String key, int number) throws IOException {
        return ImageFiles.decode(png(key, number), "stored film");
    }
}
