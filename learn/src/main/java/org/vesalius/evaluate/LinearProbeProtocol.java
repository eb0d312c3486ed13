package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.io.Digests;
import org.vesalius.io.Problem;
import org.vesalius.shard.PreparedData;

/**
 * Linear probe: a logistic regression per label on frozen picture vectors, standardised by the training studies; its L2 penalty is the one of a fixed list with the best AUROC on validation studies. A
 * fraction of the training patients is taken by the SHA-256 of seed and patient, so that it is the same for every model.
 */
public final class LinearProbeProtocol implements Protocol {
    @Override
    public String id() {
        return "linear-probe";
    }

    @Override
    public String title() {
        return "Linear probe on frozen features";
    }

    @Override
    public boolean possible(PreparedData data) {
        return Needs.labels(data);
    }

    @Override
    public List<Setting> settings() {
        return List.of(Decision.quirk(), Decision.setting());
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", "linear-probe@1: logistic regression, L2 of 1, .1, .01, .001, .0001 by validation AUROC");
        terms.put("unit", StudySet.UNIT);
        terms.put("labels", trial.options().reading().rule() + ": " + String.join(", ", Labels.of(trial)));
        terms.put(
                "fraction",
                trial.options().fraction() + " of the training patients, seed "
                        + trial.options().seed());
        terms.put("min-positives", Integer.toString(trial.options().minPositives()));
        terms.put("metrics", ClassMeasures.metrics(true, Decision.of(settings(trial.options()))));
        return terms;
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        StudySet train = trial.features(Split.TRAIN);
        StudySet validation = trial.features(Split.VAL);
        List<StudySet.Row> learned = fraction(train.rows(), trial.options());
        Probe.Standard standard =
                Probe.Standard.of(learned.stream().map(train::vector).toList());
        List<Problem> problems = new ArrayList<>(train.problems());
        StudySet scored = trial.features(trial.options().split());
        List<String> labels = Labels.of(trial);
        LabelReading reading = trial.options().reading();
        String stage = "fit %d probes (%s)"
                .formatted(labels.size(), trial.scorer().subject().name());
        trial.progress().start(stage, 0);
        // each label is a problem of its own, so the order in which they are done decides nothing
        List<Optional<Probe>> probes = labels.parallelStream()
                .map(label -> Probe.fit(
                        known(train, learned, reading, label, standard),
                        known(validation, validation.rows(), reading, label, standard)))
                .toList();
        trial.progress().end("");
        SampleTable table = new SampleTable(ClassMeasures.COLUMNS);
        for (int c = 0; c < labels.size(); c++) {
            if (probes.get(c).isEmpty()) {
                problems.add(
                        new Problem(Problem.Kind.SKIPPED, labels.get(c), "the training studies are all of one class"));
                continue;
            }
            Probe probe = probes.get(c).get();
            add(table, validation, Split.VAL, reading, labels.get(c), probe);
            if (trial.options().split() != Split.VAL) {
                add(table, scored, trial.options().split(), reading, labels.get(c), probe);
            }
        }
        return new Collected(table, problems);
    }

    private static void add(
            SampleTable table, StudySet studies, Split split, LabelReading reading, String label, Probe probe) {
        for (StudySet.Row row : studies.rows()) {
            double truth = reading.truth(row.study(), label);
            if (!Double.isNaN(truth)) {
                double p = probe.probability(studies.vector(row));
                table.add(row, split.lower(), label, (int) truth, p, Labels.severity(row.study(), label));
            }
        }
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
        return ClassMeasures.of(samples, options, true, Decision.of(settings(options)));
    }

    /** The studies where a label is known. */
    private static Probe.Known known(
            StudySet studies, List<StudySet.Row> taken, LabelReading reading, String label, Probe.Standard standard) {
        List<StudySet.Row> known = taken.stream()
                .filter(row -> !Double.isNaN(reading.truth(row.study(), label)))
                .toList();
        boolean[] positive = new boolean[known.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = reading.truth(known.get(i).study(), label) == 1;
        }
        return new Probe.Known(known.stream().map(studies::vector).toList(), positive, standard);
    }
}
