package org.vesalius.phantom;

import org.vesalius.volume.Affine;
import org.vesalius.volume.Vec;
import org.vesalius.volume.Volume;

/** The body of a visit as a CT volume in Hounsfield units: the solids sampled at voxel centres, with noise; axes run to the right, the front and the head. */
final class PhantomCt {
    /** Edge of a voxel, mm. */
    static final double SPACING = 3;

    private static final int NX = 140;
    private static final int NY = 98;
    private static final int NZ = 128;
    private static final double LOWEST = -186;
    private static final double NOISE = 12;
    private static final float AIR = -1000;
    private static final float DENSEST = 3071;

    private final float[] density = new float[NX * NY * NZ];

    private PhantomCt() {}

    static Volume of(Visit visit, Body body) {
        PhantomCt ct = new PhantomCt();
        for (Part part : body.parts()) {
            part.solids().forEach(ct::add);
        }
        Rng rng = new Rng(visit.seed()).child(90);
        float[] hounsfield = new float[ct.density.length];
        for (int i = 0; i < hounsfield.length; i++) {
            double clean = 1000 * (ct.density[i] - 1);
            double noisy = Math.rint(clean + NOISE * Detector.normal(rng.nextLong())) + 0.0; // never -0
            hounsfield[i] = Math.clamp((float) noisy, AIR - 24, DENSEST);
        }
        Affine affine = new Affine(SPACING, 0, 0, -ras(NX), 0, SPACING, 0, -ras(NY), 0, 0, SPACING, LOWEST);
        return new Volume(NX, NY, NZ, hounsfield, affine);
    }

    /** Half of what {@code n} voxels span between the centres of the outermost. */
    private static double ras(int n) {
        return (n - 1) / 2.0 * SPACING;
    }

    private void add(Solid solid) {
        Vec c = solid.boundCentre;
        double r = solid.boundRadius;
        int i0 = first(-c.x() - r + ras(NX));
        int i1 = last(-c.x() + r + ras(NX), NX);
        int j0 = first(-c.y() - r + ras(NY));
        int j1 = last(-c.y() + r + ras(NY), NY);
        int k0 = first(c.z() - r - LOWEST);
        int k1 = last(c.z() + r - LOWEST, NZ);
        for (int k = k0; k <= k1; k++) {
            for (int j = j0; j <= j1; j++) {
                for (int i = i0; i <= i1; i++) {
                    density[i + NX * (j + NY * k)] +=
                            (float) solid.at(ras(NX) - i * SPACING, ras(NY) - j * SPACING, LOWEST + k * SPACING);
                }
            }
        }
    }

    private static int first(double mm) {
        return Math.max(0, (int) Math.floor(mm / SPACING));
    }

    private static int last(double mm, int n) {
        return Math.min(n - 1, (int) Math.ceil(mm / SPACING));
    }
}
