package org.vesalius.phantom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.vesalius.dataset.View;
import org.vesalius.volume.Vec;

/** One radiograph as a detector's computer stores it: 12 bits, with what a viewer needs to show it, and the truth of what it shows. */
public final class Film {
    /** The largest stored value. */
    static final int WHITE = 4095;

    private static final double LOWEST = -12;
    private static final double BODY = 18;

    private final View view;
    private final int width;
    private final int height;
    private final double spacing;
    private final short[] stored;
    private final Display display;
    private final SequencedMap<String, Mask> masks;
    private final Map<String, Double> contrastToNoise;

    /**
     * How stored values become grey: {@code value = slope * stored + intercept}, then window or table, then inverted when {@code inverted}.
     *
     * @param inverted MONOCHROME1
     * @param table given as a VOI table instead of a window
     * @param centre of the window, in rescaled values
     */
    public record Display(
            boolean inverted, boolean table, double slope, double intercept, double centre, double width) {
        /** The VOI table: 12 bits out for each stored value, a smooth S about the window. */
        int[] lookup() {
            int[] table = new int[WHITE + 1];
            for (int i = 0; i < table.length; i++) {
                double x = Math.clamp((i - centre) / width + 0.5, 0.0, 1.0);
                table[i] = (int) Math.round(WHITE * (0.6 * x + 0.4 * x * x * (3 - 2 * x)));
            }
            return table;
        }
    }

    private Film(View view, Camera camera, short[] stored, Display display, Projection projection, float[] reading) {
        this.view = view;
        this.width = camera.width();
        this.height = camera.height();
        this.spacing = camera.right().length();
        this.stored = stored;
        this.display = display;
        this.masks = projection.masks();
        this.contrastToNoise = new LinkedHashMap<>();
        projection.changes().forEach((name, change) -> {
            float[] seen = Detector.blur(change, width, height);
            Mask mask = projection.masks().getOrDefault(name, Mask.EMPTY);
            contrastToNoise.put(name, ContrastToNoise.of(mask, seen, reading));
        });
    }

    /** The frontal view: PA, or AP for a portable study. */
    static Film frontal(Visit visit, Body body) {
        Rng rng = new Rng(visit.seed()).child(visit.portable() ? 11 : 10);
        int high = 256 + rng.nextInt(65);
        int wide = Math.clamp(Math.round(high * rng.uniform(0.9, 1.1)), 256, 320);
        double field = rng.uniform(378, 460) * visit.patient().size();
        boolean ap = visit.portable();
        double distance = ap ? rng.uniform(1000, 1250) : 1800;
        double pixel = field * distance / (distance - 150) / Math.min(high, wide * 1.02);
        Vec centre = new Vec(rng.uniform(-24, 24), 0, rng.uniform(-16, 32));
        Camera camera = Camera.of(
                ap ? Camera.Beam.AP : Camera.Beam.PA,
                distance,
                pixel,
                wide,
                high,
                new Camera.Aim(centre, visit.turn(), rng.uniform(-5, 5), ap ? rng.uniform(-1, 5) : 0));
        return expose(ap ? View.AP : View.PA, body, camera, 22_000, rng);
    }

    /** The lateral view, left side at the detector. */
    static Film lateral(Visit visit, Body body) {
        Rng rng = new Rng(visit.seed()).child(12);
        int high = 256 + rng.nextInt(65);
        int wide = Math.clamp(Math.round(high * rng.uniform(0.82, 1.0)), 256, 320);
        double field = rng.uniform(378, 440) * visit.patient().size();
        double pixel = field * 1800 / (1800 - 230) / high;
        Vec centre = new Vec(0, rng.uniform(-16, 22), rng.uniform(-12, 28));
        Camera.Aim aim = new Camera.Aim(centre, visit.turn() + rng.uniform(-3, 3), rng.uniform(-4, 4), 0);
        Camera camera = Camera.of(Camera.Beam.LATERAL, 1800, pixel, wide, high, aim);
        return expose(View.LATERAL, body, camera, 90_000, rng);
    }

    private static Film expose(View view, Body body, Camera camera, double photons, Rng rng) {
        Projection projection = Projection.of(body, camera, view.frontal());
        double exposure = photons * rng.uniform(0.6, 1.7) * (view == View.AP ? 0.7 : 1);
        float[] reading = Detector.read(projection.water(), camera.width(), camera.height(), exposure, rng.child(1));
        double gain = rng.uniform(8.5, 10.5);
        boolean inverted = rng.chance(0.15);
        short[] stored = new short[reading.length];
        for (int i = 0; i < stored.length; i++) {
            int value = (int) Math.clamp(Math.round((reading[i] - LOWEST) * gain), 0L, (long) WHITE);
            stored[i] = (short) (inverted ? WHITE - value : value);
        }
        return new Film(view, camera, stored, display(reading, gain, inverted, rng), projection, reading);
    }

    /** A window about the body's range, with some of the freedom that radiographers have. */
    private static Display display(float[] reading, double gain, boolean inverted, Rng rng) {
        int[] counts = new int[512];
        int total = 0;
        for (float value : reading) {
            if (value > BODY) {
                counts[Math.min(counts.length - 1, (int) value)]++;
                total++;
            }
        }
        double low = quantile(counts, total, 0.02) - rng.uniform(8, 26);
        double high = quantile(counts, total, 0.965) + rng.uniform(2, 22);
        double a = (low - LOWEST) * gain;
        double b = (high - LOWEST) * gain;
        // a table is addressed by what the rescaling gives, so it comes without one
        boolean table = rng.chance(0.12);
        double slope = table ? 1 : rng.pick(List.of(1.0, 1.0, 0.5, 2.0));
        double intercept = table ? 0 : slope * rng.pick(List.of(0.0, 0.0, -1024.0, -2048.0));
        double centre = inverted ? WHITE - (a + b) / 2 : (a + b) / 2;
        return new Display(
                inverted, table, slope, intercept, Math.rint(centre * slope + intercept), Math.rint((b - a) * slope));
    }

    private static int quantile(int[] counts, int total, double share) {
        long seen = 0;
        for (int i = 0; i < counts.length; i++) {
            seen += counts[i];
            if (seen >= share * total) {
                return i;
            }
        }
        return counts.length - 1;
    }

    public View view() {
        return view;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** Of the detector's pixels, mm. */
    public double spacing() {
        return spacing;
    }

    /** 12 bits a pixel, row by row, not copied. */
    public short[] stored() {
        return stored;
    }

    public Display display() {
        return display;
    }

    /** By the name of the organ or the id of the observation. */
    public SequencedMap<String, Mask> masks() {
        return masks;
    }

    /** By the id of the observation: {@link ContrastToNoise}. */
    public double contrastToNoise(String name) {
        return contrastToNoise.getOrDefault(name, 0.0);
    }
}
