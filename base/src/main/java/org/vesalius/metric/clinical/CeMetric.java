package org.vesalius.metric.clinical;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextScores;
import org.vesalius.metric.text.TextStatistics;
import org.vesalius.metric.text.TextTable;
import org.vesalius.report.CheXpert14;

/**
 * A number of "clinical efficacy": labels of generated reports against those of their references. Its name holds what tables differ in: average, labels, rule for the four states, labeler.
 *
 * @param names of all labels that the statistics hold
 * @param scored of them that count
 */
public record CeMetric(
        Average average,
        CeRule rule,
        TextStatistics statistics,
        String labeler,
        List<String> names,
        List<String> scored)
        implements TextMetric {
    /** How reports and labels are averaged. */
    public enum Average {
        /** Over the counts of all labels. */
        MICRO("micro-F1"),
        /** Over the labels. */
        MACRO("macro-F1"),
        /** Over the labels, by their number in the references. */
        WEIGHTED("weighted-F1"),
        /** Over the reports. */
        EXAMPLE("example-F1"),
        /** Micro, precision. */
        MICRO_PRECISION("micro-precision"),
        /** Micro, recall. */
        MICRO_RECALL("micro-recall"),
        /** Macro, precision. */
        MACRO_PRECISION("macro-precision"),
        /** Macro, recall. */
        MACRO_RECALL("macro-recall"),
        /** Example-based, precision. */
        EXAMPLE_PRECISION("example-precision"),
        /** Example-based, recall. */
        EXAMPLE_RECALL("example-recall"),
        /** Reports with all labels right. */
        EXACT("exact-match"),
        /** Labels that are right. */
        ACCURACY("label-accuracy");

        private final String id;

        Average(String id) {
            this.id = id;
        }

        double of(LabelF1 labels, int[] times) {
            return switch (this) {
                case MICRO -> labels.micro(times).f1();
                case MACRO -> labels.macro(times).f1();
                case WEIGHTED -> labels.weighted(times).f1();
                case EXAMPLE -> labels.examples(times).f1();
                case MICRO_PRECISION -> labels.micro(times).precision();
                case MICRO_RECALL -> labels.micro(times).recall();
                case MACRO_PRECISION -> labels.macro(times).precision();
                case MACRO_RECALL -> labels.macro(times).recall();
                case EXAMPLE_PRECISION -> labels.examples(times).precision();
                case EXAMPLE_RECALL -> labels.examples(times).recall();
                case EXACT -> labels.exact(times);
                case ACCURACY -> labels.accuracy(times);
            };
        }
    }

    public CeMetric {
        names = List.copyOf(names);
        scored = List.copyOf(scored);
    }

    /** With the labels that a labeler reads. */
    static CeMetric of(Labeler labeler, Average average, CeRule rule, List<String> scored) {
        return new CeMetric(average, rule, new LabelStates(labeler), labeler.id(), labeler.names(), scored);
    }

    /** Every published average of the four rules, 14 and 5 labels, with the labels that a labeler reads; sorted by name. */
    public static List<TextMetric> all(Labeler labeler) {
        return all(new LabelStates(labeler), labeler.id(), labeler.names());
    }

    /** As {@link #all(Labeler)}, of labels that another program read. */
    public static List<TextMetric> all(GivenLabels labels) {
        return all(labels, labels.labeler(), labels.names());
    }

    /** What {@link #name} begins with, of all averages and of 14 and 5 labels. */
    public static List<String> shortNames() {
        return Arrays.stream(Average.values())
                .flatMap(average -> Stream.of(average.id + "-14", average.id + "-5"))
                .toList();
    }

    private static List<TextMetric> all(TextStatistics statistics, String labeler, List<String> names) {
        List<TextMetric> all = new ArrayList<>();
        List<String> five = CheXpert14.COMPETITION;
        for (Average average : Average.values()) {
            for (CeRule rule : CeRule.values()) {
                for (List<String> scored : List.of(names, five)) {
                    if (published(average, rule, scored.size() == five.size())) {
                        all.add(new CeMetric(average, rule, statistics, labeler, names, scored));
                    }
                }
            }
        }
        all.sort(Comparator.comparing(TextMetric::name));
        return List.copyOf(all);
    }

    /** Which averages are in use under which rule; section 3.6 of the specification of metrics. */
    private static boolean published(Average average, CeRule rule, boolean five) {
        return switch (rule) {
            case REPAIR -> average == Average.MACRO && !five;
            case UNC -> average == Average.MICRO || (average == Average.ACCURACY && five);
            case POS ->
                !five
                        && switch (average) {
                            case MICRO, MACRO, EXAMPLE -> true;
                            case MICRO_PRECISION, MICRO_RECALL, MACRO_PRECISION, MACRO_RECALL -> true;
                            case EXAMPLE_PRECISION, EXAMPLE_RECALL -> true;
                            case WEIGHTED, EXACT, ACCURACY -> false;
                        };
            case RRG ->
                switch (average) {
                    case MICRO, MACRO, WEIGHTED -> true;
                    case EXACT -> five;
                    case ACCURACY -> !five;
                    default -> false;
                };
        };
    }

    @Override
    public String name() {
        return average.id + "-" + scored.size() + "[" + rule.id() + "," + labeler + "]@1";
    }

    @Override
    public TextScores scores(TextTable table) {
        LabelF1 labels = LabelStates.read(table, names, scored, rule);
        double[] items = IntStream.range(0, table.rows())
                .mapToDouble(row -> average.of(labels, only(row, table.rows())))
                .toArray();
        return TextScores.of(items, times -> average.of(labels, times));
    }

    private static int[] only(int row, int rows) {
        int[] times = new int[rows];
        times[row] = 1;
        return times;
    }
}
