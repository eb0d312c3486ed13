package org.vesalius.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.vesalius.io.InputException;

/**
 * What the marker segments of a JPEG say.
 *
 * @param process the second byte of the frame marker: 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC3 lossless
 * @param precision bits a sample
 * @param ids the component identifiers as characters, such as {@code "RGB"}
 * @param subsampled whether chroma is coarser than the first component
 * @param adobeTransform 0 none, 1 YCbCr, 2 YCCK, -1 no Adobe segment
 * @param orientation EXIF's, 1 to 8
 */
public record JpegHeader(
        int process,
        int precision,
        int width,
        int height,
        int components,
        String ids,
        boolean subsampled,
        boolean jfif,
        int adobeTransform,
        int orientation) {

    /** Reads up to the first scan; throws {@link InputException} when there is no frame before the data end. */
    public static JpegHeader of(byte[] file, String what) {
        ByteBuffer in = ByteBuffer.wrap(file);
        boolean jfif = false;
        int adobe = -1;
        int orientation = 1;
        int at = 2;
        while (at + 4 <= file.length) {
            if ((file[at] & 255) != 0xFF) {
                throw broken(what, "no marker where one must be");
            }
            int marker = file[at + 1] & 255;
            if (marker == 0xFF) {
                at++;
                continue;
            }
            if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
                at += 2;
                continue;
            }
            int length = in.getShort(at + 2) & 0xFFFF;
            if (length < 2 || at + 2 + length > file.length) {
                throw broken(what, "the end of the file inside a marker segment");
            }
            ByteBuffer segment = in.slice(at + 4, length - 2);
            if (marker == 0xE0 && starts(segment, "JFIF")) {
                jfif = true;
            } else if (marker == 0xEE && starts(segment, "Adobe") && segment.limit() >= 12) {
                adobe = segment.get(11) & 255;
            } else if (marker == 0xE1 && starts(segment, "Exif")) {
                orientation = orientation(segment);
            } else if (isFrame(marker)) {
                return frame(segment, marker, jfif, adobe, orientation, what);
            } else if (marker == 0xDA || marker == 0xD9) {
                break;
            }
            at += 2 + length;
        }
        throw broken(what, "no frame header");
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private static JpegHeader frame(ByteBuffer in, int marker, boolean jfif, int adobe, int orientation, String what) {
        int components = in.limit() < 6 ? 0 : in.get(5) & 255;
        if (components == 0 || in.limit() < 6 + 3 * components) {
            throw broken(what, "a frame header that is too short");
        }
        StringBuilder ids = new StringBuilder();
        boolean subsampled = false;
        for (int c = 0; c < components; c++) {
            ids.append((char) (in.get(6 + 3 * c) & 255));
            subsampled |= in.get(7 + 3 * c) != in.get(7);
        }
        int height = in.getShort(1) & 0xFFFF;
        int width = in.getShort(3) & 0xFFFF;
        if (width == 0 || height == 0) {
            throw broken(what, width + " x " + height + " pixels");
        }
        return new JpegHeader(
                marker,
                in.get(0) & 255,
                width,
                height,
                components,
                ids.toString(),
                subsampled,
                jfif,
                adobe,
                orientation);
    }

    private static boolean starts(ByteBuffer segment, String name) {
        if (segment.limit() < name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (segment.get(i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Tag 0x0112 of the first directory; 1 when it is missing or odd. */
    private static int orientation(ByteBuffer exif) {
        if (exif.limit() < 14) {
            return 1;
        }
        ByteBuffer tiff = exif.slice(6, exif.limit() - 6);
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) {
            return 1;
        }
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int i = 0; i < entries && directory + 2 + 12 * (i + 1) <= tiff.limit(); i++) {
            int entry = directory + 2 + 12 * i;
            if (tiff.getShort(entry) == 0x0112) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }

    private static InputException broken(String what, String got) {
        return InputException.of(what, "a whole JPEG", got, "get the file again");
    }
}
