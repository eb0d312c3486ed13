package org.vesalius.train;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Seed;

/** What a method sees at one step. Shapes: B pairs, C channels, H x W pixels. */
public final class Batch {
    private final Tensor imgBCHW;
    private final List<Example> examples;
    private final long seed;

    /** A batch whose random choices come from {@code seed} alone. */
    public Batch(Tensor imgBCHW, List<Example> examples, long seed) {
        this.imgBCHW = imgBCHW;
        this.examples = List.copyOf(examples);
        this.seed = seed;
    }

    /** B. */
    public int size() {
        return examples.size();
    }

    /** The images, transformed and augmented. */
    public Tensor images() {
        return imgBCHW;
    }

    /** The text sides, in the order of the images. */
    public List<Example> examples() {
        return examples;
    }

    /** The texts, in the order of the images. */
    public List<String> texts() {
        return examples.stream().map(Example::text).toList();
    }

    /** Random numbers for one purpose: the same at each run of the same step. */
    public RandomGenerator random(String purpose) {
        return Seed.random(Seed.mix(seed, purpose));
    }
}
