package org.vesalius.image;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.vesalius.io.InputException;

/** The first page of a TIFF, by TwelveMonkeys' reader: 1 to 16 bits, grey, palette, RGB; alpha is dropped. */
final class Tiff {
    private static final int MAX_RATIO = 1032;
    private static final int SAMPLES_PER_PIXEL = 277;
    private static final int SHORT = 3;
    private static final int MAX_SAMPLES_PER_PIXEL = 32;

    private Tiff() {}

    static Image read(byte[] file, String what) {
        ImageReader reader = reader();
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            checkSamples(file, what);
            long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
            if (pixels * 3 > ImageFiles.MAX_SAMPLES || pixels > (long) MAX_RATIO * (file.length + 64)) {
                throw InputException.of(
                        what,
                        "a whole TIFF",
                        pixels + " pixels, more than its " + file.length + " bytes can hold",
                        "get the file again");
            }
            return image(reader.readAsRenderedImage(0, null));
        } catch (IOException | RuntimeException e) {
            if (e instanceof InputException own) {
                throw own;
            }
            throw new InputException(what + ": expected a whole TIFF, got one that cannot be read; convert it", e);
        } finally {
            reader.dispose();
        }
    }

    /** The reader makes tables for as many samples as the first directory says, whatever that is. */
    private static void checkSamples(byte[] file, String what) {
        ByteBuffer in = ByteBuffer.wrap(file).order(file[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        long directory = file.length < 8 ? file.length : Integer.toUnsignedLong(in.getInt(4));
        int entries = directory + 2 <= file.length ? in.getShort((int) directory) & 0xFFFF : 0;
        for (int i = 0; i < entries && directory + 2 + 12 * (i + 1L) <= file.length; i++) {
            int entry = (int) directory + 2 + 12 * i;
            boolean samples = (in.getShort(entry) & 0xFFFF) == SAMPLES_PER_PIXEL;
            int count = in.getShort(entry + 2) == SHORT ? in.getShort(entry + 8) & 0xFFFF : in.getInt(entry + 8);
            if (samples && (count < 1 || count > MAX_SAMPLES_PER_PIXEL)) {
                throw InputException.of(
                        what, "1 to " + MAX_SAMPLES_PER_PIXEL + " samples a pixel", count + "", "get the file again");
            }
        }
    }

    private static Image image(RenderedImage rendered) {
        Raster raster = rendered.getData();
        if (rendered.getColorModel() instanceof IndexColorModel || raster.getNumBands() == 4) {
            return viaRgb(rendered);
        }
        int bands = raster.getNumBands();
        int channels = bands >= 3 ? 3 : 1;
        int width = raster.getWidth();
        int height = raster.getHeight();
        int[] in = raster.getPixels(raster.getMinX(), raster.getMinY(), width, height, (int[]) null);
        float[] out = new float[width * height * channels];
        for (int i = 0; i < width * height; i++) {
            for (int c = 0; c < channels; c++) {
                out[i * channels + c] = in[i * bands + c];
            }
        }
        float peak = (float) (Math.pow(2, raster.getSampleModel().getSampleSize(0)) - 1);
        Image image = channels == 3 ? Image.rgb(width, height, peak, out) : Image.grey(width, height, peak, out);
        return peak < 255 ? image.withPeak(255) : image;
    }

    /** Palette and ink colours, through Java's own 8-bit RGB. */
    private static Image viaRgb(RenderedImage rendered) {
        BufferedImage buffered = rendered instanceof BufferedImage b
                ? b
                : new BufferedImage(
                        rendered.getColorModel(),
                        rendered.copyData(null),
                        rendered.getColorModel().isAlphaPremultiplied(),
                        null);
        int width = buffered.getWidth();
        int height = buffered.getHeight();
        int[] packed = buffered.getRGB(0, 0, width, height, null, 0, width);
        float[] out = new float[packed.length * 3];
        boolean grey = true;
        for (int i = 0; i < packed.length; i++) {
            int p = packed[i];
            out[3 * i] = (p >> 16) & 255;
            out[3 * i + 1] = (p >> 8) & 255;
            out[3 * i + 2] = p & 255;
            grey &= out[3 * i] == out[3 * i + 1] && out[3 * i] == out[3 * i + 2];
        }
        Image image = Image.rgb(width, height, 255, out);
        return grey ? image.toGrey() : image;
    }

    private static ImageReader reader() {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("tiff");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.twelvemonkeys")) {
                return reader;
            }
        }
        throw new InputException("no TIFF decoder on the class path; repair the installation");
    }
}
