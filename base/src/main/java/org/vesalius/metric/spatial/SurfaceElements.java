package org.vesalius.metric.spatial;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How far two surfaces lie apart, each piece of surface weighted by its area, as Google DeepMind's surface-distance measures (Nikolov et al., JMIR 2021) and SAT after it. A piece lies between eight
 * neighbouring voxels of which some are inside; its area is that of marching cubes through the middles of the edges, corners that only touch diagonally being cut apart. What is outside of the grid is
 * outside of the mask.
 */
public final class SurfaceElements {
    private static final int CORNERS = 8;
    private static final int ALL = 255;
    private static final double PERCENT_95 = .95;

    /** Name, mode and version of {@link #hausdorff95}. */
    public static final String HAUSDORFF_95 = "hausdorff95[surface-elements,max-of-directed]@1";

    private final Weighted ofFound;
    private final Weighted ofTruth;

    private SurfaceElements(Weighted ofFound, Weighted ofTruth) {
        this.ofFound = ofFound;
        this.ofTruth = ofTruth;
    }

    /** Measures all distances once; in the grid's unit. */
    public static SurfaceElements between(boolean[] found, boolean[] truth, Grid grid) {
        Cells foundCells = Cells.of(found, grid);
        Cells truthCells = Cells.of(truth, grid);
        return new SurfaceElements(foundCells.to(truthCells), truthCells.to(foundCells));
    }

    /** Name, mode and version of {@link #dice}; with a tolerance of 1 mm and {@link EmptyRule#ONE} it is SAT's NSD, whose scans have spacings of 1, 1 and 3 mm. */
    public static String diceName(double tolerance, EmptyRule rule) {
        return "nsd[surface-elements,tolerance=" + tolerance + ",empty=" + rule.lower() + "]@1";
    }

    /** Normalised surface Dice: share of both surfaces that lies within {@code tolerance} of the other. */
    public double dice(double tolerance, EmptyRule rule) {
        double near = ofFound.within(tolerance) + ofTruth.within(tolerance);
        double all = ofFound.within(Double.POSITIVE_INFINITY) + ofTruth.within(Double.POSITIVE_INFINITY);
        return rule.apply(ofTruth.distances.length == 0, ofFound.distances.length == 0, near / all);
    }

    /** The larger of the two distances within which 95 % of a surface lies from the other; infinite where one mask is empty, NaN where both are. */
    public double hausdorff95() {
        boolean noneFound = ofFound.distances.length == 0;
        boolean noTruth = ofTruth.distances.length == 0;
        if (noneFound || noTruth) {
            return noneFound && noTruth ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        return Math.max(ofFound.percentile(), ofTruth.percentile());
    }

    /** Distances, rising, with the area that each stands for. */
    private static final class Weighted {
        private final double[] distances;
        private final double[] areas;

        private Weighted(double[] distances, double[] areas) {
            this.distances = distances;
            this.areas = areas;
        }

        private double within(double tolerance) {
            double sum = 0;
            for (int i = 0; i < distances.length && distances[i] <= tolerance; i++) {
                sum += areas[i];
            }
            return sum;
        }

        private double percentile() {
            double all = Arrays.stream(areas).sum();
            double sum = 0;
            for (int i = 0; i < areas.length; i++) {
                sum += areas[i];
                if (sum / all >= PERCENT_95) {
                    return distances[i];
                }
            }
            return distances[distances.length - 1];
        }
    }

    /** The cells between the voxels: one more than voxels on every axis. */
    private static final class Cells {
        private final Grid grid;
        private final boolean[] surface;
        private final double[] area;

        private Cells(Grid grid, boolean[] surface, double[] area) {
            this.grid = grid;
            this.surface = surface;
            this.area = area;
        }

        private static Cells of(boolean[] mask, Grid voxels) {
            voxels.check("mask", mask.length);
            Grid grid = new Grid(
                    voxels.width() + 1,
                    voxels.height() + 1,
                    voxels.depth() + 1,
                    voxels.spacingX(),
                    voxels.spacingY(),
                    voxels.spacingZ());
            double[] areas = areas(voxels);
            boolean[] surface = new boolean[grid.size()];
            double[] area = new double[grid.size()];
            for (int z = 0; z < grid.depth(); z++) {
                for (int y = 0; y < grid.height(); y++) {
                    for (int x = 0; x < grid.width(); x++) {
                        int code = code(mask, voxels, x, y, z);
                        surface[grid.index(x, y, z)] = code != 0 && code != ALL;
                        area[grid.index(x, y, z)] = areas[code];
                    }
                }
            }
            return new Cells(grid, surface, area);
        }

        /** A bit for each of the eight voxels round a cell that is inside: 1 along x, 2 along y, 4 along z. */
        private static int code(boolean[] mask, Grid voxels, int x, int y, int z) {
            int code = 0;
            for (int corner = 0; corner < CORNERS; corner++) {
                int vx = x - 1 + (corner & 1);
                int vy = y - 1 + (corner >> 1 & 1);
                int vz = z - 1 + (corner >> 2);
                boolean exists = vx >= 0
                        && vy >= 0
                        && vz >= 0
                        && vx < voxels.width()
                        && vy < voxels.height()
                        && vz < voxels.depth();
                code |= exists && mask[voxels.index(vx, vy, vz)] ? 1 << corner : 0;
            }
            return code;
        }

        private Weighted to(Cells other) {
            double[] away = DistanceTransform.to(other.surface, other.grid);
            Integer[] own = IntStream.range(0, surface.length)
                    .filter(i -> surface[i])
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> away[i]))
                    .toArray(Integer[]::new);
            return new Weighted(
                    Arrays.stream(own).mapToDouble(i -> away[i]).toArray(),
                    Arrays.stream(own).mapToDouble(i -> area[i]).toArray());
        }
    }

    /** The area of the surface inside a cell, by its code. */
    static double[] areas(Grid grid) {
        double[] areas = new double[ALL + 1];
        for (int code = 1; code < ALL; code++) {
            // the side with fewer corners is cut apart; of equals the one without corner 7
            int few = Integer.bitCount(code) > CORNERS / 2 || (Integer.bitCount(code) == CORNERS / 2 && code > ALL / 2)
                    ? ALL - code
                    : code;
            while (few != 0) {
                int piece = piece(few);
                areas[code] += area(piece, grid);
                few &= ~piece;
            }
        }
        return areas;
    }

    /** The corners that hang together by edges with the lowest one. */
    private static int piece(int corners) {
        int piece = Integer.lowestOneBit(corners);
        int before = 0;
        while (piece != before) {
            before = piece;
            for (int corner = 0; corner < CORNERS; corner++) {
                boolean in = (before >> corner & 1) == 1;
                int neighbours = 1 << (corner ^ 1) | 1 << (corner ^ 2) | 1 << (corner ^ 4);
                piece |= in ? neighbours & corners : 0;
            }
        }
        return piece;
    }

    /** Of one to four corners that hang together: the pieces of its surface, each by the parts of its normal along x, y, z. */
    private static double area(int piece, Grid grid) {
        int[] edges = edges(piece);
        return switch (Integer.bitCount(piece)) {
            case 1 -> normal(grid, .125, .125, .125);
            case 2 -> across(grid, axis(edges), .5);
            // a triangle in the plane of the three, and the slope below it
            case 3 -> along(grid, free(edges), .5) + normal(grid, .375, .375, .375);
            default -> {
                if (edges[0] + edges[1] + edges[2] == 4) {
                    yield along(grid, free(edges), 1);
                }
                yield star(piece) ? normal(grid, .75, .75, .75) : chain(piece, grid);
            }
        };
    }

    /** How many edges along x, y, z have both ends in the piece. */
    private static int[] edges(int piece) {
        int[] edges = new int[3];
        for (int axis = 0; axis < 3; axis++) {
            for (int corner = 0; corner < CORNERS; corner++) {
                boolean low = (corner >> axis & 1) == 0;
                boolean both = (piece >> corner & 1) == 1 && (piece >> (corner | 1 << axis) & 1) == 1;
                edges[axis] += low && both ? 1 : 0;
            }
        }
        return edges;
    }

    private static int axis(int[] edges) {
        return edges[0] > 0 ? 0 : edges[1] > 0 ? 1 : 2;
    }

    /** The axis without an edge. */
    private static int free(int[] edges) {
        return edges[0] == 0 ? 0 : edges[1] == 0 ? 1 : 2;
    }

    /** Whether one corner is the neighbour of all others. */
    private static boolean star(int piece) {
        for (int corner = 0; corner < CORNERS; corner++) {
            int with = 1 << corner | 1 << (corner ^ 1) | 1 << (corner ^ 2) | 1 << (corner ^ 4);
            if (with == piece) {
                return true;
            }
        }
        return false;
    }

    /** Four corners in a row round three axes: a triangle in the middle, three at its sides, two of them along the first and the last edge. */
    private static double chain(int piece, Grid grid) {
        double area = normal(grid, .375, .375, .375) + normal(grid, .125, .125, .125);
        for (int corner = 0; corner < CORNERS; corner++) {
            if ((piece >> corner & 1) == 1) {
                int neighbours = 0;
                int towards = 0;
                for (int axis = 0; axis < 3; axis++) {
                    if ((piece >> (corner ^ 1 << axis) & 1) == 1) {
                        neighbours++;
                        towards = axis;
                    }
                }
                area += neighbours == 1 ? across(grid, towards, .25) : 0;
            }
        }
        return area;
    }

    private static double across(Grid grid, int axis, double part) {
        return normal(grid, axis == 0 ? 0 : part, axis == 1 ? 0 : part, axis == 2 ? 0 : part);
    }

    private static double along(Grid grid, int axis, double part) {
        return normal(grid, axis == 0 ? part : 0, axis == 1 ? part : 0, axis == 2 ? part : 0);
    }

    private static double normal(Grid grid, double x, double y, double z) {
        double ofX = x * grid.spacingY() * grid.spacingZ();
        double ofY = y * grid.spacingX() * grid.spacingZ();
        double ofZ = z * grid.spacingX() * grid.spacingY();
        return Math.sqrt(ofX * ofX + ofY * ofY + ofZ * ofZ);
    }
}
