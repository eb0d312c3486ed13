package org.vesalius.dicom;

import java.nio.ByteBuffer;
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
            case JPEG_BASELINE, JPEG_EXTENDED, JPEG_LOSSLESS, JPEG_LOSSLESS_FIRST -> jpeg(stream, format, file);
            case JPEG_LS, JPEG_LS_NEAR -> jpegLs(stream, format, file);
            default ->
                throw InputException.of(
                        file.what(),
                        "uncompressed, RLE, JPEG or JPEG-LS pixels",
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
        return new StoredPixels(
                format.columns(),
                format.rows(),
                format.samples(),
                format.stored(),
                format.signed(),
                photometric,
                values);
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

    /** What the three components are: an Adobe segment is believed first, then signs that a stream cannot be RGB, then the header. */
    private static String colour(JpegHeader header, PixelFormat format) {
        if (header.process() == 0xC3) {
            return format.photometric();
        }
        if (header.adobeTransform() >= 0) {
            return header.adobeTransform() == 0 ? "RGB" : "YBR_FULL";
        }
        return header.jfif() || header.subsampled() ? "YBR_FULL" : format.photometric();
    }
}
