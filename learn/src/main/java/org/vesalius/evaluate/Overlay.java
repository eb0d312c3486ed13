package org.vesalius.evaluate;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.vesalius.image.Box;
import org.vesalius.image.Image;

/** Pictures inside a page: JPEG in the address itself, similarity as colour over grey, boxes as lines. */
final class Overlay {
    private static final float QUALITY = 0.82f;
    private static final double STRENGTH = 0.62;

    private Overlay() {}

    /** The picture as a {@code data:} address. */
    static String address(Image image) {
        Image grey = image.toGrey().withPeak(255);
        int[] rgb = new int[grey.samples().length];
        for (int i = 0; i < rgb.length; i++) {
            int v = byteOf(grey.samples()[i]);
            rgb[i] = v << 16 | v << 8 | v;
        }
        return jpeg(rgb, image.width(), image.height());
    }

    /** The picture under its map, from the least (clear) to the most similar (bright); where the map is NaN the picture is darkened. */
    static String address(Image image, float[] map) {
        Image grey = image.toGrey().withPeak(255);
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : map) {
            if (!Float.isNaN(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        int[] rgb = new int[map.length];
        for (int i = 0; i < rgb.length; i++) {
            double v = grey.samples()[i];
            if (Float.isNaN(map[i])) {
                int dark = byteOf(v / 3);
                rgb[i] = dark << 16 | dark << 8 | dark;
            } else {
                double t = high > low ? (map[i] - low) / (high - low) : 0;
                double alpha = STRENGTH * t * t;
                rgb[i] = mix(v, red(t), alpha) << 16 | mix(v, green(t), alpha) << 8 | mix(v, blue(t), alpha);
            }
        }
        return jpeg(rgb, image.width(), image.height());
    }

    /** A picture by address with boxes over it, in the page's own drawing. */
    static String figure(String address, int width, int height, List<Box> boxes, String alt) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox='0 0 %d %d' role='img' aria-label='%s'><image href='%s' width='%d' height='%d'/>",
                width,
                height,
                Html.escape(alt),
                address,
                width,
                height));
        for (Box box : boxes) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect x='%.1f' y='%.1f' width='%.1f' height='%.1f' fill='none' stroke='#4de1ff' stroke-width='%.1f'/>",
                    box.x(),
                    box.y(),
                    box.width(),
                    box.height(),
                    width / 130.0));
        }
        return svg.append("</svg>").toString();
    }

    // from black over purple and orange to light yellow, as the inferno map goes
    private static double red(double t) {
        return 255 * Math.clamp(1.65 * t - 0.05, 0, 1);
    }

    private static double green(double t) {
        return 255 * Math.clamp(1.35 * t * t - 0.1, 0, 1);
    }

    private static double blue(double t) {
        return 255 * Math.clamp(t < 0.45 ? 1.1 * t : 0.5 - 1.3 * (t - 0.45) + 2.2 * Math.max(0, t - 0.75), 0, 1);
    }

    private static int mix(double grey, double colour, double alpha) {
        return byteOf(grey * (1 - alpha) + colour * alpha);
    }

    private static int byteOf(double value) {
        return (int) Math.round(Math.clamp(value, 0, 255));
    }

    private static String jpeg(int[] rgb, int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, width, height, rgb, 0, width);
        Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("jpeg");
        ImageWriter writer = writers.next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(QUALITY);
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture, null, null), param);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory does not fail", e);
        } finally {
            writer.dispose();
        }
        return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
    }
}
