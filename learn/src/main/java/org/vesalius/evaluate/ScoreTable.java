package org.vesalius.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vesalius.dataset.Split;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Ranking;

/** A table of label scores, taken apart into what is scored and the validation studies that thresholds and calibrations come from. */
final class ScoreTable {
    private final SampleTable scored;
    private final SampleTable validation;
    private final Map<String, Integer> studies;
    private final Bootstrap bootstrap;
    private final int minPositives;

    private ScoreTable(SampleTable scored, SampleTable validation, EvaluationOptions options) {
        this.scored = scored;
        this.validation = validation;
        studies = places(scored);
        String[] patients = new String[studies.size()];
        for (int i = 0; i < scored.size(); i++) {
            patients[studies.getOrDefault(scored.text(i, "row"), 0)] = scored.text(i, "patient");
        }
        bootstrap = Bootstrap.byGroup(List.of(patients), options.resamples(), options.seed());
        minPositives = options.minPositives();
    }

    static ScoreTable of(SampleTable table, EvaluationOptions options) {
        return new ScoreTable(
                table.where("split", options.split().lower()::equals),
                table.where("split", Split.VAL.lower()::equals),
                options);
    }

    private static Map<String, Integer> places(SampleTable table) {
        Map<String, Integer> places = new LinkedHashMap<>();
        table.texts("row").forEach(row -> places.putIfAbsent(row, places.size()));
        return places;
    }

    /** Of the scored studies. */
    List<String> labels() {
        return scored.distinct("label");
    }

    /** The scored rows of a label. */
    SampleTable rows(String label) {
        return scored.where("label", label::equals);
    }

    /** The validation rows of a label. */
    SampleTable validationRows(String label) {
        return validation.where("label", label::equals);
    }

    /** All scored rows, label after label as they stand. */
    SampleTable scored() {
        return scored;
    }

    /** The place among the drawn studies of each row of a table of scored rows. */
    int[] places(List<String> rows) {
        return rows.stream().mapToInt(row -> studies.getOrDefault(row, -1)).toArray();
    }

    /** How many scored studies there are. */
    int studies() {
        return studies.size();
    }

    /** Draws of the scored studies, patient by patient. */
    Bootstrap bootstrap() {
        return bootstrap;
    }

    /** Whether a label of these truths takes part in means. */
    boolean counts(boolean[] positive) {
        int positives = Ranking.count(positive);
        return positives >= minPositives && positives < positive.length;
    }

    /** The column {@code truth} of a table. */
    static boolean[] positive(SampleTable rows) {
        double[] truth = rows.numbers("truth");
        boolean[] positive = new boolean[truth.length];
        for (int i = 0; i < truth.length; i++) {
            positive[i] = truth[i] == 1;
        }
        return positive;
    }
}
