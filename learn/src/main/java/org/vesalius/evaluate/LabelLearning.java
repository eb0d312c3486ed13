package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.vesalius.dataset.Split;
import org.vesalius.evaluate.transfer.Fitting;
import org.vesalius.evaluate.transfer.LabelHead;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.train.Optim;

/** What protocols share that learn labels from training studies: subsets, the rows that are learnt from and scored, and means over seeds. */
final class LabelLearning {
    /** Of downstream protocols: the test set chooses. */
    static final String Q5 = "Q5";

    static final String SEED = "seed";

    private final Trial trial;
    private final List<String> labels;
    private final Subsets subsets;

    private LabelLearning(Trial trial, List<String> labels, Subsets subsets) {
        this.trial = trial;
        this.labels = labels;
        this.subsets = subsets;
    }

    /** The settings that all of them have; {@code configurations} of which the first is the default. */
    static List<Setting> settings(String... configurations) {
        return List.of(
                Decision.quirk(),
                Setting.quirk(
                        Q5,
                        "the best pass, or strength of the penalty, is chosen by the studies that are scored, as QCR and PubMedCLIP choose epochs"),
                Setting.choice("configuration", "how the head is fitted", configurations),
                Setting.whole(
                        "epochs",
                        0,
                        "passes at most where it is fitted step by step, 0 for the configuration's",
                        0,
                        10_000),
                Setting.whole("seeds", 3, "subsets and fits, whose numbers are averaged", 1, 100),
                Setting.whole(
                        "shots",
                        0,
                        "training studies of each class of each label (published: 1, 5, 10, 50, 100); 0 for all of --fraction",
                        0,
                        1_000_000),
                Decision.setting());
    }

    /** GLoRIA's and MGCA's, for heads that are trained step by step. */
    static Fitting.Plan plan(String configuration, int epochs, long seed) {
        return switch (configuration) {
            // GLoRIA: chexpert and RSNA configurations; plateau on the validation loss
            case "gloria-chexpert" ->
                new Fitting.Plan(
                        Optim.adam(1e-4).withWeightDecay(1e-6).withClip(0.25), 64, or(epochs, 50), 10, 5, seed);
            case "gloria-rsna" ->
                new Fitting.Plan(Optim.adam(5e-4).withWeightDecay(1e-6), 64, or(epochs, 50), 10, 5, seed);
            // MGCA: mgca_finetuner and ssl_finetuner; no schedule
            case "mgca" -> new Fitting.Plan(Optim.adamW(5e-4).withWeightDecay(1e-6), 48, or(epochs, 50), 10, 0, seed);
            default -> new Fitting.Plan(Optim.adam(1e-3).withWeightDecay(1e-6), 16, or(epochs, 8), 3, 2, seed);
        };
    }

    private static int or(int set, int own) {
        return set > 0 ? set : own;
    }

    static String words(Fitting.Plan plan) {
        Optim optim = plan.optim();
        return "%s, lr %s, decay %s%s, batch %d, at most %d epochs, stops after %d without a lower validation loss%s"
                .formatted(
                        optim.kind().name().toLowerCase(Locale.ROOT),
                        optim.lr(),
                        optim.weightDecay(),
                        optim.clip() > 0 ? ", gradient at most " + optim.clip() : "",
                        plan.batch(),
                        plan.epochs(),
                        plan.patience(),
                        plan.drop() == 0 ? "" : ", rate halved after each " + plan.drop() + " such");
    }

    /** How many fits: one where every fit would be the same. */
    static int seeds(Settings settings, EvaluationOptions options) {
        boolean same = settings.text("configuration").equals("l-bfgs")
                && options.fraction() == 1
                && settings.whole("shots") == 0;
        return same ? 1 : settings.whole("seeds");
    }

    static Subsets subsets(Settings settings, Trial trial) throws IOException {
        return Subsets.of(trial, Labels.of(trial), settings.whole("shots"), seeds(settings, trial.options()));
    }

    /** Terms that all of them have. */
    static Map<String, String> terms(Trial trial, Settings settings) throws IOException {
        Map<String, String> terms = new TreeMap<>();
        terms.put("unit", StudySet.UNIT);
        terms.put("labels", trial.options().reading().rule() + ": " + String.join(", ", Labels.of(trial)));
        terms.put(
                "fraction",
                trial.options().fraction() + " of the training patients, seeds from "
                        + trial.options().seed() + ", " + seeds(settings, trial.options()) + " of them");
        terms.put("min-positives", Integer.toString(trial.options().minPositives()));
        terms.put("metrics", ClassMeasures.metrics(true, Decision.of(settings)));
        return terms;
    }

    /** The columns of the table. */
    static String[] columns() {
        List<String> columns = new ArrayList<>(List.of(ClassMeasures.COLUMNS));
        columns.add(SEED);
        return columns.toArray(String[]::new);
    }

    /**
     * What is learnt from and what is scored, under one seed.
     *
     * @param truth of each training study each label: 1, 0, or NaN where nothing is known or it is not in the label's subset
     */
    record Task(
            long seed,
            List<String> labels,
            List<StudySet.Row> train,
            List<double[]> truth,
            List<StudySet.Row> validation,
            List<double[]> validationTruth,
            List<StudySet.Row> scored,
            List<double[]> scoredTruth) {
        boolean bothClasses(int label) {
            return truth.stream().anyMatch(known -> known[label] == 1)
                    && truth.stream().anyMatch(known -> known[label] == 0);
        }
    }

    /** What the best pass is chosen by: validation, or with Q5 what is scored. */
    static LabelHead.Lesson choosing(Settings settings, Task task, StudySet validation, StudySet scored) {
        return settings.on(Q5)
                ? lesson(scored, task.scored, task.scoredTruth)
                : lesson(validation, task.validation, task.validationTruth);
    }

    /** The studies of the three splits. */
    record Sets(StudySet train, StudySet validation, StudySet scored) {}

    /** Fits a head and asks it for validation and scored studies, {@code batch} at a time. */
    static Predicted fitted(
            LabelHead head,
            Trial trial,
            Settings settings,
            Task task,
            Sets sets,
            Fitting.Plan plan,
            int batch,
            String stage) {
        head.fit(
                plan,
                lesson(sets.train, task.train, task.truth),
                choosing(settings, task, sets.validation, sets.scored),
                trial.progress(),
                "%s, seed %d (%s)"
                        .formatted(stage, task.seed, trial.scorer().subject().name()));
        return new Predicted(
                head.probabilities(task.validation.size(), i -> sets.validation.vector(task.validation.get(i)), batch),
                head.probabilities(task.scored.size(), i -> sets.scored.vector(task.scored.get(i)), batch));
    }

    private static LabelHead.Lesson lesson(StudySet studies, List<StudySet.Row> rows, List<double[]> truth) {
        return new LabelHead.Lesson(rows.size(), i -> studies.vector(rows.get(i)), truth::get);
    }

    /** Probabilities of each study and label; NaN for a label that could not be learnt. */
    @SuppressWarnings("ArrayRecordComponent") // on its way into the table, never compared
    record Predicted(double[][] validation, double[][] scored) {}

    /** Learns one task. */
    @FunctionalInterface
    interface Learner {
        Predicted learn(Task task) throws IOException;
    }

    /** Learns under each seed and scores validation and scored studies. */
    static Protocol.Collected collect(
            Trial trial, Settings settings, StudySet train, StudySet validation, StudySet scored, Learner learner)
            throws IOException {
        List<String> labels = Labels.of(trial);
        LabelLearning of = new LabelLearning(trial, labels, subsets(settings, trial));
        SampleTable table = new SampleTable(columns());
        Set<Problem> problems = new LinkedHashSet<>(train.problems());
        for (long seed : of.subsets.seeds()) {
            Task task = of.task(seed, train, validation, scored);
            Predicted predicted = learner.learn(task);
            for (int c = 0; c < labels.size(); c++) {
                if (!task.bothClasses(c)) {
                    problems.add(new Problem(
                            Problem.Kind.SKIPPED,
                            labels.get(c) + ", seed " + seed,
                            "the training studies are all of one class"));
                    continue;
                }
                of.add(table, task.validation, Split.VAL, c, predicted.validation, seed);
                if (trial.options().split() != Split.VAL) {
                    of.add(table, task.scored, trial.options().split(), c, predicted.scored, seed);
                }
            }
        }
        return new Protocol.Collected(table, List.copyOf(problems));
    }

    private Task task(long seed, StudySet train, StudySet validation, StudySet scored) {
        Map<String, Set<String>> keys = new HashMap<>();
        labels.forEach(label -> keys.put(label, subsets.keys(seed, label)));
        List<StudySet.Row> rows = new ArrayList<>();
        List<double[]> truth = new ArrayList<>();
        for (StudySet.Row row : train.rows()) {
            double[] known = truth(row);
            for (int c = 0; c < known.length; c++) {
                boolean in = keys.getOrDefault(labels.get(c), Set.of())
                        .contains(row.entry().key());
                known[c] = in ? known[c] : Double.NaN;
            }
            if (Arrays.stream(known).anyMatch(value -> !Double.isNaN(value))) {
                rows.add(row);
                truth.add(known);
            }
        }
        List<double[]> validationTruth =
                validation.rows().stream().map(this::truth).toList();
        List<double[]> scoredTruth = scored.rows().stream().map(this::truth).toList();
        return new Task(seed, labels, rows, truth, validation.rows(), validationTruth, scored.rows(), scoredTruth);
    }

    private double[] truth(StudySet.Row row) {
        return labels.stream()
                .mapToDouble(label -> trial.options().reading().truth(row.study(), label))
                .toArray();
    }

    private void add(SampleTable table, List<StudySet.Row> rows, Split split, int label, double[][] scores, long seed) {
        for (int i = 0; i < rows.size(); i++) {
            StudySet.Row row = rows.get(i);
            double truth = trial.options().reading().truth(row.study(), labels.get(label));
            if (!Double.isNaN(truth)) {
                String severity = Labels.severity(row.study(), labels.get(label));
                table.add(row, split.lower(), labels.get(label), (int) truth, scores[i][label], severity, seed);
            }
        }
    }

    /** The numbers of a table: of several seeds the mean of each number that all of them have, on the same draws of patients. */
    static Protocol.Estimated estimate(SampleTable samples, EvaluationOptions options, Settings settings) {
        if (!samples.has(SEED)) {
            // a result from before there were seeds
            return ClassMeasures.of(samples, options, true, Decision.of(settings));
        }
        List<String> seeds = samples.distinct(SEED);
        List<Protocol.Estimated> each = seeds.stream()
                .map(seed -> ClassMeasures.of(samples.where(SEED, seed::equals), options, true, Decision.of(settings)))
                .toList();
        if (each.size() < 2) {
            return each.isEmpty() ? new Protocol.Estimated(List.of(), List.of()) : each.getFirst();
        }
        Map<String, List<Estimate>> byId = new LinkedHashMap<>();
        each.forEach(one -> one.estimates()
                .forEach(estimate -> byId.computeIfAbsent(estimate.id(), _ -> new ArrayList<>())
                        .add(estimate)));
        List<Estimate> means = new ArrayList<>();
        Set<String> notes = new LinkedHashSet<>();
        byId.forEach((id, parts) -> {
            boolean all = parts.size() == seeds.size()
                    && parts.stream()
                                    .mapToInt(part -> part.draws().rows())
                                    .distinct()
                                    .count()
                            == 1;
            if (all) {
                means.add(mean(parts));
            } else {
                notes.add(id + ": not under every seed, so without a mean");
            }
        });
        notes.add("each number is the mean over " + seeds.size() + " seeds; " + spread(each));
        each.forEach(one -> notes.addAll(one.notes()));
        return new Protocol.Estimated(means, List.copyOf(notes));
    }

    private static Estimate mean(List<Estimate> parts) {
        Estimate first = parts.getFirst();
        List<Bootstrap.Statistic> statistics =
                parts.stream().map(Estimate::statistic).toList();
        return new Estimate(
                first.metric(),
                first.subject(),
                first.part(),
                parts.stream().mapToDouble(Estimate::chance).average().orElse(Double.NaN),
                first.rows(),
                first.positives(),
                first.counted(),
                first.draws(),
                Bootstrap.macroOf(statistics));
    }

    /** Of a table of several seeds the rows of the first, for curves and examples. */
    static SampleTable firstSeed(SampleTable samples) {
        return samples.has(SEED) && samples.size() > 0 ? samples.where(SEED, samples.text(0, SEED)::equals) : samples;
    }

    /** How far the foremost number lies apart. */
    private static String spread(List<Protocol.Estimated> each) {
        double[] values = each.stream()
                .flatMap(one -> one.estimates().stream()
                        .filter(estimate -> estimate.subject().equals(Measure.MACRO)
                                && estimate.part().isEmpty()
                                && Measure.shortName(estimate.metric()).equals("auroc"))
                        .limit(1))
                .mapToDouble(estimate ->
                        estimate.statistic().of(ones(estimate.draws().rows())))
                .toArray();
        return values.length == 0
                ? "no label is in a mean"
                : "mean AUROC of the seeds "
                        + String.join(
                                ", ",
                                Arrays.stream(values)
                                        .mapToObj(value -> String.format(Locale.ROOT, "%.3f", value))
                                        .toList());
    }

    private static int[] ones(int n) {
        return IntStream.generate(() -> 1).limit(n).toArray();
    }
}
