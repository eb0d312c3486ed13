package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.infer.Inference;
import org.vesalius.infer.MapPicture;
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

    @Override
    public Integer call() throws IOException {
        if (input.files().size() != 1) {
            throw InputException.of("image", "one file", input.files().size() + "", "name one image");
        }
        Image image = input.images().getFirst();
        try (Inference model = input.model()) {
            SimilarityMap map = model.ground(image, phrase);
            float[] values = map.atSource();
            MapPicture.Place place = MapPicture.place(values, image.width(), image.height());
            if (out != null) {
                byte[] png = ImageFiles.png(MapPicture.over(image, values));
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
}
