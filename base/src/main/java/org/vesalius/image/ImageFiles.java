package org.vesalius.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.jspecify.annotations.Nullable;
import org.vesalius.io.AtomicFiles;
import org.vesalius.io.InputException;

/** Pictures on disk, told apart by their first bytes, never by their names: PNG, JPEG, TIFF. */
public final class ImageFiles {
    /** An image of more samples is refused before memory is asked for. */
    static final long MAX_SAMPLES = 1L << 29;

    private static final long MAX_EMPTY_SAMPLES = 1L << 24;
    private static final long MAX_SAMPLES_PER_BYTE = 4096;

    private ImageFiles() {}

    /** Whether memory may be asked for so many samples by so many bytes, where emptiness takes next to none: 4,096 a byte, but 4096 x 4096 samples always. */
    static boolean mayHold(long pixels, int components, long bytes) {
        long most = Math.min(MAX_SAMPLES, Math.max(MAX_EMPTY_SAMPLES, MAX_SAMPLES_PER_BYTE * bytes));
        return pixels <= most / components;
    }

    /** What the first bytes say. */
    public enum Kind {
        PNG,
        JPEG,
        TIFF,
        /** None of those. */
        OTHER
    }

    /** The kind of a file that begins with these bytes. */
    public static Kind kind(byte[] head) {
        if (begins(head, 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n')) {
            return Kind.PNG;
        }
        if (begins(head, 0xFF, 0xD8, 0xFF)) {
            return Kind.JPEG;
        }
        return begins(head, 'I', 'I', 42, 0) || begins(head, 'M', 'M', 0, 42) ? Kind.TIFF : Kind.OTHER;
    }

    private static boolean begins(byte[] head, int... magic) {
        for (int i = 0; i < magic.length; i++) {
            if (i >= head.length || (head[i] & 255) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    /** Width and height in pixels. */
    public record Size(int width, int height) {}

    /** What a file's header says of its size, without decoding it; EXIF orientation is not applied. The message of an {@link InputException} does not name the file. */
    public static Size size(Path file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            return size(in);
        }
    }

    /** The same of a file that is in memory. */
    public static Size size(byte[] file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            return size(in);
        }
    }

    private static Size size(@Nullable ImageInputStream in) throws IOException {
        Iterator<ImageReader> readers = in == null ? Collections.emptyIterator() : ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            throw InputException.of(
                    "image file", "a picture", "bytes that begin like none", "get the file again or convert it");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(in, true, true);
            return new Size(reader.getWidth(0), reader.getHeight(0));
        } finally {
            reader.dispose();
        }
    }

    /** One file; the message of an {@link InputException} does not name it, since hospital file names carry names. */
    public static Image read(Path file) throws IOException {
        return decode(Files.readAllBytes(file), "image file");
    }

    /** One file that is in memory; {@code what} names it in the error. EXIF orientation is applied, alpha is dropped. */
    public static Image decode(byte[] file, String what) {
        return switch (kind(file)) {
            case PNG -> Png.read(file, what);
            case JPEG -> Jpeg.read(file, what);
            case TIFF -> Tiff.read(file, what);
            case OTHER ->
                throw InputException.of(
                        what,
                        "a PNG, JPEG or TIFF",
                        file.length == 0 ? "0 bytes" : "bytes that begin like none of them",
                        "get the file again or convert it");
        };
    }

    /** As PNG: 8 bit when white is at most 255, else 16 bit; scaled so that {@link Image#peak} is the format's white. Equal images give equal bytes. */
    public static byte[] png(Image image) {
        return PngWriter.write(image);
    }

    /** Writes a PNG whole or not at all. */
    public static void writePng(Path file, Image image) throws IOException {
        AtomicFiles.write(file, out -> out.write(png(image)));
    }
}
