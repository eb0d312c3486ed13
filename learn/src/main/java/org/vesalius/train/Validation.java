package org.vesalius.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.shard.Cursor;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;

/** The method's loss and the recall of the own image on the validation split, on the same pictures and texts each time. */
final class Validation {
    private static final int MOST = 2000;
    private static final int RECALL_AT = 5;
    private static final long FIXED = 0x76616c6964617465L; // apart from the seeds of training

    private final Examples examples;
    private final Pictures pictures;
    private final Plan plan;

    Validation(Examples examples, Pictures pictures, Plan plan) {
        this.examples = examples;
        this.pictures = pictures;
        this.plan = plan;
    }

    boolean possible() {
        return examples.size() >= 2;
    }

    /** {@code loss}, each term of it, and {@code recallAt5} (text to image, own pair). */
    SequencedMap<String, Double> run(Training training) throws IOException {
        int count = Math.min(MOST, examples.size());
        int batch = Math.min(plan.budget().batch(), count);
        SequencedMap<String, Double> sums = new LinkedHashMap<>();
        List<float[]> images = new ArrayList<>();
        List<float[]> texts = new ArrayList<>();
        int batches = 0;
        training.params().training(false);
        for (int from = 0; from < count; from += batch) {
            Ready ready = ready(from, Math.min(count, from + batch));
            // an incomplete last batch would be an easier contrast, so it counts for the recall only
            boolean whole = ready.examples().size() == batch;
            step(training, ready, whole, sums, images, texts);
            batches += whole ? 1 : 0;
        }
        int counted = batches;
        sums.replaceAll((_, sum) -> sum / counted);
        sums.put("recallAt" + RECALL_AT, recall(images, texts));
        return sums;
    }

    private void step(
            Training training,
            Ready ready,
            boolean whole,
            SequencedMap<String, Double> sums,
            List<float[]> images,
            List<float[]> texts) {
        try (var _ = Scope.open();
                var _ = Gradients.off()) {
            long seed = Seed.mix(plan.seed(), FIXED);
            Seed.torch(seed);
            if (whole) {
                var losses = training.losses(ready, seed);
                sums.merge("loss", Tensors.value(losses.total()), Double::sum);
                losses.values().forEach((name, value) -> sums.merge(name, value, Double::sum));
            }
            Tensor imgBCHW = training.pictures(ready, 0).imgBCHW();
            images.addAll(List.of(Tensors.rows(
                    Tensors.normalize(training.model().images(imgBCHW).imgBD()))));
            List<String> said = ready.examples().stream().map(Example::text).toList();
            texts.addAll(List.of(Tensors.rows(Tensors.normalize(training.model().texts(said)))));
        }
    }

    private Ready ready(int from, int to) throws IOException {
        Ready.Collector collector = new Ready.Collector(pictures, to - from);
        for (int i = from; i < to; i++) {
            var random = Seed.random(Seed.mix(plan.seed(), FIXED, i));
            collector.add(examples.show(i, random), random);
        }
        return collector.ready(Cursor.start(0));
    }

    private static double recall(List<float[]> images, List<float[]> texts) {
        int found = 0;
        for (int t = 0; t < texts.size(); t++) {
            double own = dot(images.get(t), texts.get(t));
            int before = 0;
            for (int i = 0; i < images.size(); i++) {
                before += i != t && dot(images.get(i), texts.get(t)) >= own ? 1 : 0;
            }
            found += before < RECALL_AT ? 1 : 0;
        }
        return (double) found / texts.size();
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
