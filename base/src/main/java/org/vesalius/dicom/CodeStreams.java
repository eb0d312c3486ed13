package org.vesalius.dicom;

import java.nio.ByteBuffer;
import org.vesalius.image.Jpeg2000;
import org.vesalius.image.JpegHeader;
import org.vesalius.image.JpegLs;
import org.vesalius.image.JpegRaster;
import org.vesalius.image.Raster;
import org.vesalius.io.InputException;

/** Compressed pixels by the decoder of their transfer syntax. The rows, columns and samples of the code stream must be those of the header. */
final class CodeStreams {
    private CodeStreams() {}

    /** One frame's code stream. */
    static StoredPixels decode(ByteBuffer stream, PixelFormat format, DicomFile file) {
        return switch (file.syntax()) {
            case RLE -> cells(format, Rle.decode(stream, format, file.what()));
            case JPEG_BASELINE, JPEG_EXTENDED, JPEG_PROGRESSIVE, JPEG_LOSSLESS, JPEG_LOSSLESS_FIRST ->
                jpeg(stream, format, file);
            case JPEG_LS, JPEG_LS_NEAR -> jpegLs(stream, format, file);
            case JPEG_2000, JPEG_2000_LOSSLESS -> jpeg2000(stream, format, file);
            default ->
                throw InputException.of(
                        file.what(),
                        "uncompressed, RLE, JPEG, JPEG-LS or JPEG 2000 pixels",
                        file.syntax().label(),
                        "convert it with another program first");
        };
    }

    /** Cuts the stored bits out of the cells. */
    static StoredPixels cells(PixelFormat format, int[] values) {
        int shift = format.highBit() + 1 - format.stored();
        int unused = 32 - format.stored();
        if (format.stored() < 32 && (shift > 0 || format.signed() || format.stored() < format.allocated())) {
            for (int i = 0; i < values.length; i++) {
                int up = values[i] >>> shift << unused;
                values[i] = format.signed() ? up >> unused : up >>> unused;
            }
        }
        return of(format, format.photometric(), values);
    }

    private static StoredPixels of(PixelFormat format, String photometric, int[] values) {
        return of(format, format.stored(), photometric, values);
    }

    private static StoredPixels of(PixelFormat format, int bits, String photometric, int[] values) {
        return new StoredPixels(
                format.columns(), format.rows(), format.samples(), bits, format.signed(), photometric, values);
    }

    private static StoredPixels jpeg(ByteBuffer stream, PixelFormat format, DicomFile file) {
        byte[] bytes = bytes(stream);
        JpegHeader header = JpegHeader.of(bytes, file.what());
        checkSize(header.width(), header.height(), header.components(), format, file);
        int[] values = JpegRaster.decode(bytes, file.what()).samples();
        if (format.samples() == 1) {
            return cells(format, values);
        }
        return of(format, colour(header, format), values);
    }

    private static StoredPixels jpegLs(ByteBuffer stream, PixelFormat format, DicomFile file) {
        Raster raster = JpegLs.decode(bytes(stream), file.what());
        checkSize(raster.width(), raster.height(), raster.components(), format, file);
        return cells(format, raster.samples());
    }

    /**
     * The code stream says how many bits its samples have, the header whether they are signed: where the stream has them unsigned and the header signed, they are two's complement in the stream's bits, and
     * the other way round their bits are kept. A component transform that was undone leaves RGB.
     */
    private static StoredPixels jpeg2000(ByteBuffer stream, PixelFormat format, DicomFile file) {
        Raster raster = Jpeg2000.decode(bytes(stream), file.what());
        checkSize(raster.width(), raster.height(), raster.components(), format, file);
        int[] values = raster.samples();
        int unused = 32 - raster.precision();
        for (int i = 0; raster.signed() != format.signed() && i < values.length; i++) {
            values[i] = format.signed() ? values[i] << unused >> unused : values[i] << unused >>> unused;
        }
        boolean transformed =
                format.photometric().equals("YBR_RCT") || format.photometric().equals("YBR_ICT");
        return of(
                format,
                Math.max(format.stored(), raster.precision()),
                transformed ? "RGB" : format.photometric(),
                values);
    }

    private static byte[] bytes(ByteBuffer stream) {
        byte[] bytes = new byte[stream.limit()];
        stream.get(0, bytes);
        return bytes;
    }

    private static void checkSize(int width, int height, int components, PixelFormat format, DicomFile file) {
        if (width != format.columns() || height != format.rows() || components != format.samples()) {
            throw InputException.of(
                    file.what(),
                    format.columns() + " x " + format.rows() + " x " + format.samples() + " as its header says",
                    width + " x " + height + " x " + components + " in the code stream",
                    "leave it out or correct the header");
        }
    }

    /** What the three components are: an Adobe segment is believed first, then JFIF's, then the header, unless a stream with coarser components cannot be what it says. */
    private static String colour(JpegHeader header, PixelFormat format) {
        if (header.process() == 0xC3) {
            return format.photometric();
        }
        if (header.adobeTransform() >= 0) {
            return header.adobeTransform() == 0 ? "RGB" : "YBR_FULL";
        }
        if (header.jfif()) {
            return "YBR_FULL";
        }
        String named = format.photometric();
        boolean ybr = named.startsWith("YBR_FULL") || named.startsWith("YBR_PARTIAL");
        return header.subsampled() && !ybr ? "YBR_FULL" : named;
    }
}
