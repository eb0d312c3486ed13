package org.vesalius.evaluate;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.evaluate.transfer.Fitting;
import org.vesalius.evaluate.transfer.LabelHead;
import org.vesalius.image.Transform;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.shard.PreparedData;

/**
 * Fine-tuning: a linear layer on a copy of the image tower, both trained on labels, the weights of the least validation loss kept. The constants are those of GLoRIA's and MGCA's released configurations, or a {@code small} one for two cores; pictures are
 * seen as the model's transform shows them, without the authors' random crops. Which studies are learnt from is said by {@link Subsets}.
 */
public final class FineTuneProtocol implements Protocol {
    /** Floats of pictures that are held at once. */
    private static final long ROOM = 500_000_000;

    private static final int BATCH = 32;

    @Override
    public String id() {
        return "fine-tune";
    }

    @Override
    public String title() {
        return "Fine-tuning on labels";
    }

    @Override
    public boolean usual() {
        return false;
    }

    @Override
    public boolean possible(PreparedData data) {
        return Needs.labels(data);
    }

    @Override
    public List<Setting> settings() {
        return LabelLearning.settings("small", "gloria-chexpert", "gloria-rsna", "mgca");
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        Map<String, String> terms = LabelLearning.terms(trial, settings);
        terms.put("protocol", "fine-tune@1: a linear layer on the image tower, both trained");
        terms.put(
                "fit",
                LabelLearning.words(LabelLearning.plan(settings.text("configuration"), settings.whole("epochs"), 0)));
        return terms;
    }

    @Override
    public SortedMap<String, String> files(Trial trial) throws IOException {
        return new TreeMap<>(Map.of(
                Subsets.FILE,
                LabelLearning.subsets(settings(trial.options()), trial).json()));
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        Inference model = trial.scorer().inference();
        checkRoom(trial, model.spec().transform());
        StudySet train = pictures(trial, model, Split.TRAIN);
        StudySet validation = pictures(trial, model, Split.VAL);
        StudySet scored = trial.options().split() == Split.VAL
                ? validation
                : pictures(trial, model, trial.options().split());
        return LabelLearning.collect(
                trial,
                settings,
                train,
                validation,
                scored,
                task -> learn(trial, settings, model, task, train, validation, scored));
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        return LabelLearning.estimate(samples, options, settings(options));
    }

    private static LabelLearning.Predicted learn(
            Trial trial,
            Settings settings,
            Inference model,
            LabelLearning.Task task,
            StudySet train,
            StudySet validation,
            StudySet scored) {
        Fitting.Plan plan = LabelLearning.plan(settings.text("configuration"), settings.whole("epochs"), task.seed());
        try (LabelHead head = LabelHead.onTower(model, task.labels().size(), task.seed())) {
            return LabelLearning.fitted(
                    head,
                    trial,
                    settings,
                    task,
                    new LabelLearning.Sets(train, validation, scored),
                    plan,
                    BATCH,
                    "fine-tune");
        }
    }

    /** The studies of a split with their pictures as the model sees them in place of vectors. */
    private static StudySet pictures(Trial trial, Inference model, Split split) throws IOException {
        Transform transform = model.spec().transform();
        return StudySet.read(
                images -> images.stream()
                        .map(image -> transform.apply(image).chw())
                        .toArray(float[][]::new),
                trial.data(),
                split,
                trial.progress(),
                "read " + split.lower() + " pictures");
    }

    private static void checkRoom(Trial trial, Transform transform) {
        long pictures = 0;
        for (Split split : Split.values()) {
            pictures += trial.data().entries(split).size();
        }
        long floats = pictures * transform.channels() * transform.size() * transform.size();
        if (floats > ROOM) {
            throw InputException.of(
                    "fine-tune",
                    "at most " + ROOM / transform.channels() / transform.size() / transform.size()
                            + " studies of this model's pictures",
                    Long.toString(pictures),
                    "prepare fewer studies (data prepare --limit), or use linear-probe");
        }
    }
}
