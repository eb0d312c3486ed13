package org.vesalius.evaluate;

import java.util.List;
import java.util.Set;
import org.vesalius.metric.Ranking;
import org.vesalius.metric.Retrieval;
import org.vesalius.metric.spatial.Grounding;

/** The few numbers of a result that people ask for first. */
public final class Summary {
    private static final Set<String> MEANS = Set.of("f1", "multiclass-accuracy", "multiclass-f1", "swap-consistency");
    private static final int FIRST = 12;

    private Summary() {}

    /** A number under the name that people know it by. */
    public record Line(String name, Measure measure) {}

    /** Means and, for labels, each label's AUROC; for retrieval the own pair and equal texts at 1, 5 and 10. */
    public static List<Line> of(Result result) {
        return chosen(result.measures()).stream()
                .map(measure -> new Line(name(measure), measure))
                .toList();
    }

    /** Those of {@code measures} that are {@link #foremost}; where nobody has chosen among them, the means, else the first. */
    public static List<Measure> chosen(List<Measure> measures) {
        List<Measure> foremost = measures.stream().filter(Summary::foremost).toList();
        if (!foremost.isEmpty()) {
            return foremost;
        }
        List<Measure> means = measures.stream()
                .filter(measure -> measure.subject().equals(Measure.MACRO))
                .toList();
        return (means.isEmpty() ? measures : means).stream().limit(FIRST).toList();
    }

    /** Whether it is one of them. */
    public static boolean foremost(Measure measure) {
        return switch (measure.metric()) {
            case Ranking.AUROC -> measure.part().isEmpty() || measure.subject().equals(Measure.MACRO);
            case Ranking.AVERAGE_PRECISION, Grounding.CNR, Grounding.MEAN_IOU ->
                measure.subject().equals(Measure.MACRO) && measure.part().isEmpty();
            case Grounding.POINTING_EXPECTED -> measure.part().isEmpty();
            case Retrieval.RECALL_OWN_PAIR, Retrieval.RECALL_EQUAL_TEXT ->
                !measure.part().equals("at 50");
            case Retrieval.PRECISION ->
                ofReports(measure) || measure.subject().equals(RetrievalProtocol.IMAGE_TO_IMAGE);
            case Retrieval.RECALL_MULTI_POSITIVE -> ofReports(measure);
            default ->
                (measure.subject().equals(TextScoring.TEXTS) && measure.part().isEmpty())
                        || localised(measure)
                        || (MEANS.contains(measure.shortName())
                                && measure.subject().equals(Measure.MACRO))
                        || (measure.shortName().equals("median-rank")
                                && measure.part().endsWith("own"));
        };
    }

    /** Masks, boxes and generated pictures as a whole. */
    private static boolean localised(Measure measure) {
        return switch (measure.shortName()) {
            case "ap", "froc" -> measure.subject().equals(Measure.MACRO);
            case "dice", "iou" ->
                measure.subject().equals(Measure.MACRO) && measure.metric().contains("[empty=");
            case "frechet-distance", "ms-ssim" -> true;
            default -> false;
        };
    }

    private static boolean ofReports(Measure measure) {
        return measure.subject().equals(ReportRetrievalProtocol.SAME)
                || measure.subject().equals(ReportRetrievalProtocol.SHARED);
    }

    /** {@code auroc, nodule} or {@code R@5, own pair, text to image}. */
    public static String name(Measure measure) {
        boolean retrieval = measure.metric().startsWith("recall-at-k")
                || measure.metric().startsWith("precision-at-k")
                || measure.metric().contains("rank[");
        String first = retrieval ? ReportTables.retrievalName(measure) : measure.shortName();
        String part = retrieval || measure.part().isEmpty() ? "" : ", " + measure.part();
        return first + measure.quirks() + ", " + measure.subject() + part;
    }
}
