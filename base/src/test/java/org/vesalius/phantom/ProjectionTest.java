package org.vesalius.phantom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vesalius.volume.Vec;

/** The films show the body that the volume shows, and the boxes hold what a finding changes. */
class ProjectionTest {
    private static final int SIZE = 96;

    @Test
    void aBallCastsTheShadowOfItsChord() {
        Camera camera = Sitters.camera(Camera.Beam.PA, 65);
        float[] sums = new float[65 * 65];
        Vec middle = camera.source().towards(camera.source().plus(camera.ray(32, 32)), 0.9);
        new Projector(camera).add(Solid.ellipsoid(middle, 30, 30, 30).of(0.5), sums, new Window());
        assertEquals(0.5 * 60, sums[32 * 65 + 32], 1e-3);
        assertEquals(0, sums[0], 0);
    }

    @Test
    void aSoftBallHasTwoThirdsOfTheShadow() {
        Camera camera = Sitters.camera(Camera.Beam.LATERAL, 65);
        float[] sums = new float[65 * 65];
        Vec middle = camera.source().towards(camera.source().plus(camera.ray(32, 32)), 0.9);
        new Projector(camera).add(Solid.ellipsoid(middle, 30, 30, 30).softened(), sums, new Window());
        assertEquals(60 * 2.0 / 3, sums[32 * 65 + 32], 1e-3);
    }

    @ParameterizedTest
    @EnumSource(Camera.Beam.class)
    void theShadowIsTheSumAlongTheRay(Camera.Beam beam) {
        Body body = Body.of(Sitters.visit(
                4,
                List.of(
                        Sitters.one(Finding.PNEUMOTHORAX, 0.6, 4),
                        Sitters.one(Finding.OEDEMA, 0.6, 4),
                        Sitters.one(Finding.PACEMAKER, 0.6, 4))));
        Camera camera = Sitters.camera(beam, SIZE);
        float[] water = Projection.of(body, camera, false).water();
        double error = 0;
        double sum = 0;
        for (int i = 0; i < 60; i++) {
            int column = 20 + (i * 37) % 56;
            int row = 15 + (i * 23) % 66;
            double slow = sampled(body, camera, column, row);
            error += Math.abs(water[row * SIZE + column] - slow);
            sum += slow;
        }
        assertTrue(error / sum < 0.004, "relative error " + error / sum);
    }

    private static double sampled(Body body, Camera camera, int column, int row) {
        Vec ray = camera.ray(column, row);
        double step = 0.4;
        double length = ray.length();
        Vec unit = ray.unit();
        double sum = 0;
        for (double t = length - 560; t < length + 60; t += step) {
            Vec p = camera.source().plus(unit.times(t));
            sum += body.at(p.x(), p.y(), p.z()) * step;
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(Camera.Beam.class)
    void whereTheVolumeHoldsANoduleTheFilmsHaveItsBox(Camera.Beam beam) {
        Body body = Body.of(Sitters.with(Finding.NODULE, 0.8, 3));
        Body healthy = Body.of(Sitters.visit(3, List.of()));
        double mass = 0;
        Vec moment = new Vec(0, 0, 0);
        for (double z = -120; z < 120; z += 8) {
            for (double y = -90; y < 90; y += 8) {
                for (double x = -140; x < 140; x += 8) {
                    double more = body.at(x, y, z) - healthy.at(x, y, z);
                    mass += more;
                    moment = moment.plus(new Vec(x, y, z).times(more));
                }
            }
        }
        assertTrue(mass > 0);
        Camera camera = Sitters.camera(beam, 256);
        Vec seen = camera.seen(moment.times(1 / mass));
        Mask.Bounds box = bounds(Projection.of(body, camera, false), "f1");
        assertEquals(box.x() + box.width() / 2.0, seen.x(), 4);
        assertEquals(box.y() + box.height() / 2.0, seen.y(), 4);
    }

    @ParameterizedTest
    @EnumSource(Finding.class)
    void theBoxHoldsWhatTheFindingChanges(Finding finding) {
        // these change the anatomy beyond their box: calibre of vessels, height of the diaphragm
        boolean wide = EnumSet.of(Finding.OEDEMA, Finding.EMPHYSEMA).contains(finding);
        Camera camera = Sitters.camera(Camera.Beam.PA, 200);
        for (int person = 0; person < 2; person++) {
            Projection with = Projection.of(Body.of(Sitters.with(finding, 0.7, person)), camera, true);
            Projection without = Projection.of(Body.of(Sitters.visit(person, List.of())), camera, true);
            Mask.Bounds box = bounds(with, "f1");
            double inside = 0;
            double all = 0;
            for (int i = 0; i < with.water().length; i++) {
                double change = Math.abs(with.water()[i] - without.water()[i]);
                int x = i % camera.width();
                int y = i / camera.width();
                all += change;
                boolean in = x >= box.x() && x < box.x() + box.width() && y >= box.y() && y < box.y() + box.height();
                inside += in ? change : 0;
            }
            assertTrue(inside / all > (wide ? 0.5 : 0.9), finding + ": share inside " + inside / all);
        }
    }

    private static Mask.Bounds bounds(Projection projection, String name) {
        return projection.masks().getOrDefault(name, Mask.EMPTY).bounds().orElseThrow();
    }
}
