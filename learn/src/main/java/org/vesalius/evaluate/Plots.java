package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vesalius.metric.Calibration;
import org.vesalius.metric.Ranking;
import org.vesalius.metric.Ranking.RocPoint;

/** What a label's scores look like, made of the per-sample table: ROC curve, precision and recall, and for probabilities the reliability diagram. */
final class Plots {
    private static final int BINS = 10;

    private Plots() {}

    /** Whether the table has what is drawn here. */
    static boolean possible(SampleTable samples) {
        return samples.has("label") && samples.has("truth") && samples.has("score") && !samples.has("kind");
    }

    /** The rows of the scored split, on pictures as they are, of several seeds those of the first. */
    static SampleTable scored(SampleTable table, EvaluationOptions options) {
        SampleTable all = LabelLearning.firstSeed(table);
        String split = options.split().lower();
        SampleTable own = all.has("split") ? all.where("split", split::equals) : all;
        return own.has(RobustnessProtocol.DAMAGE)
                ? own.where(RobustnessProtocol.DAMAGE, RobustnessProtocol.CLEAN::equals)
                : own;
    }

    /** A figure for each label with both classes; nothing where there is none. */
    static String of(Protocol.Outcome outcome) {
        SampleTable scored = scored(outcome.samples(), outcome.result().options());
        StringBuilder html = new StringBuilder();
        for (String label : scored.distinct("label")) {
            figure(html, label, scored.where("label", label::equals), outcome.result());
        }
        if (html.isEmpty()) {
            return "";
        }
        boolean probabilities = outcome.result().find("brier", Measure.MACRO).isPresent();
        return "<h3>Curves</h3><p class='soft'>Each from the per-sample table: left the ROC curve, beside it precision over recall; the dashed lines are what guessing does."
                + (probabilities
                        ? " Right the reliability diagram in bins of equal width: a dot lies on the dashed line where the probability is right, and its area is the number of studies."
                        : "")
                + "</p><div class='grid curves'>" + html + "</div>";
    }

    private static void figure(StringBuilder html, String label, SampleTable own, Result result) {
        double[] scores = own.numbers("score");
        double[] truth = own.numbers("truth");
        boolean[] positive = new boolean[own.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = truth[i] == 1;
        }
        List<RocPoint> curve = Ranking.roc(scores, positive);
        if (curve.isEmpty()) {
            return;
        }
        int positives = Ranking.count(positive);
        html.append("<figure><div class='panels'>")
                .append(Svg.unit(
                        "ROC curve of " + label + said(result, "auroc", label, "area"),
                        "false alarms",
                        "found",
                        "M0 0 L1 1",
                        roc(curve)))
                .append(Svg.unit(
                        "Precision over recall of " + label + said(result, "average-precision", label, "average"),
                        "recall",
                        "precision",
                        String.format(Locale.ROOT, "M0 %1$.4f L1 %1$.4f", (double) positives / positive.length),
                        precision(curve, positives, positive.length - positives)));
        if (result.find("brier", label).isPresent()) {
            html.append(Svg.reliability(
                    "Reliability of " + label + said(result, "ece", label, "calibration error"),
                    Calibration.reliability(scores, positive, BINS)));
        }
        html.append("</div><figcaption><b>").append(Html.escape(label)).append("</b>");
        for (String metric : List.of("auroc", "average-precision", "ece")) {
            result.find(metric, label)
                    .ifPresent(m ->
                            html.append(", ").append(name(metric)).append(' ').append(Html.number(m.value())));
        }
        html.append(", ")
                .append(positives)
                .append(" of ")
                .append(positive.length)
                .append("</figcaption></figure>");
    }

    private static String name(String metric) {
        return switch (metric) {
            case "auroc" -> "AUROC";
            case "average-precision" -> "AP";
            default -> "ECE";
        };
    }

    private static String said(Result result, String metric, String label, String what) {
        return result.find(metric, label)
                .map(m -> ", " + what + " " + Html.number(m.value()))
                .orElse("");
    }

    private static List<double[]> roc(List<RocPoint> curve) {
        return curve.stream()
                .map(point -> new double[] {point.falsePositiveRate(), point.truePositiveRate()})
                .toList();
    }

    /** Precision at each threshold over the recall that it adds: the steps that average precision is the area of. */
    static List<double[]> precision(List<RocPoint> curve, int positives, int negatives) {
        List<double[]> steps = new ArrayList<>();
        double recall = 0;
        for (RocPoint point : curve) {
            double hits = point.truePositiveRate() * positives;
            double taken = hits + point.falsePositiveRate() * negatives;
            if (taken > 0) {
                steps.add(new double[] {recall, hits / taken});
                recall = point.truePositiveRate();
                steps.add(new double[] {recall, hits / taken});
            }
        }
        return steps;
    }
}
