package org.vesalius.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.image.Image;
import org.vesalius.image.Resize;
import org.vesalius.io.Progress;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;

/** A phantom's film at the size of a detector, with a detector's noise, which decides how far it can be compressed and how long that takes to undo. */
final class LargeFilm {
    static final int WIDTH = 2544;
    static final int HEIGHT = 3056;
    private static final int BITS = 12;
    private static final int WHITE = (1 << BITS) - 1;
    // about 5.5 bits a pixel stay after lossless compression, as in radiographs of 12 bits
    private static final double NOISE = 10;

    private LargeFilm() {}

    /** {@code raw-window.dcm} with a rescale and a window, {@code raw-table.dcm} with a VOI table and inverted. */
    static void write(Path folder) throws IOException {
        short[] values = values(folder.resolve("phantom"));
        film(values, "MONOCHROME2")
                .put(Tag.WINDOW_CENTER, Vr.DS, 2000.0)
                .put(Tag.WINDOW_WIDTH, Vr.DS, 3500.0)
                .write(folder.resolve("raw-window.dcm"));
        int[] curve = new int[WHITE + 1];
        for (int i = 0; i <= WHITE; i++) {
            curve[i] = (int) Math.rint(WHITE / (1 + Math.exp(-(i - 2000) / 500.0)));
        }
        DicomWriter table = new DicomWriter()
                .put(Tag.LUT_DESCRIPTOR, Vr.US, WHITE + 1, 0, BITS)
                .put(Tag.LUT_DATA, Vr.US, curve);
        film(values, "MONOCHROME1").put(Tag.VOI_LUT_SEQUENCE, table).write(folder.resolve("raw-table.dcm"));
    }

    private static DicomWriter film(short[] values, String photometric) {
        return new DicomWriter()
                .put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.DIGITAL_X_RAY)
                .put(Tag.SOP_INSTANCE_UID, Vr.UI, DicomWriter.uid("large film " + photometric))
                .put(Tag.STUDY_INSTANCE_UID, Vr.UI, DicomWriter.uid("large film study"))
                .put(Tag.SERIES_INSTANCE_UID, Vr.UI, DicomWriter.uid("large film series"))
                .put(Tag.MODALITY, Vr.CS, "DX")
                .put(Tag.RESCALE_SLOPE, Vr.DS, 1.0)
                .put(Tag.RESCALE_INTERCEPT, Vr.DS, 0.0)
                .pixels(photometric, WIDTH, HEIGHT, BITS, false, values);
    }

    private static short[] values(Path folder) throws IOException {
        PhantomWriter.write(folder, new PhantomOptions(1, 0, 0, 1, false, false), Progress.SILENT);
        Path file;
        try (var files = Files.walk(folder)) {
            file = files.filter(f -> f.endsWith("frontal.dcm")).findFirst().orElseThrow();
        }
        Image small = DicomPixels.image(DicomFile.read(file)).withPeak(WHITE);
        float[] large =
                Resize.resize(small, WIDTH, HEIGHT, Resize.Filter.BICUBIC).samples();
        Random random = new Random(4);
        short[] values = new short[large.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (short) Math.clamp(Math.round(large[i] + NOISE * random.nextGaussian()), 0, WHITE);
        }
        return values;
    }
}
