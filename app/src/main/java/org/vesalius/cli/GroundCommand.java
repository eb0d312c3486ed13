package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.infer.Inference;
import org.vesalius.infer.SimilarityMap;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a phrase is on an image. */
@Command(
        name = "ground",
        description =
                "Show where on an image a phrase is seen: the place of the greatest similarity, and a picture of all of it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExamples:%n",
        footer = {
            "  vesalius ground RUN film.dcm --phrase \"small left pleural effusion\" --out map.png",
            "  vesalius ground RUN film.dcm --phrase pacemaker --json",
            "",
            ExitCode.LIST
        })
public final class GroundCommand implements Callable<Integer> {
    @Mixin
    private ModelInput input;

    @Option(names = "--phrase", required = true, paramLabel = "TEXT", description = "What to look for.")
    private String phrase;

    @Option(names = "--out", paramLabel = "FILE.png", description = "The image with the similarity over it in red.")
    private @Nullable Path out;

    @Mixin
    private Output output;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    public GroundCommand() {}

    /** The greatest similarity and its place in pixels of the file. */
    record Place(int x, int y, double similarity, double mean, int width, int height) {}

    @Override
    public Integer call() throws IOException {
        if (input.files().size() != 1) {
            throw InputException.of("image", "one file", input.files().size() + "", "name one image");
        }
        Image image = input.images().getFirst();
        try (Inference model = input.model()) {
            SimilarityMap map = model.ground(image, phrase);
            float[] values = map.atSource();
            Place place = place(values, image);
            if (out != null) {
                byte[] png = ImageFiles.png(overlay(image, values));
                AtomicFiles.write(out, file -> file.write(png));
            }
            output.result(
                    place,
                    String.format(
                            Locale.ROOT,
                            "greatest similarity %.3f at x %d, y %d of %d x %d (mean %.3f)%s",
                            place.similarity(),
                            place.x(),
                            place.y(),
                            place.width(),
                            place.height(),
                            place.mean(),
                            out == null ? "" : "; picture: " + out));
        }
        return ExitCode.OK;
    }

    private static Place place(float[] values, Image image) {
        int best = -1;
        double sum = 0;
        int seen = 0;
        for (int i = 0; i < values.length; i++) {
            if (!Float.isNaN(values[i])) {
                best = best < 0 || values[i] > values[best] ? i : best;
                sum += values[i];
                seen++;
            }
        }
        return new Place(
                best % image.width(), best / image.width(), values[best], sum / seen, image.width(), image.height());
    }

    /** Red where the similarity is in the upper half of its range. */
    private static Image overlay(Image image, float[] values) {
        Image grey = image.toGrey().withPeak(255);
        float least = Float.MAX_VALUE;
        float most = -Float.MAX_VALUE;
        for (float value : values) {
            if (!Float.isNaN(value)) {
                least = Math.min(least, value);
                most = Math.max(most, value);
            }
        }
        float[] rgb = new float[3 * values.length];
        for (int i = 0; i < values.length; i++) {
            float share = Float.isNaN(values[i]) || most <= least ? 0 : (values[i] - least) / (most - least);
            float red = Math.max(0, 2 * share - 1) * 0.6f;
            float base = grey.samples()[i];
            rgb[3 * i] = base * (1 - red) + 255 * red;
            rgb[3 * i + 1] = base * (1 - red);
            rgb[3 * i + 2] = base * (1 - red);
        }
        return Image.rgb(image.width(), image.height(), 255, rgb);
    }
}
