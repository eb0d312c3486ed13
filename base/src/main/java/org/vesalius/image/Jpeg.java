package org.vesalius.image;

import org.vesalius.io.InputException;

/** JPEG to grey or RGB by the rules of libjpeg and Pillow. */
final class Jpeg {
    private Jpeg() {}

    static Image read(byte[] file, String what) {
        JpegRaster raster = JpegRaster.decode(file, what);
        JpegHeader header = raster.header();
        int[] in = raster.samples();
        if (header.components() == 4 && header.precision() != 8) {
            throw InputException.of(
                    what, "8 bits of ink", header.precision() + " bits", "convert it with another program");
        }
        float peak = (1 << header.precision()) - 1;
        Image image = switch (header.components()) {
            case 1, 2 -> Image.grey(header.width(), header.height(), peak, first(in, header.components()));
            case 3 -> Image.rgb(header.width(), header.height(), peak, colour(in, header, peak));
            default -> Image.rgb(header.width(), header.height(), peak, inked(in, header));
        };
        return Orientation.upright(image, header.orientation());
    }

    private static float[] first(int[] in, int step) {
        float[] out = new float[in.length / step];
        for (int i = 0; i < out.length; i++) {
            out[i] = in[i * step];
        }
        return out;
    }

    private static float[] colour(int[] in, JpegHeader header, float peak) {
        float[] out = new float[in.length];
        for (int i = 0; i < in.length; i++) {
            out[i] = in[i];
        }
        if (isYbr(header)) {
            Ybr.toRgb(out, peak);
        }
        return out;
    }

    /** libjpeg's rule: JFIF is YCbCr, Adobe says which, component ids R, G, B are RGB, all else is YCbCr. */
    private static boolean isYbr(JpegHeader header) {
        if (header.process() == 0xC3) {
            return false;
        }
        if (header.jfif()) {
            return true;
        }
        return header.adobeTransform() >= 0
                ? header.adobeTransform() != 0
                : !header.ids().equals("RGB");
    }

    /** CMYK or YCCK, stored inverted as Adobe does: colour times black, as Pillow's convert("RGB"). */
    private static float[] inked(int[] in, JpegHeader header) {
        int pixels = in.length / 4;
        float[] out = new float[pixels * 3];
        for (int i = 0; i < pixels; i++) {
            for (int c = 0; c < 3; c++) {
                out[3 * i + c] = in[4 * i + c];
            }
        }
        if (header.adobeTransform() == 2) {
            Ybr.toRgb(out, 255);
            for (int i = 0; i < out.length; i++) {
                out[i] = 255 - out[i];
            }
        }
        for (int i = 0; i < pixels; i++) {
            float black = in[4 * i + 3] / 255f;
            for (int c = 0; c < 3; c++) {
                out[3 * i + c] = Math.round(out[3 * i + c] * black);
            }
        }
        return out;
    }
}
