package org.vesalius.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.checkpoint.Weights;
import org.vesalius.dataset.Split;
import org.vesalius.image.Augment;
import org.vesalius.image.Box;
import org.vesalius.image.Geometry;
import org.vesalius.image.Image;
import org.vesalius.image.Transform;
import org.vesalius.io.Json;
import org.vesalius.io.Progress;
import org.vesalius.model.DualEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.nn.Params;
import org.vesalius.shard.Cursor;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;
import org.vesalius.tensor.Device;
import org.vesalius.tensor.Gradients;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Seed;
import org.vesalius.tensor.Tensors;
import org.vesalius.tokenize.Tokenizer;

/** The best weights of a training with what its method learnt beside the model (prototypes, a decoder), for measuring what no readout of the model tells. */
public final class Trained implements AutoCloseable {
    private static final int BATCH = 32;
    private static final long FIXED = 0x747261696e6564L; // apart from the seeds of training

    private final Plan plan;
    private final PreparedData data;
    private final Params params;
    private final DualEncoder model;
    private final Method.Step step;

    private Trained(Plan plan, PreparedData data, Params params, DualEncoder model, Method.Step step) {
        this.plan = plan;
        this.data = data;
        this.params = params;
        this.model = model;
        this.step = step;
    }

    /** Opens a run of {@code plan} on the processor, for evaluation on {@code data}, which stay the caller's to close. */
    public static Trained open(RunDir run, Plan plan, PreparedData data) throws IOException {
        RunManifest manifest = run.read();
        ModelSpec spec = Json.parse(manifest.model().toString(), ModelSpec.class, "model of the run's manifest");
        Params params = Params.create(manifest.seed(), Device.CPU);
        try {
            DualEncoder model = DualEncoder.build(params, spec, Tokenizer.load(run.tokenizer()));
            Method.Step step = plan.method().begin(params.at("method"), model);
            Weights.load(params, run.weights("best"), KeyMap.same());
            params.training(false);
            return new Trained(plan, data, params, model, step);
        } catch (RuntimeException | IOException e) {
            params.close();
            throw e;
        }
    }

    /** What was trained. */
    public Plan plan() {
        return plan;
    }

    /** The model. */
    public DualEncoder model() {
        return model;
    }

    /** What the method made of it; a recipe knows its own class. */
    public Method.Step step() {
        return step;
    }

    /** What the method learnt beside the model. */
    public Params own() {
        return params.at("method");
    }

    /** Sees some studies; their tensors are gone afterwards. */
    @FunctionalInterface
    public interface Viewer {
        void see(Batch batch) throws IOException;
    }

    /** Shows the studies of a split as the plan does, without augmentation and in the order of the set, the last batch smaller; nothing is recorded for backward. */
    public void show(Split split, Viewer viewer) throws IOException {
        Examples examples = Examples.read(data, split, plan.data(), Progress.SILENT);
        Pictures pictures = new Pictures(data, model.spec().transform(), Augment.NONE, 0);
        for (int from = 0; from < examples.size(); from += BATCH) {
            int to = Math.min(examples.size(), from + BATCH);
            Ready.Collector collector = new Ready.Collector(pictures, to - from);
            for (int i = from; i < to; i++) {
                var random = Seed.random(Seed.mix(FIXED, i));
                collector.add(examples.show(i, random), random);
            }
            try (var _ = Scope.open();
                    var _ = Gradients.off()) {
                long seed = Seed.mix(FIXED, -1L, from);
                Seed.torch(seed);
                viewer.see(collector.ready(Cursor.start(0)).batch(model.spec(), params.device(), seed));
            }
        }
    }

    /**
     * A frontal picture that has boxes with phrases.
     *
     * @param row of the manifest
     * @param imgBCHW as the model sees it, alone
     * @param boxes of each phrase, in pixels of the square that the model sees
     */
    public record Placed(int row, Tensor imgBCHW, SequencedMap<String, List<Box>> boxes) {
        public Placed {
            boxes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(boxes));
        }
    }

    /** Sees a picture with boxes. */
    @FunctionalInterface
    public interface PlaceViewer {
        void see(Placed placed) throws IOException;
    }

    /** Shows the pictures of a split whose phrases have boxes, one by one in the order of the set; nothing is recorded for backward, and tensors are gone afterwards. */
    public void places(Split split, PlaceViewer viewer) throws IOException {
        for (Entry entry : data.entries(split)) {
            Sample sample = data.read(entry);
            int picture = frontal(sample);
            SequencedMap<String, List<Box>> boxes = picture < 0 ? new LinkedHashMap<>() : boxes(sample, picture);
            if (!boxes.isEmpty()) {
                try (var _ = Scope.open();
                        var _ = Gradients.off()) {
                    Transform transform = model.spec().transform();
                    float[] pixels =
                            transform.apply(sample.images().get(picture)).chw();
                    Tensor imgBCHW = Tensors.of(pixels, 1, transform.channels(), transform.size(), transform.size());
                    viewer.see(new Placed(entry.row(), params.device().move(imgBCHW), boxes));
                }
            }
        }
    }

    private static int frontal(Sample sample) {
        return IntStream.range(0, sample.images().size())
                .filter(i -> sample.study().images().get(i).view().frontal())
                .findFirst()
                .orElse(-1);
    }

    private SequencedMap<String, List<Box>> boxes(Sample sample, int picture) {
        Image stored = sample.images().get(picture);
        Geometry seen = model.spec().transform().geometry(stored.width(), stored.height());
        SequencedMap<String, List<Box>> boxes = new LinkedHashMap<>();
        for (Box box : sample.study().images().get(picture).boxes()) {
            String phrase = box.text();
            if (phrase != null && !phrase.isBlank()) {
                boxes.computeIfAbsent(phrase, _ -> new ArrayList<>())
                        .add(seen.toTarget(sample.geometries().get(picture).toTarget(box)));
            }
        }
        return boxes;
    }

    @Override
    public void close() {
        model.close();
        params.close();
    }
}
