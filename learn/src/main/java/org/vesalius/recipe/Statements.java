package org.vesalius.recipe;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.vesalius.dataset.Split;
import org.vesalius.model.DualEncoder;
import org.vesalius.report.LabelState;
import org.vesalius.report.Negation;
import org.vesalius.report.Prompts;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Example;
import org.vesalius.train.Trained;

/** Whether a text tower knows what agrees with a statement of a report and what contradicts it: the texts that say the same of the finding against those that say the opposite. */
final class Statements {
    /** Chance is a half; a row is a sentence and a finding that it affirms or denies. */
    static final Measure MEASURE = new Measure.Own(
            "share of pairs of texts, one that says the same of a finding as a sentence of the report and one that says the opposite, where the first lies nearer to the sentence, test patients",
            0.5,
            Statements::rows);

    private final DualEncoder model;
    private final Map<String, float[]> vectors = new HashMap<>();

    private Statements(DualEncoder model) {
        this.model = model;
    }

    private static List<Measure.Row> rows(Trained trained) throws IOException {
        Statements statements = new Statements(trained.model());
        List<Measure.Row> rows = new ArrayList<>();
        trained.show(Split.TEST, batch -> batch.examples().forEach(example -> statements.add(example, rows)));
        return rows;
    }

    private void add(Example example, List<Measure.Row> rows) {
        TreeSet<String> findings = new TreeSet<>();
        example.textLabels().keySet().forEach(label -> findings.add(Prompts.normal(label)));
        findings.retainAll(Prompts.names());
        for (String finding : findings) {
            for (int s = 0; s < example.sentences().size(); s++) {
                String sentence = SentencePool.plain(example.sentences().get(s));
                int at = sentence.indexOf(finding);
                LabelState state = at < 0 ? LabelState.BLANK : Negation.of(sentence, at, at + finding.length());
                if (state == LabelState.POSITIVE || state == LabelState.NEGATIVE) {
                    Prompts.PromptSet prompts = Prompts.forLabel(finding);
                    boolean affirmed = state == LabelState.POSITIVE;
                    rows.add(new Measure.Row(
                            example.row(),
                            finding + " " + s,
                            nearer(
                                    sentence,
                                    affirmed ? prompts.positive() : prompts.negative(),
                                    affirmed ? prompts.negative() : prompts.positive())));
                }
            }
        }
    }

    private double nearer(String sentence, List<String> same, List<String> opposite) {
        double won = 0;
        for (String agrees : same) {
            for (String contradicts : opposite) {
                double near = cosine(sentence, agrees);
                double far = cosine(sentence, contradicts);
                won += near > far ? 1 : near == far ? 0.5 : 0;
            }
        }
        return won / (same.size() * (double) opposite.size());
    }

    private double cosine(String a, String b) {
        float[] x = vector(a);
        float[] y = vector(b);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += (double) x[i] * y[i];
        }
        return sum;
    }

    private float[] vector(String text) {
        return vectors.computeIfAbsent(text, one -> Tensors.floats(Tensors.normalize(model.texts(List.of(one)))));
    }
}
