package org.vesalius.objective;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * The loss of one grid of a YOLOv3 detector (Redmon, Farhadi, "YOLOv3: An Incremental Improvement", 2018, arXiv 1804.02767) in the form that LoVT and MGCA train: 2.5 × cross-entropy of a box's place in its cell, 2.5 × squared error of
 * its size's logarithm relative to the anchor, cross-entropy of objectness, half of it on cells without an object, and of the kind where there are several. Each is a mean over all B·A·H·W cells.
 *
 * <p>Differs from their code, which computes the overlap of anchors and boxes with one more cell on each side: here it is the plain one. Two boxes that meet in a cell and anchor: the later is learnt. Shapes: B images, A anchors, H×W cells, K kinds; an anchor's
 * values are x, y, width, height, objectness, kinds. Places and sizes are shares of the picture's sides.
 */
public final class YoloLoss {
    private static final double PLACE = 2.5;
    private static final double SIZE = 2.5;
    private static final double NO_OBJECT = 0.5;
    private static final double IGNORE = 0.5;

    private YoloLoss() {}

    /** The shape of boxes that an output stands for. */
    public record Anchor(double width, double height) {
        /** Intersection over union with a box of the same centre. */
        double overlap(Truth truth) {
            double both = Math.min(width, truth.width) * Math.min(height, truth.height);
            return both / (width * height + truth.width * truth.height - both);
        }
    }

    /**
     * A box to be found.
     *
     * @param x of its centre
     * @param y of its centre
     * @param kind from 0
     */
    public record Truth(double x, double y, double width, double height, int kind) {}

    /** What the cells should say. */
    private static final class Target {
        private final int cells;
        private final int kinds;
        private final float[] object;
        private final float[] nothing;
        private final float[] place;
        private final float[] size;
        private final float[] kind;

        private Target(int batch, int anchors, int cells, int kinds) {
            this.cells = cells;
            this.kinds = kinds;
            int all = batch * anchors * cells;
            object = new float[all];
            nothing = new float[all];
            Arrays.fill(nothing, 1);
            place = new float[2 * all];
            size = new float[2 * all];
            kind = new float[kinds * all];
        }

        private void add(int image, Truth truth, List<Anchor> anchors, int height, int width) {
            double x = truth.x * width;
            double y = truth.y * height;
            int column = Math.clamp((int) x, 0, width - 1);
            int row = Math.clamp((int) y, 0, height - 1);
            int best = 0;
            for (int a = 0; a < anchors.size(); a++) {
                if (anchors.get(a).overlap(truth) > IGNORE) {
                    nothing[((image * anchors.size()) + a) * cells + row * width + column] = 0;
                }
                best = anchors.get(a).overlap(truth) > anchors.get(best).overlap(truth) ? a : best;
            }
            int map = image * anchors.size() + best;
            int cell = row * width + column;
            object[map * cells + cell] = 1;
            put(place, map, cell, x - column, y - row);
            Anchor anchor = anchors.get(best);
            put(
                    size,
                    map,
                    cell,
                    Math.log(truth.width / anchor.width() + 1e-16),
                    Math.log(truth.height / anchor.height() + 1e-16));
            kind[(map * kinds + truth.kind) * cells + cell] = 1;
        }

        private void put(float[] pairs, int map, int cell, double first, double second) {
            pairs[2 * map * cells + cell] = (float) first;
            pairs[(2 * map + 1) * cells + cell] = (float) second;
        }
    }

    /** The loss of one grid, no dimensions. Shapes: {@code outBCHW} has C = A·(5 + K) channels. */
    public static Tensor of(Tensor outBCHW, List<Anchor> anchors, List<List<Truth>> truths, int kinds) {
        int count = anchors.size();
        Shapes.check("outBCHW", outBCHW, truths.size(), (long) count * (5 + kinds), outBCHW.size(2), outBCHW.size(3));
        int height = Shapes.size(outBCHW, 2);
        int width = Shapes.size(outBCHW, 3);
        Target target = new Target(truths.size(), count, height * width, kinds);
        for (int b = 0; b < truths.size(); b++) {
            for (Truth truth : truths.get(b)) {
                target.add(b, truth, anchors, height, width);
            }
        }
        return Scope.returning(() -> loss(outBCHW, target, (long) truths.size() * count));
    }

    /** M maps: one an image and anchor, N cells. */
    private static Tensor loss(Tensor outBCHW, Target target, long maps) {
        Device device = Device.of(outBCHW);
        long cells = target.cells;
        Tensor outMVN = outBCHW.reshape(maps, 5 + target.kinds, cells);
        Tensor objectMN = device.move(Tensors.of(target.object, maps, cells));
        Tensor nothingMN = device.move(Tensors.of(target.nothing, maps, cells));
        Tensor object1 = objectMN.unsqueeze(1);
        Tensor placeM2N = device.move(Tensors.of(target.place, maps, 2, cells));
        Tensor sizeM2N = device.move(Tensors.of(target.size, maps, 2, cells));
        // x and y are two means in the published code: twice the mean over both
        Tensor place = crossEntropy(outMVN.narrow(1, 0, 2), placeM2N)
                .mul(object1)
                .mean()
                .mul(new Scalar(2 * PLACE));
        Tensor off = outMVN.narrow(1, 2, 2).sub(sizeM2N).mul(object1);
        Tensor size = off.mul(off).mean().mul(new Scalar(2 * SIZE));
        Tensor logit = outMVN.select(1, 4);
        Tensor found = torch.softplus(logit.neg()).mul(objectMN).mean();
        Tensor quiet = torch.softplus(logit).mul(nothingMN).mean().mul(new Scalar(NO_OBJECT));
        Tensor total = place.add(size).add(found).add(quiet);
        if (target.kinds == 1) {
            return total;
        }
        Tensor kindMKN = device.move(Tensors.of(target.kind, maps, target.kinds, cells));
        return total.add(crossEntropy(outMVN.narrow(1, 5, target.kinds), kindMKN)
                .mul(object1)
                .mean());
    }

    private static Tensor crossEntropy(Tensor logits, Tensor t) {
        return torch.softplus(logits).sub(logits.mul(t));
    }
}
