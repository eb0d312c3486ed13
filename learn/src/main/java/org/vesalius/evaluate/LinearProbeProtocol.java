package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.vesalius.dataset.Split;
import org.vesalius.evaluate.transfer.Fitting;
import org.vesalius.evaluate.transfer.LabelHead;
import org.vesalius.io.Digests;
import org.vesalius.model.ImageEncoder;
import org.vesalius.model.ModelSpec;
import org.vesalius.shard.PreparedData;

/**
 * Linear probe: a linear layer on frozen picture vectors, by the fit of a setting: a logistic regression of each label (L-BFGS) on vectors standardised by the training studies, its L2 penalty the one of a fixed list with the best
 * AUROC on validation studies; or a layer for all labels trained step by step with the constants of GLoRIA's or MGCA's released configurations, the weights of the least validation loss kept. There the backbone is in evaluation mode as
 * the authors' is, and pictures are seen as the model's transform shows them, without the authors' random crops. Which studies are learnt from is said by {@link Subsets}.
 */
public final class LinearProbeProtocol implements Protocol {
    private static final String L_BFGS = "l-bfgs";

    @Override
    public String id() {
        return "linear-probe";
    }

    @Override
    public String title() {
        return "Linear probe on frozen features";
    }

    @Override
    public boolean fits(ModelSpec model) {
        return !(model.image() instanceof ImageEncoder.None);
    }

    @Override
    public boolean possible(PreparedData data) {
        return Needs.labels(data);
    }

    @Override
    public List<Setting> settings() {
        return LabelLearning.settings(L_BFGS, "gloria-chexpert", "gloria-rsna", "mgca");
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        Map<String, String> terms = LabelLearning.terms(trial, settings);
        String configuration = settings.text("configuration");
        terms.put("protocol", "linear-probe@2: a linear layer on frozen features");
        terms.put(
                "fit",
                configuration.equals(L_BFGS)
                        ? "logistic regression of standardised features, L2 of 1, .1, .01, .001, .0001 by validation AUROC"
                        : LabelLearning.words(LabelLearning.plan(configuration, settings.whole("epochs"), 0)));
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
        StudySet train = trial.features(Split.TRAIN);
        StudySet validation = trial.features(Split.VAL);
        StudySet scored = trial.features(trial.options().split());
        Settings settings = settings(trial.options());
        String configuration = settings.text("configuration");
        return LabelLearning.collect(
                trial,
                settings,
                train,
                validation,
                scored,
                task -> configuration.equals(L_BFGS)
                        ? regressions(trial, settings, task, train, validation, scored)
                        : head(trial, settings, task, train, validation, scored));
    }

    private static LabelLearning.Predicted head(
            Trial trial,
            Settings settings,
            LabelLearning.Task task,
            StudySet train,
            StudySet validation,
            StudySet scored) {
        Fitting.Plan plan = LabelLearning.plan(settings.text("configuration"), settings.whole("epochs"), task.seed());
        int size = train.vector(task.train().getFirst()).length;
        try (LabelHead head = LabelHead.onFeatures(size, task.labels().size(), task.seed())) {
            return LabelLearning.fitted(
                    head,
                    trial,
                    settings,
                    task,
                    new LabelLearning.Sets(train, validation, scored),
                    plan,
                    plan.batch(),
                    "fit a head");
        }
    }

    private static LabelLearning.Predicted regressions(
            Trial trial,
            Settings settings,
            LabelLearning.Task task,
            StudySet train,
            StudySet validation,
            StudySet scored) {
        Probe.Standard standard =
                Probe.Standard.of(task.train().stream().map(train::vector).toList());
        List<String> labels = task.labels();
        String stage = "fit %d probes (%s)"
                .formatted(labels.size(), trial.scorer().subject().name());
        trial.progress().start(stage, 0);
        // each label is a problem of its own, so the order in which they are done decides nothing
        List<Optional<Probe>> probes = IntStream.range(0, labels.size())
                .parallel()
                .mapToObj(c -> Probe.fit(
                        known(train, task.train(), task.truth(), c, standard),
                        settings.on(LabelLearning.Q5)
                                ? known(scored, task.scored(), task.scoredTruth(), c, standard)
                                : known(validation, task.validation(), task.validationTruth(), c, standard)))
                .toList();
        trial.progress().end("");
        return new LabelLearning.Predicted(
                predict(validation, task.validation(), probes), predict(scored, task.scored(), probes));
    }

    private static double[][] predict(StudySet studies, List<StudySet.Row> rows, List<Optional<Probe>> probes) {
        return rows.stream()
                .map(row -> {
                    float[] vector = studies.vector(row);
                    return probes.stream()
                            .mapToDouble(probe ->
                                    probe.map(of -> of.probability(vector)).orElse(Double.NaN))
                            .toArray();
                })
                .toArray(double[][]::new);
    }

    private static Probe.Known known(
            StudySet studies, List<StudySet.Row> all, List<double[]> truth, int label, Probe.Standard standard) {
        int[] known = IntStream.range(0, all.size())
                .filter(i -> !Double.isNaN(truth.get(i)[label]))
                .toArray();
        List<float[]> vectors = new ArrayList<>();
        boolean[] positive = new boolean[known.length];
        for (int i = 0; i < positive.length; i++) {
            vectors.add(studies.vector(all.get(known[i])));
            positive[i] = truth.get(known[i])[label] == 1;
        }
        return new Probe.Known(vectors, positive, standard);
    }

    /** The studies of a share of the patients, taken by the SHA-256 of seed and patient. */
    static List<StudySet.Row> fraction(List<StudySet.Row> rows, EvaluationOptions options) {
        List<String> patients =
                rows.stream().map(row -> row.entry().patientKey()).distinct().toList();
        long wanted = Math.max(1, Math.round(options.fraction() * patients.size()));
        Set<String> taken = Set.copyOf(patients.stream()
                .sorted(Comparator.comparing(patient -> Digests.sha256(options.seed() + " " + patient)))
                .limit(wanted)
                .toList());
        return rows.stream()
                .filter(row -> taken.contains(row.entry().patientKey()))
                .toList();
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        return LabelLearning.estimate(samples, options, settings(options));
    }
}
