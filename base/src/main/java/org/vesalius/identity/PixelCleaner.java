package org.vesalius.identity;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.vesalius.dicom.DataSet;
import org.vesalius.dicom.DicomFile;
import org.vesalius.dicom.DicomPixels;
import org.vesalius.dicom.DicomWriter;
import org.vesalius.dicom.StoredPixels;
import org.vesalius.dicom.Tag;
import org.vesalius.dicom.Vr;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;

/** Blanks burned-in text in every frame and looks again until nothing is found. Files without such text keep their pixels bit by bit, compressed ones too; others become uncompressed. */
final class PixelCleaner {
    private static final int MAX_ROUNDS = 4;
    private static final float WHITE = 255;
    private static final float INSIDE = 1;
    private static final Set<Tag> PIXELS = Set.of(
            Tag.PIXEL_DATA,
            Tag.EXTENDED_OFFSET_TABLE,
            Tag.EXTENDED_OFFSET_TABLE_LENGTHS,
            Tag.PHOTOMETRIC_INTERPRETATION,
            Tag.PLANAR_CONFIGURATION,
            Tag.BITS_ALLOCATED,
            Tag.BITS_STORED,
            Tag.HIGH_BIT);
    private static final int OVERLAY_BITS = 0x0100;

    private PixelCleaner() {}

    /**
     * A file without burned-in text.
     *
     * @param regions how many rectangles were blanked
     */
    record Cleaned(DicomFile file, int regions) {}

    /** @throws InputException when the pixels cannot be decoded, or text is still found after several rounds */
    static Cleaned clean(DicomFile file) {
        if (!file.data().has(Tag.PIXEL_DATA)) {
            if (file.data().has(Tag.FLOAT_PIXEL_DATA) || file.data().has(Tag.DOUBLE_FLOAT_PIXEL_DATA)) {
                throw InputException.of(
                        "pixels",
                        "whole numbers, in which text can be searched",
                        "floating point",
                        "look at it yourself");
            }
            return new Cleaned(file, 0);
        }
        DicomFile current = hidesOverlay(file.data()) ? blanked(file, List.of()) : file;
        int blanked = 0;
        for (int round = 0; round < MAX_ROUNDS; round++) {
            List<List<Region>> found = find(current);
            int regions = found.stream().mapToInt(List::size).sum();
            if (regions == 0) {
                return new Cleaned(current, blanked);
            }
            blanked += regions;
            current = blanked(current, found);
        }
        throw InputException.of(
                "pixels", "no text after blanking", "something that still looks like text", "look at it yourself");
    }

    /** Old files keep an overlay, which may be text, in bits of the pixels that are not used. */
    private static boolean hidesOverlay(DataSet data) {
        return data.tags().stream()
                .anyMatch(tag ->
                        (tag.group() & 0xFF00) == 0x6000 && tag.element() == OVERLAY_BITS && data.integer(tag, 1) > 1);
    }

    private static List<List<Region>> find(DicomFile file) {
        List<List<Region>> found = new ArrayList<>();
        for (int frame = 0; frame < DicomPixels.frames(file); frame++) {
            found.add(find(file, frame));
        }
        return found;
    }

    private static List<Region> find(DicomFile file, int frame) {
        Image image = DicomPixels.image(file, frame);
        List<Region> seen = BurnedInText.find(image);
        if (seen.isEmpty()
                || image.channels() > 1
                || DicomPixels.stored(file, frame).samples() > 1) {
            return seen;
        }
        return BurnedInText.findUncut(image, uncut(image.samples(), DicomPixels.modality(file, frame)));
    }

    /** What a picture would be if its window had no ends: the line through its pixels inside the window, followed beyond it. */
    private static float[] uncut(float[] shown, float[] values) {
        double n = 0;
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        for (int i = 0; i < shown.length; i++) {
            if (shown[i] > INSIDE && shown[i] < WHITE - INSIDE) {
                n++;
                sumX += values[i];
                sumY += shown[i];
                sumXx += (double) values[i] * values[i];
                sumXy += (double) values[i] * shown[i];
            }
        }
        double spread = n * sumXx - sumX * sumX;
        if (n < 2 || !(spread > 0)) {
            return shown;
        }
        double slope = (n * sumXy - sumX * sumY) / spread;
        double offset = (sumY - slope * sumX) / n;
        float[] out = shown.clone();
        for (int i = 0; i < out.length; i++) {
            if (out[i] <= INSIDE || out[i] >= WHITE - INSIDE) {
                out[i] = (float) (slope * values[i] + offset);
            }
        }
        return out;
    }

    private static DicomFile blanked(DicomFile file, List<List<Region>> regions) {
        int frames = DicomPixels.frames(file);
        StoredPixels first = DicomPixels.stored(file, 0);
        int allocated = first.bits() <= 8 ? 8 : first.bits() <= 16 ? 16 : 32;
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact((long) frames * first.values().length * allocated / 8))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int frame = 0; frame < frames; frame++) {
            StoredPixels pixels = DicomPixels.stored(file, frame);
            if (frame < regions.size()) {
                regions.get(frame).forEach(region -> fill(pixels, region));
            }
            write(pixels.values(), allocated, out);
        }
        return DicomFile.read(rewritten(file.data(), first, allocated, out.array()), "DICOM file");
    }

    private static byte[] rewritten(DataSet data, StoredPixels like, int allocated, byte[] pixels) {
        DicomWriter writer = new DicomWriter();
        data.tags().stream().filter(tag -> !PIXELS.contains(tag)).forEach(tag -> writer.copy(data, tag));
        // what the writer wants and some files lack; the header's cleaning starts from the original
        if (!data.has(Tag.SOP_CLASS_UID)) {
            writer.put(Tag.SOP_CLASS_UID, Vr.UI, DicomWriter.SECONDARY_CAPTURE);
        }
        if (!data.has(Tag.SOP_INSTANCE_UID)) {
            writer.put(Tag.SOP_INSTANCE_UID, Vr.UI, DicomWriter.uid("none"));
        }
        String photometric = like.photometric().equals("YBR_FULL_422") ? "YBR_FULL" : like.photometric();
        writer.put(Tag.PHOTOMETRIC_INTERPRETATION, Vr.CS, photometric)
                .put(Tag.BITS_ALLOCATED, Vr.US, allocated)
                .put(Tag.BITS_STORED, Vr.US, like.bits())
                .put(Tag.HIGH_BIT, Vr.US, like.bits() - 1)
                .put(Tag.PIXEL_DATA, allocated == 8 ? Vr.OB : Vr.OW, pixels);
        if (like.samples() > 1) {
            writer.put(Tag.PLANAR_CONFIGURATION, Vr.US, 0);
        }
        return writer.bytes();
    }

    private static void write(int[] values, int allocated, ByteBuffer out) {
        for (int value : values) {
            switch (allocated) {
                case 8 -> out.put((byte) value);
                case 16 -> out.putShort((short) value);
                default -> out.putInt(value);
            }
        }
    }

    /** With the pixel of the border whose value is the middle one, so that the rectangle looks like what is around it. */
    private static void fill(StoredPixels pixels, Region region) {
        int[] border = border(pixels, region);
        int samples = pixels.samples();
        int[] values = pixels.values();
        int middle = IntStream.of(border)
                .boxed()
                .sorted((a, b) -> Long.compare(sum(values, a, samples), sum(values, b, samples)))
                .skip(border.length / 2)
                .findFirst()
                .orElse(0);
        int[] colour = Arrays.copyOfRange(values, middle * samples, middle * samples + samples);
        for (int y = region.y(); y < region.bottom(); y++) {
            for (int x = region.x(); x < region.right(); x++) {
                System.arraycopy(colour, 0, values, (y * pixels.width() + x) * samples, samples);
            }
        }
    }

    private static long sum(int[] values, int pixel, int samples) {
        long sum = 0;
        for (int i = 0; i < samples; i++) {
            sum += values[pixel * samples + i];
        }
        return sum;
    }

    private static int[] border(StoredPixels pixels, Region region) {
        IntStream.Builder border = IntStream.builder();
        for (int x = region.x(); x < region.right(); x++) {
            border.add(region.y() * pixels.width() + x);
            border.add((region.bottom() - 1) * pixels.width() + x);
        }
        for (int y = region.y(); y < region.bottom(); y++) {
            border.add(y * pixels.width() + region.x());
            border.add(y * pixels.width() + region.right() - 1);
        }
        return border.build().toArray();
    }
}
