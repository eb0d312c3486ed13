package org.vesalius.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.vesalius.io.InputException;

/**
 * The component samples of a JPEG as they are coded: no colour step, chroma brought to full size. 8-bit sequential and progressive files by the JDK's decoder, lossless ones (up to 16 bit)
 * and sequential ones of 12 bits by our own.
 */
public final class JpegRaster {
    // a block of 8 x 8 takes at least one bit
    private static final long MAX_PIXELS_PER_BYTE = 512;
    private static final String JDK = "com.sun.imageio";

    private final JpegHeader header;
    private final int[] samples;

    private JpegRaster(JpegHeader header, int[] samples) {
        this.header = header;
        this.samples = samples;
    }

    /** From the marker segments. */
    public JpegHeader header() {
        return header;
    }

    /** Row by row, components interleaved; not a copy. */
    public int[] samples() {
        return samples;
    }

    /** Decodes a whole JPEG; {@code what} names it in the error. A cut or damaged one is refused. */
    public static JpegRaster decode(byte[] file, String what) {
        JpegHeader header = JpegHeader.of(file, what);
        long pixels = (long) header.width() * header.height();
        if (pixels > MAX_PIXELS_PER_BYTE * (file.length + 64)
                || pixels * header.components() > ImageFiles.MAX_SAMPLES) {
            throw InputException.of(
                    what,
                    "a whole JPEG",
                    header.width() + " x " + header.height() + " pixels, more than its " + file.length
                            + " bytes can hold",
                    "get the file again");
        }
        if (isOurs(header)) {
            return new JpegRaster(header, JpegScans.decode(file, header, what));
        }
        if (header.precision() != 8 || header.process() > 0xC2) {
            throw InputException.of(
                    what,
                    "8-bit sequential or progressive, 12-bit sequential or lossless JPEG",
                    header.precision() + "-bit JPEG of process " + Integer.toHexString(header.process()),
                    "convert it with another program");
        }
        Raster raster = raster(withEnd(file, header, what), JDK, what);
        if (raster.getNumBands() != header.components()
                || raster.getWidth() != header.width()
                || raster.getHeight() != header.height()) {
            throw InputException.of(what, "the size of its header", "another", "get the file again");
        }
        return new JpegRaster(header, raster.getPixels(0, 0, header.width(), header.height(), (int[]) null));
    }

    private static boolean isOurs(JpegHeader header) {
        int bits = header.precision();
        return header.process() == 0xC3 ? bits >= 2 && bits <= 16 : header.process() <= 0xC1 && bits > 8 && bits <= 12;
    }

    /** A missing end marker is no damage where one scan holds all; with one put there, a scan that is cut shows itself. */
    private static byte[] withEnd(byte[] file, JpegHeader header, String what) {
        int scans = 0;
        int at = 2;
        while (at + 2 <= file.length) {
            int marker = file[at] == (byte) 0xFF ? file[at + 1] & 255 : 0;
            if (marker == 0xD9) {
                return file;
            }
            boolean alone = marker == 0 || marker == 0xFF || marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
            if (alone) {
                at++;
            } else if (at + 4 <= file.length) {
                scans += marker == 0xDA ? 1 : 0;
                at += 2 + (((file[at + 2] & 255) << 8) | (file[at + 3] & 255));
            } else {
                at = Integer.MAX_VALUE;
                break;
            }
        }
        if (at > file.length || scans != 1 || header.process() == 0xC2) {
            throw InputException.of(what, "a whole JPEG", "a truncated one", "get the file again");
        }
        byte[] closed = Arrays.copyOf(file, file.length + 2);
        closed[file.length] = (byte) 0xFF;
        closed[file.length + 1] = (byte) 0xD9;
        return closed;
    }

    private static Raster raster(byte[] file, String vendor, String what) {
        ImageReader reader = reader(vendor);
        boolean[] damaged = new boolean[1];
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in, true, true);
            reader.addIIOReadWarningListener((IIOReadWarningListener) (_, text) -> damaged[0] |= isDamage(text));
            Raster raster = reader.readRaster(0, null);
            if (damaged[0]) {
                throw InputException.of(what, "a whole JPEG", "damaged or cut scan data", "get the file again");
            }
            return raster;
        } catch (IOException | RuntimeException e) {
            if (e instanceof InputException own) {
                throw own;
            }
            throw new InputException(what + ": expected a whole JPEG, got a damaged one; get the file again", e);
        } finally {
            reader.dispose();
        }
    }

    /** Bytes too many between segments do no harm; pixels that are missing do. */
    private static boolean isDamage(String warning) {
        String lower = warning.toLowerCase(Locale.ROOT);
        return (lower.contains("premature") || lower.contains("corrupt")) && !lower.contains("extraneous");
    }

    private static ImageReader reader(String vendor) {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith(vendor)) {
                return reader;
            }
        }
        throw new InputException("no JPEG decoder of " + vendor + " on the class path; repair the installation");
    }
}
