package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.text.TextMetrics;
import org.vesalius.metric.text.TextPair;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/**
 * Reports that a system wrote, against those that were written. A run of an image-text model writes by retrieval (Endo et al., CXR-RePaiR, ML4H 2021): of each study the training report whose vector is
 * nearest to its picture's. Other systems' reports are scored from files.
 */
public final class ReportGenerationProtocol implements Protocol {
    private static final String RULE =
            "report-generation@1: the training report that the model finds nearest to the picture, of equally near ones the first";

    @Override
    public String id() {
        return "report-generation";
    }

    @Override
    public String title() {
        return "Reports that a system wrote";
    }

    @Override
    public List<Setting> settings() {
        return TextScoring.settings("bleu,rouge-l,cider,meteor-es,chrf");
    }

    @Override
    public boolean possible(PreparedData data) {
        return Needs.pairs(data) && data.manifest().counts(Split.TRAIN).texts() > 1;
    }

    /** Every training report is read for it. */
    @Override
    public boolean usual() {
        return false;
    }

    @Override
    public Map<String, String> terms(Trial trial) {
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", RULE);
        terms.put("unit", StudySet.UNIT);
        terms.put("sections", trial.options().sections() + ", else all");
        terms.put("metrics", TextScoring.names(settings(trial.options())));
        return terms;
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        List<String> train = training(trial);
        trial.progress().start("read " + train.size() + " training reports", 0);
        float[][] vectors = trial.scorer().embedTexts(train);
        trial.progress().end("");
        StudySet studies = trial.studies(trial.options().split());
        List<Problem> problems = new ArrayList<>(studies.problems());
        List<TextScoring.Item> items = new ArrayList<>();
        for (StudySet.Row row : studies.rows()) {
            String text = row.text(trial.options().sections()).strip();
            Entry entry = row.entry();
            if (text.isEmpty()) {
                problems.add(new Problem(Problem.Kind.SKIPPED, "row " + entry.row(), "no text"));
                continue;
            }
            String draft = train.get(nearest(studies.vector(row), vectors));
            items.add(new TextScoring.Item(
                    entry.row(), entry.key(), entry.patientKey(), TextPair.of(draft, text), Map.of()));
        }
        TextMetrics.Sources sources =
                new TextMetrics.Sources(train.stream().map(List::of).toList());
        return new Collected(
                TextScoring.table(TextScoring.prepared(items, settings, train), settings, sources), problems);
    }

    /** The different reports of the training part. */
    private static List<String> training(Trial trial) throws IOException {
        LinkedHashSet<String> texts = new LinkedHashSet<>();
        for (Entry entry : trial.data().entries(Split.TRAIN)) {
            StudySet.Row row = new StudySet.Row(0, entry, trial.data().study(entry));
            texts.add(row.text(trial.options().sections()).strip());
        }
        texts.remove("");
        if (texts.isEmpty()) {
            throw InputException.of("training part", "reports", "none", "choose a set whose training part has texts");
        }
        return List.copyOf(texts);
    }

    private static int nearest(float[] picture, float[][] texts) {
        int best = 0;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < texts.length; i++) {
            double like = Vectors.dot(picture, texts[i]);
            if (like > most) {
                most = like;
                best = i;
            }
        }
        return best;
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        return TextScoring.estimate(samples, settings(options), options);
    }
}
