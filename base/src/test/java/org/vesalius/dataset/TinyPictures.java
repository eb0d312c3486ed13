package org.vesalius.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;

/** Small grey pictures, each with a content of its own. */
public final class TinyPictures {
    private TinyPictures() {}

    /** Blobs that only {@code seed} decides, so that two seeds do not look alike. */
    public static Image of(int width, int height, long seed) {
        Random random = new Random(seed);
        float[] coarse = new float[18 * 18];
        for (int i = 0; i < coarse.length; i++) {
            coarse[i] = random.nextInt(256);
        }
        float[] samples = new float[width * height];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = coarse[(i / width) * 18 / height * 18 + (i % width) * 18 / width];
        }
        return Image.grey(width, height, 255, samples);
    }

    /** Writes one as PNG, with the folders above it. */
    public static Path write(Path file, int width, int height, long seed) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        ImageFiles.writePng(file, of(width, height, seed));
        return file;
    }
}
