package org.vesalius.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;
import org.vesalius.model.ModelSpec;
import org.vesalius.shard.Cursor;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Tensors;

/** A batch as Java arrays, and the place after it. Shapes: P pictures of each study, B studies, C channels, H x W pixels. */
final class Ready {
    private final List<Example> examples;
    private final float[][] pixelsP;
    private final boolean[][] presentPB;
    private final Cursor next;

    private Ready(List<Example> examples, float[][] pixelsP, boolean[][] presentPB, Cursor next) {
        this.examples = List.copyOf(examples);
        this.pixelsP = pixelsP;
        this.presentPB = presentPB;
        this.next = next;
    }

    /** Collects the studies of one batch. */
    static final class Collector {
        private final Pictures pictures;
        private final int batch;
        private final List<Example> examples = new ArrayList<>();
        private float[][] pixelsP = new float[0][];
        private boolean[][] presentPB = new boolean[0][];

        /** For {@code batch} studies. */
        Collector(Pictures pictures, int batch) {
            this.pictures = pictures;
            this.batch = batch;
        }

        /** Reads the pictures of one showing; a missing one stays black. */
        void add(Examples.Shown shown, RandomGenerator random) throws IOException {
            int at = examples.size();
            for (int p = 0; p < shown.looks().size(); p++) {
                Examples.@Nullable Look look = shown.looks().get(p);
                if (look != null) {
                    float[] one = pictures.pixels(look.entry(), look.picture(), random);
                    reserve(shown.looks().size(), one.length);
                    System.arraycopy(one, 0, pixelsP[p], at * one.length, one.length);
                    presentPB[p][at] = true;
                }
            }
            examples.add(shown.example());
        }

        private void reserve(int count, int length) {
            if (pixelsP.length == 0) {
                pixelsP = new float[count][Math.multiplyExact(batch, length)];
                presentPB = new boolean[count][batch];
            }
        }

        /** All of them. */
        Ready ready(Cursor next) {
            return new Ready(examples, pixelsP, presentPB, next);
        }
    }

    List<Example> examples() {
        return examples;
    }

    /** How many pictures each study has here. */
    int pictures() {
        return pixelsP.length;
    }

    /** B x C x H x W of each study's {@code picture}-th. */
    float[] pixels(int picture) {
        return pixelsP[picture];
    }

    /** Which studies have that picture. */
    boolean[] present(int picture) {
        return presentPB[picture];
    }

    Cursor next() {
        return next;
    }

    /** As a method sees it, its random choices from {@code seed}; the tensors belong to the open scope. */
    Batch batch(ModelSpec spec, Device device, long seed) {
        return new Batch(
                IntStream.range(0, pictures())
                        .mapToObj(p -> pictures(p, spec, device))
                        .toList(),
                examples,
                seed);
    }

    /** One picture of each study, as the model's images; they belong to the open scope. */
    Batch.Pictures pictures(int picture, ModelSpec spec, Device device) {
        int size = spec.transform().size();
        Tensor imgBCHW =
                Tensors.of(pixelsP[picture], examples.size(), spec.transform().channels(), size, size);
        Tensor presentB =
                Tensors.ofBooleans(presentPB[picture], examples.size()).to(ScalarType.Float);
        return new Batch.Pictures(device.move(imgBCHW), device.move(presentB));
    }
}
