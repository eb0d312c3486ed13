package org.vesalius.phantom;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The noise-free shadow of a body, mm of water a pixel, and which pixels each named part covers. */
final class Projection {
    private final Camera camera;
    private final float[] water;
    private final SequencedMap<String, Mask> masks = new LinkedHashMap<>();
    private final SequencedMap<String, float[]> changes = new LinkedHashMap<>();

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

    /** What each observation makes different by itself, mm of water. */
    SequencedMap<String, float[]> changes() {
        return changes;
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
        if (!Body.ORGANS.contains(part.name())) {
            changes.put(part.name(), change(projector, part, scratch));
        }
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

    private float[] change(Projector projector, Part part, float[] solids) {
        if (part.change().equals(part.solids())) {
            return solids.clone();
        }
        float[] change = new float[solids.length];
        draw(projector, part.change(), change);
        return change;
    }

    private void clear(float[] sums, Window window) {
        for (int row = window.top; row <= window.bottom; row++) {
            int base = row * camera.width();
            Arrays.fill(sums, base + window.left, base + window.right + 1, 0);
        }
    }
}
