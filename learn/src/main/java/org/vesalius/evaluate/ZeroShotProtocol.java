package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.io.Problem;
import org.vesalius.report.Prompts;
import org.vesalius.report.Prompts.PromptSet;

/**
 * Zero-shot classification. Idea: a finding is as likely as the picture is nearer to the sentences that say it is there than to those that say it is not; p = e^s+ / (e^s+ + e^s-) on cosines (Tiu et
 * al., CheXzero, Nature Biomedical Engineering 2022), with the mean prompt vector of each side (Boecking et al., BioViL, ECCV 2022). Thresholds come from validation studies.
 */
public final class ZeroShotProtocol implements Protocol {
    @Override
    public String id() {
        return "zero-shot";
    }

    @Override
    public String title() {
        return "Zero-shot classification";
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", "zero-shot@1: sigmoid(s+ - s-) on cosines");
        terms.put("unit", StudySet.UNIT);
        terms.put("labels", Labels.RULE);
        terms.put("prompt-rule", trial.options().promptRule().name());
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
        List<Side> positives = new ArrayList<>();
        List<Side> negatives = new ArrayList<>();
        for (PromptSet set : sets) {
            positives.add(Side.of(trial, set.positive()));
            negatives.add(Side.of(trial, set.negative()));
        }
        for (Split split : EnumSet.of(Split.VAL, trial.options().split())) {
            StudySet studies = trial.studies(split);
            problems.addAll(studies.problems());
            for (StudySet.Row row : studies.rows()) {
                float[] picture = studies.vector(row);
                for (int c = 0; c < sets.size(); c++) {
                    String label = sets.get(c).label();
                    double truth = Labels.truth(row.study(), label);
                    if (!Double.isNaN(truth)) {
                        double margin = positives.get(c).score(picture)
                                - negatives.get(c).score(picture);
                        table.add(
                                row,
                                split.lower(),
                                label,
                                (int) truth,
                                sigmoid(margin),
                                Labels.severity(row.study(), label));
                    }
                }
            }
        }
        return new Collected(table, problems);
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        return ClassMeasures.of(samples, options, false);
    }

    static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
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

    /** The prompts of one side, ready to be compared with pictures. */
    private record Side(PromptRule rule, List<float[]> vectors) {
        private static Side of(Trial trial, List<String> prompts) {
            float[][] vectors = trial.scorer().embedTexts(prompts);
            PromptRule rule = trial.options().promptRule();
            return rule == PromptRule.MEAN_EMBEDDING
                    ? new Side(rule, List.of(Vectors.meanDirection(vectors)))
                    : new Side(rule, Arrays.asList(vectors));
        }

        private double score(float[] picture) {
            var cosines = vectors.stream().mapToDouble(vector -> Vectors.dot(picture, vector));
            return (rule == PromptRule.MAX_SCORE ? cosines.max() : cosines.average()).orElse(Double.NaN);
        }
    }
}
