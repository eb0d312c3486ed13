package org.vesalius.train;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.vesalius.image.Augment;
import org.vesalius.image.Image;
import org.vesalius.image.Resize;
import org.vesalius.image.Transform;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/**
 * Pictures of a prepared set as a model's input. With augmentation, a picture is first shrunk to 5/4 of the model's size, so that the random part is cheap; without, it is exactly the evaluation
 * transform. Either result is kept in memory while the budget lasts, quantised to the bits of the stored picture, so that a kept picture and one read again are the same.
 */
final class Pictures {
    private static final double MARGIN = 1.25;

    private record Key(int row, int picture) {}

    private record Packed(int width, int height, int channels, float peak) {}

    private final PreparedData data;
    private final Transform transform;
    private final Augment augment;
    private final Map<Key, Object> kept = new HashMap<>();
    private long budget;

    /** {@code budget} bytes may be kept. */
    Pictures(PreparedData data, Transform transform, Augment augment, long budget) {
        this.data = data;
        this.transform = transform;
        this.augment = augment;
        this.budget = budget;
    }

    /** Channel, row, column: what the model sees of a picture this time. */
    float[] pixels(Entry entry, int picture, RandomGenerator random) throws IOException {
        if (augment.equals(Augment.NONE)) {
            return (float[]) kept(entry, picture);
        }
        Image image = ((Shrunk) kept(entry, picture)).image();
        return transform.apply(augment.apply(image, random).image()).chw();
    }

    private Object kept(Entry entry, int picture) throws IOException {
        Key key = new Key(entry.row(), picture);
        Object there = kept.get(key);
        if (there == null) {
            Image stored = data.read(entry).images().get(picture);
            boolean plain = augment.equals(Augment.NONE);
            there = plain ? transform.apply(stored).chw() : Shrunk.of(shrink(stored));
            long bytes = plain ? 4L * ((float[]) there).length : ((Shrunk) there).bytes();
            if (bytes <= budget) {
                budget -= bytes;
                kept.put(key, there);
            }
        }
        return there;
    }

    private Image shrink(Image image) {
        Image source = transform.channels() == 1 ? image.toGrey() : image;
        int side = transform.fit() == Transform.Fit.PAD_SQUARE
                ? Math.max(image.width(), image.height())
                : Math.min(image.width(), image.height());
        double scale = Math.ceil(MARGIN * transform.size()) / side;
        return scale >= 1
                ? source
                : Resize.resize(
                        source,
                        (int) Math.max(1, Math.round(image.width() * scale)),
                        (int) Math.max(1, Math.round(image.height() * scale)),
                        Resize.Filter.BILINEAR);
    }

    /** An image of 8 or 16 bits a sample. */
    private static final class Shrunk {
        private final Packed shape;
        private final byte[] high;
        private final byte[] low;

        private Shrunk(Packed shape, byte[] high, byte[] low) {
            this.shape = shape;
            this.high = high;
            this.low = low;
        }

        static Shrunk of(Image image) {
            float[] samples = image.samples();
            boolean wide = image.peak() > 255;
            byte[] high = new byte[wide ? samples.length : 0];
            byte[] low = new byte[samples.length];
            for (int i = 0; i < samples.length; i++) {
                int value = Math.round(Math.clamp(samples[i], 0, image.peak()));
                low[i] = (byte) value;
                if (wide) {
                    high[i] = (byte) (value >>> 8);
                }
            }
            return new Shrunk(new Packed(image.width(), image.height(), image.channels(), image.peak()), high, low);
        }

        long bytes() {
            return (long) high.length + low.length;
        }

        Image image() {
            float[] samples = new float[low.length];
            for (int i = 0; i < samples.length; i++) {
                samples[i] = (low[i] & 0xff) + (high.length == 0 ? 0 : (high[i] & 0xff) << 8);
            }
            return shape.channels() == 1
                    ? Image.grey(shape.width(), shape.height(), shape.peak(), samples)
                    : Image.rgb(shape.width(), shape.height(), shape.peak(), samples);
        }
    }
}
