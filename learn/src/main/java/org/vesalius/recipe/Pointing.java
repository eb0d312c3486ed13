package org.vesalius.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.dataset.Split;
import org.vesalius.image.Box;
import org.vesalius.metric.spatial.Grounding;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Trained;

/** The pointing game by what a method itself looks at, where that is no readout of its model. Shapes: N cells of the image's grid, row by row. */
final class Pointing {
    /** In words, for {@link Measure.Own}. */
    static final String STATISTIC =
            "pointing game: share of phrases that the method looks for most inside their boxes, boxes below a quarter of the picture, test patients";

    private static final double MOST = 0.25;

    private Pointing() {}

    /** Where a phrase is looked for. */
    @FunctionalInterface
    interface Looking {
        /** [N] for a phrase on a picture. */
        Look of(Tensor imgBCHW, String phrase);
    }

    /** How much each cell of a grid is looked at. */
    record Look(Tensor valuesN, int height, int width) {}

    /** A row for each phrase with boxes; {@code looking} says where it is looked for. */
    static List<Measure.Row> rows(Trained trained, Looking looking) throws IOException {
        List<Measure.Row> rows = new ArrayList<>();
        int size = trained.model().spec().transform().size();
        trained.places(
                Split.TEST,
                placed -> placed.boxes().forEach((phrase, boxes) -> {
                    boolean[] inside = inside(boxes, size);
                    double share = share(inside);
                    if (share > 0 && share < MOST) {
                        float[] map = enlarged(looking.of(placed.imgBCHW(), phrase), size);
                        rows.add(new Measure.Row(placed.row(), phrase, Grounding.pointingExpected(map, inside)));
                    }
                }));
        return rows;
    }

    private static boolean[] inside(List<Box> boxes, int size) {
        boolean[] inside = new boolean[size * size];
        for (int i = 0; i < inside.length; i++) {
            int row = i / size;
            double x = i % size + 0.5;
            double y = row + 0.5;
            inside[i] = boxes.stream().anyMatch(box -> box.contains(x, y));
        }
        return inside;
    }

    private static double share(boolean[] inside) {
        int count = 0;
        for (boolean one : inside) {
            count += one ? 1 : 0;
        }
        return (double) count / inside.length;
    }

    /** Bilinear between the centres of the cells. */
    static float[] enlarged(Look look, int size) {
        float[] cells = Tensors.floats(look.valuesN());
        float[] map = new float[size * size];
        for (int i = 0; i < map.length; i++) {
            int row = i / size;
            double x = Math.clamp((i % size + 0.5) / size * look.width() - 0.5, 0, look.width() - 1);
            double y = Math.clamp((row + 0.5) / size * look.height() - 0.5, 0, look.height() - 1);
            int left = (int) x;
            int top = (int) y;
            int right = Math.min(left + 1, look.width() - 1);
            int bottom = Math.min(top + 1, look.height() - 1);
            double upper = mixed(cells[top * look.width() + left], cells[top * look.width() + right], x - left);
            double lower = mixed(cells[bottom * look.width() + left], cells[bottom * look.width() + right], x - left);
            map[i] = (float) mixed(upper, lower, y - top);
        }
        return map;
    }

    private static double mixed(double first, double second, double share) {
        return first + share * (second - first);
    }
}
