package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.io.Problem;
import org.vesalius.report.Prompts;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.shard.PreparedData;

/**
 * Zero-shot classification: each label is scored by the model's own readout of the prompts for and against it, on pictures that it never saw labels of. Thresholds come from validation studies.
 */
public final class ZeroShotProtocol implements Protocol {
    private static final int BATCH = 256;

    @Override
    public String id() {
        return "zero-shot";
    }

    @Override
    public String title() {
        return "Zero-shot classification";
    }

    @Override
    public boolean possible(PreparedData data) {
        return Needs.labels(data);
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", "zero-shot@1: the model's readout of prompts for and against");
        terms.put("unit", StudySet.UNIT);
        terms.put("labels", trial.options().reading().rule());
        terms.put("min-positives", Integer.toString(trial.options().minPositives()));
        terms.put("metrics", ClassMeasures.metrics(false));
        for (PromptSet set : prompts(trial)) {
            terms.put(
                    "prompts: " + set.label(),
                    String.join(" | ", set.positive()) + " // " + String.join(" | ", set.negative()));
        }
        return terms;
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        SampleTable table = new SampleTable(ClassMeasures.COLUMNS);
        List<Problem> problems = new ArrayList<>();
        List<PromptSet> sets = prompts(trial);
        Scorer scorer = trial.scorer();
        for (Split split : EnumSet.of(Split.VAL, trial.options().split())) {
            String stage = "classify %s pictures (%s)"
                    .formatted(split.lower(), scorer.subject().name());
            problems.addAll(StudySet.show(
                    trial.data(), split, BATCH, trial.progress(), stage, (rows, samples, pictures) -> {
                        double[][] scores = scorer.classify(pictures, sets);
                        for (int i = 0; i < scores.length; i++) {
                            add(table, rows.get(i), split, trial.options().reading(), sets, scores[i]);
                        }
                    }));
        }
        return new Collected(table, problems);
    }

    private static void add(
            SampleTable table,
            StudySet.Row row,
            Split split,
            LabelReading reading,
            List<PromptSet> sets,
            double[] scores) {
        for (int c = 0; c < scores.length; c++) {
            String label = sets.get(c).label();
            double truth = reading.truth(row.study(), label);
            if (!Double.isNaN(truth)) {
                table.add(row, split.lower(), label, (int) truth, scores[c], Labels.severity(row.study(), label));
            }
        }
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        return ClassMeasures.of(samples, options, false);
    }

    private static List<PromptSet> prompts(Trial trial) throws IOException {
        List<PromptSet> own = trial.options().prompts();
        return Labels.of(trial).stream()
                .map(label -> own.stream()
                        .filter(set -> set.label().equals(label))
                        .findFirst()
                        .orElseGet(() -> named(label)))
                .toList();
    }

    private static PromptSet named(String label) {
        PromptSet known = Prompts.forLabel(label);
        return new PromptSet(label, known.positive(), known.negative());
    }
}
