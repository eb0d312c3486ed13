package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.vesalius.dataset.Pixels;
import org.vesalius.image.Image;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.tensor.Device;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A model and the image files that it is asked about. */
final class ModelInput {
    @Parameters(index = "0", paramLabel = "RUN", description = "The folder of a trained run.")
    private Path run;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "FILE", description = "Images: DICOM, PNG, JPEG or TIFF.")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--device", defaultValue = "cpu", description = "auto, cpu or cuda. Default: ${DEFAULT-VALUE}.")
    private String device;

    /** Made by picocli. */
    @SuppressWarnings("NullAway.Init")
    ModelInput() {}

    Inference model() throws IOException {
        return Inference.load(run, Device.named(device));
    }

    List<Path> files() {
        return files;
    }

    /** All images, in the order of the command line; at least one. */
    List<Image> images() throws IOException {
        if (files.isEmpty()) {
            throw InputException.of("images", "at least one file", "none", "name DICOM, PNG, JPEG or TIFF files");
        }
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            images.add(image(i));
        }
        return images;
    }

    /** By its number, so that hundreds of files can be told apart without their names. */
    private Image image(int number) throws IOException {
        try {
            return Pixels.read(files.get(number));
        } catch (InputException e) {
            throw new InputException("image " + (number + 1) + " of " + files.size() + ": " + e.getMessage(), e);
        }
    }
}
