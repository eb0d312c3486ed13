package org.vesalius.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.image.Image;
import org.vesalius.io.Progress;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;

/** Films of the phantom, as they are seen. */
final class Films {
    private Films() {}

    static List<Image> of(int number) {
        try {
            Path dir = Files.createTempDirectory("films");
            PhantomWriter.write(
                    dir.resolve("phantom"),
                    new PhantomOptions((number + 1) / 2, 0, 0, 5, false, false),
                    Progress.SILENT);
            List<Image> films = new ArrayList<>();
            try (Stream<Path> files = Files.walk(dir)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".dcm"))
                        .sorted()
                        .toList()) {
                    films.add(DicomPixels.image(DicomFile.read(file)));
                }
            }
            return films;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
