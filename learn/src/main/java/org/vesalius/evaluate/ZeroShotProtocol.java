package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.report.LabelState;
import org.vesalius.report.Prompts;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.shard.PreparedData;

/**
 * Zero-shot classification: each label is scored from its prompts on pictures that the model never saw labels of. How, is a setting: the model's own readout, or the rule of a published protocol ({@link PromptReadout}) on any model; with which
 * prompts too ({@link PromptBook}). Labels are scored each for itself, or as one of several ({@link OneOf}) where a study has exactly one.
 */
public final class ZeroShotProtocol implements Protocol {
    private static final int BATCH = 256;
    private static final String ONE_OF = "one-of";
    private static final String BUILT_IN = "built-in";

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
    public List<Setting> settings() {
        List<String> sets = new ArrayList<>(List.of(BUILT_IN));
        sets.addAll(PromptBook.NAMES);
        return List.of(
                Setting.quirk(
                        "Q10",
                        "GLoRIA's z-score of each class over the studies that are scored, before one class is chosen: a study's class depends on the others",
                        "multiclass-accuracy",
                        "multiclass-precision",
                        "multiclass-recall",
                        "multiclass-f1"),
                Decision.quirk(),
                Setting.whole("prompt-seed", 1, "of the sample of prompts", 0, Integer.MAX_VALUE),
                Setting.choice(
                        "prompt-set",
                        "prompts by label: several wordings, CheXzero's {} and no {}, GLoRIA's and MedCLIP's word lists, BioViL's for pneumonia; --prompts FILE wins",
                        sets.toArray(String[]::new)),
                Setting.whole(
                        "prompts-per-label",
                        5,
                        "how many prompts are sampled of multiplied word lists (GLoRIA 5, MedCLIP 10); 0 for all",
                        0,
                        Integer.MAX_VALUE),
                Setting.choice("readout", "how prompts become a score", PromptReadout.names()),
                Setting.choice(
                        "task",
                        "each label for itself, or one label of several on the studies that have exactly one (5x200, 8x200)",
                        "labels",
                        ONE_OF),
                Decision.setting());
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", "zero-shot@2: labels by prompts");
        terms.put("unit", StudySet.UNIT);
        terms.put("labels", trial.options().reading().rule() + ": " + String.join(", ", Labels.of(trial)));
        terms.put("min-positives", Integer.toString(trial.options().minPositives()));
        terms.put(
                "metrics",
                oneOf(settings)
                        ? OneOf.metrics() + ", " + Bootstrap.METHOD
                        : ClassMeasures.metrics(false, Decision.of(settings)));
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
        Settings settings = settings(trial.options());
        PromptReadout readout = PromptReadout.of(settings.text("readout"));
        List<PromptSet> sets = prompts(trial);
        Scorer scorer = trial.scorer();
        for (Split split : EnumSet.of(Split.VAL, trial.options().split())) {
            String stage = "classify %s pictures (%s)"
                    .formatted(split.lower(), scorer.subject().name());
            problems.addAll(StudySet.show(
                    trial.data(), split, BATCH, trial.progress(), stage, (rows, samples, pictures) -> {
                        double[][] scores = readout.scores(scorer, pictures, sets);
                        for (int i = 0; i < scores.length; i++) {
                            if (oneOf(settings)) {
                                addOne(table, rows.get(i), split, trial.options(), sets, scores[i]);
                            } else {
                                add(table, rows.get(i), split, trial.options().reading(), sets, scores[i]);
                            }
                        }
                    }));
        }
        return new Collected(table, problems);
    }

    private static boolean oneOf(Settings settings) {
        return settings.text("task").equals(ONE_OF);
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

    /** All labels of a study that has exactly one of them; nothing of any other. */
    private static void addOne(
            SampleTable table,
            StudySet.Row row,
            Split split,
            EvaluationOptions options,
            List<PromptSet> sets,
            double[] scores) {
        List<String> present = sets.stream()
                .map(PromptSet::label)
                .filter(label -> options.reading().state(row.study(), label) == LabelState.POSITIVE)
                .toList();
        if (present.size() != 1) {
            return;
        }
        for (int c = 0; c < scores.length; c++) {
            String label = sets.get(c).label();
            int truth = present.contains(label) ? 1 : 0;
            table.add(row, split.lower(), label, truth, scores[c], Labels.severity(row.study(), label));
        }
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        Settings settings = settings(options);
        if (!oneOf(settings)) {
            return ClassMeasures.of(samples, options, false, Decision.of(settings));
        }
        SampleTable scored = samples.where("split", options.split().lower()::equals);
        List<String> notes = List.of("one of %d labels, on the %d studies that have exactly one of them"
                .formatted(
                        scored.distinct("label").size(), scored.distinct("row").size()));
        return scored.size() == 0
                ? new Estimated(List.of(), notes)
                : new Estimated(OneOf.of(samples, options, settings.on("Q10")), notes);
    }

    private List<PromptSet> prompts(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        List<PromptSet> own = trial.options().prompts();
        List<PromptSet> sets = new ArrayList<>();
        for (String label : Labels.of(trial)) {
            sets.add(own.stream()
                    .filter(set -> set.label().equals(label))
                    .findFirst()
                    .orElseGet(() -> named(settings, label)));
        }
        return sets;
    }

    private static PromptSet named(Settings settings, String label) {
        String book = settings.text("prompt-set");
        if (!book.equals(BUILT_IN)) {
            return PromptBook.of(book)
                    .forLabel(label, settings.whole("prompts-per-label"), settings.whole("prompt-seed"));
        }
        PromptSet known = Prompts.forLabel(label);
        return new PromptSet(label, known.positive(), known.negative());
    }
}
