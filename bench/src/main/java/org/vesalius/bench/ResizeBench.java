package org.vesalius.bench;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.vesalius.image.Image;
import org.vesalius.image.Resize;

/** Pictures a second of one thread: a colour picture of 2048 x 2048 (Java2D converts grey by a gamma curve on its way) to 224 x 224, antialiased; the peer is the JDK's area averaging, and Java2D's bicubic, which does not antialias, for orientation. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@State(Scope.Thread)
public class ResizeBench {
    private static final int LARGE = 2048;
    private static final int SMALL = 224;

    private final Image ours;
    private final BufferedImage theirs;

    /** The same noise in both forms. */
    public ResizeBench() {
        var random = new Random(3);
        float[] samples = new float[3 * LARGE * LARGE];
        theirs = new BufferedImage(LARGE, LARGE, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < LARGE * LARGE; i++) {
            int rgb = random.nextInt(1 << 24);
            theirs.setRGB(i % LARGE, i / LARGE, rgb);
            samples[3 * i] = rgb >> 16;
            samples[3 * i + 1] = rgb >> 8 & 255;
            samples[3 * i + 2] = rgb & 255;
        }
        ours = Image.rgb(LARGE, LARGE, 255, samples);
    }

    /** Pillow's BICUBIC. */
    @Benchmark
    public Image bicubic() {
        return Resize.resize(ours, SMALL, SMALL, Resize.Filter.BICUBIC);
    }

    /** Pillow's BOX, which is area averaging. */
    @Benchmark
    public Image box() {
        return Resize.resize(ours, SMALL, SMALL, Resize.Filter.BOX);
    }

    /** The JDK's area averaging. */
    @Benchmark
    public BufferedImage boxPeer() {
        var out = new BufferedImage(SMALL, SMALL, BufferedImage.TYPE_INT_RGB);
        java.awt.Image scaled = theirs.getScaledInstance(SMALL, SMALL, java.awt.Image.SCALE_AREA_AVERAGING);
        Graphics2D graphics = out.createGraphics();
        graphics.drawImage(scaled, 0, 0, null);
        graphics.dispose();
        return out;
    }

    /** Java2D's bicubic looks at 16 pixels however much it shrinks: less work, and it aliases. */
    @Benchmark
    public BufferedImage bicubicPeer() {
        var out = new BufferedImage(SMALL, SMALL, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = out.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(theirs, 0, 0, SMALL, SMALL, null);
        graphics.dispose();
        return out;
    }
}
