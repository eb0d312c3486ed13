package org.vesalius.phantom;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/** The noise-free shadow of a body, mm of water a pixel, and which pixels each named part covers. */
final class Projection {
    private final Camera camera;
    private final float[] water;
    private final SequencedMap<String, Mask> masks = new LinkedHashMap<>();
    /** Mean size of the change of the water path that a part makes by itself, over the pixels of its mask that it changes, mm. */
    private final Map<String, Double> contrasts = new LinkedHashMap<>();

    private Projection(Camera camera) {
        this.camera = camera;
        this.water = new float[camera.width() * camera.height()];
    }

    static Projection of(Body body, Camera camera, boolean arms) {
        Projection projection = new Projection(camera);
        Projector projector = new Projector(camera);
        float[] scratch = new float[projection.water.length];
        float[] outline = new float[projection.water.length];
        for (Part part : body.parts()) {
            if (part.name().isEmpty()) {
                projection.addUnnamed(projector, part);
            } else {
                projection.addNamed(projector, part, scratch, outline);
            }
        }
        if (arms) {
            projection.addUnnamed(projector, body.arms());
        }
        return projection;
    }

    /** Row by row, not copied. */
    float[] water() {
        return water;
    }

    Camera camera() {
        return camera;
    }

    SequencedMap<String, Mask> masks() {
        return masks;
    }

    double contrast(String part) {
        return contrasts.getOrDefault(part, Double.NaN);
    }

    private void addUnnamed(Projector projector, Part part) {
        Window window = new Window();
        for (Solid solid : part.solids()) {
            projector.add(solid, water, window);
        }
    }

    private void addNamed(Projector projector, Part part, float[] scratch, float[] outline) {
        Window touched = draw(projector, part.solids(), scratch);
        boolean same = part.solids().equals(part.outline());
        float[] shape = same ? scratch : outline;
        Window shapeWindow = same ? touched : draw(projector, part.outline(), outline);
        Mask mask = shapeWindow.isEmpty()
                ? new Mask(camera.width(), camera.height(), List.of(water.length))
                : Mask.above(shape, shapeWindow, part.threshold(), camera.width(), camera.height());
        masks.put(part.name(), mask);
        contrasts.put(part.name(), contrast(projector, part, scratch, mask));
        if (!touched.isEmpty()) {
            for (int row = touched.top; row <= touched.bottom; row++) {
                int base = row * camera.width();
                for (int i = base + touched.left; i <= base + touched.right; i++) {
                    water[i] += scratch[i];
                }
            }
        }
        clear(scratch, touched);
        clear(outline, shapeWindow);
    }

    private static Window draw(Projector projector, List<Solid> solids, float[] sums) {
        Window window = new Window();
        for (Solid solid : solids) {
            projector.add(solid, sums, window);
        }
        return window;
    }

    private double contrast(Projector projector, Part part, float[] solids, Mask mask) {
        if (part.change().equals(part.solids())) {
            return mean(solids, mask);
        }
        float[] change = new float[solids.length];
        draw(projector, part.change(), change);
        return mean(change, mask);
    }

    private static double mean(float[] sums, Mask mask) {
        double sum = 0;
        int count = 0;
        int at = 0;
        for (int i = 0; i < mask.runs().size(); i++) {
            int end = at + mask.runs().get(i);
            if (i % 2 == 1) {
                for (int j = at; j < end; j++) {
                    double size = Math.abs(sums[j]);
                    sum += size;
                    count += size > 1e-3 ? 1 : 0;
                }
            }
            at = end;
        }
        return count == 0 ? 0 : sum / count;
    }

    private void clear(float[] sums, Window window) {
        for (int row = window.top; row <= window.bottom; row++) {
            int base = row * camera.width();
            Arrays.fill(sums, base + window.left, base + window.right + 1, 0);
        }
    }
}
