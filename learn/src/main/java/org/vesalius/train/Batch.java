package org.vesalius.train;

import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.tensor.Seed;

/** What a method sees at one step. Shapes: B studies, C channels, H x W pixels. */
public final class Batch {
    /**
     * One picture of each study.
     *
     * @param imgBCHW transformed and augmented; black where there is none
     * @param presentB 1 where there is one, else 0
     */
    public record Pictures(Tensor imgBCHW, Tensor presentB) {}

    private final List<Pictures> pictures;
    private final List<Example> examples;
    private final long seed;

    /** A batch whose random choices come from {@code seed} alone; at least one picture of each study. */
    public Batch(List<Pictures> pictures, List<Example> examples, long seed) {
        this.pictures = List.copyOf(pictures);
        this.examples = List.copyOf(examples);
        this.seed = seed;
    }

    /** Pairs {@code from} to {@code to}, the last not among them, with random choices of their own; the pictures are views that belong to the open scope. */
    public Batch part(int from, int to, long own) {
        List<Pictures> some = pictures.stream()
                .map(all -> new Pictures(
                        all.imgBCHW().narrow(0, from, to - from), all.presentB().narrow(0, from, to - from)))
                .toList();
        return new Batch(some, examples.subList(from, to), own);
    }

    /** B. */
    public int size() {
        return examples.size();
    }

    /** The first picture of each study, which all have. */
    public Tensor images() {
        return pictures.getFirst().imgBCHW();
    }

    /** All pictures, in the order of the plan's {@link DataPlan.Views}. */
    public List<Pictures> pictures() {
        return pictures;
    }

    /** What goes with the pictures, in their order. */
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
