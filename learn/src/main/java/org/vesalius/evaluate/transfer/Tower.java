package org.vesalius.evaluate.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.infer.Inference;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Shapes;
import org.vesalius.tensor.Tensors;

/**
 * A copy of a model's image tower under a head. Frozen, it stays in evaluation mode, and what it sees of a picture is kept as long as there is room; else it is trained with the head. Shapes: B pictures, a
 * map [B, C, H, W] a resolution from fine to coarse.
 */
final class Tower implements AutoCloseable {
    private static final long ROOM = 1L << 30;
    private static final String PREFIX = "image.";

    private final Inference model;
    private final boolean frozen;
    private final int levels;
    private final int side;
    private final int channels;
    private final Map<Integer, List<Tensor>> kept = new HashMap<>();
    private long bytes;

    /**
     * The coarsest {@code levels} maps of a copy of {@code model}.
     *
     * @param side of the pictures, which need not be that of the model's transform
     */
    Tower(Inference model, boolean frozen, int levels, int side) {
        this.model = model.copy();
        this.frozen = frozen;
        this.levels = levels;
        this.side = side;
        channels = model.spec().transform().channels();
        params().freeze(name -> frozen || !name.startsWith(PREFIX));
        params().training(false);
    }

    private Params params() {
        return model.model().params();
    }

    int side() {
        return side;
    }

    /** What is trained of it. */
    Optional<Params> trained() {
        return frozen ? Optional.empty() : Optional.of(params());
    }

    /** The shape of each map of one picture: C, H, W. */
    List<long[]> shapes() {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            List<long[]> shapes = new ArrayList<>();
            for (Tensor map : maps(Tensors.zeros(1, channels, side, side))) {
                shapes.add(new long[] {map.size(1), map.size(2), map.size(3)});
            }
            return shapes;
        }
    }

    /** What it sees of some pictures; inside a scope of the caller's. */
    List<Tensor> maps(List<Square> squares) {
        if (!frozen) {
            return maps(batch(squares));
        }
        try (var _ = Gradients.off()) {
            List<List<Tensor>> all =
                    squares.stream().map(square -> ofOne(square)).toList();
            List<Tensor> maps = new ArrayList<>();
            for (int level = 0; level < all.getFirst().size(); level++) {
                int at = level;
                maps.add(Tensors.cat(all.stream().map(own -> own.get(at)).toList(), 0));
            }
            return maps;
        }
    }

    private List<Tensor> ofOne(Square square) {
        List<Tensor> known = kept.get(square.id());
        if (known != null) {
            return known;
        }
        List<Tensor> maps = Scope.returningAll(() -> maps(batch(List.of(square))));
        long size = maps.stream().mapToLong(map -> map.numel() * Float.BYTES).sum();
        if (bytes + size <= ROOM) {
            bytes += size;
            maps.forEach(Scope::keep);
            kept.put(square.id(), maps);
        }
        return maps;
    }

    private Tensor batch(List<Square> squares) {
        int length = channels * side * side;
        float[] all = new float[Math.multiplyExact(squares.size(), length)];
        for (int i = 0; i < squares.size(); i++) {
            System.arraycopy(squares.get(i).chw(), 0, all, i * length, length);
        }
        return params().device().move(Tensors.of(all, squares.size(), channels, side, side));
    }

    private List<Tensor> maps(Tensor imgBCHW) {
        List<Tensor> all = model.model().pyramid(Shapes.check("pictures", imgBCHW, -1, channels, side, side));
        return all.subList(Math.max(0, all.size() - levels), all.size());
    }

    @Override
    public void close() {
        kept.values().forEach(maps -> maps.forEach(Tensor::close));
        kept.clear();
        model.close();
    }
}
