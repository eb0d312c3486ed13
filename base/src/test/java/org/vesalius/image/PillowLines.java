package org.vesalius.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reference values made with Pillow; {@code pillow_golden.py} beside them says how. */
final class PillowLines {
    private PillowLines() {}

    static byte[] bytes(String name) {
        try (InputStream in = PillowLines.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("no test resource " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String[]> of(String name) {
        return new String(bytes(name), StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(" "))
                .toList();
    }

    static float[] values(String[] line, int from) {
        float[] values = new float[line.length - from];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.parseFloat(line[from + i]);
        }
        return values;
    }

    /** The formula image of {@code pillow_golden.py}. */
    static Image made(int w, int h, int c) {
        float[] samples = new float[w * h * c];
        for (int i = 0; i < samples.length; i++) {
            int x = i / c % w;
            int y = i / c / w;
            samples[i] = (x * 37 + y * 101 + x * y % 53 * 7 + i % c * 71) % 256;
        }
        return c == 3 ? Image.rgb(w, h, 255, samples) : Image.grey(w, h, 255, samples);
    }

    static float worst(float[] got, float[] want) {
        if (got.length != want.length) {
            throw new AssertionError(Arrays.toString(new int[] {got.length, want.length}));
        }
        float worst = 0;
        for (int i = 0; i < want.length; i++) {
            worst = Math.max(worst, Math.abs(got[i] - want[i]));
        }
        return worst;
    }
}
