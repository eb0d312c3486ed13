package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vesalius.infer.TextInference;
import org.vesalius.io.InputException;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.clinical.CeMetric;
import org.vesalius.metric.text.ReferenceVocabulary;
import org.vesalius.metric.text.TextMetric;
import org.vesalius.metric.text.TextMetrics;
import org.vesalius.metric.text.TextPair;
import org.vesalius.metric.text.TextStatistics;
import org.vesalius.metric.text.TextTable;
import org.vesalius.metric.text.Tokenization;
import org.vesalius.report.section.Cleaning;

/** What protocols that score texts have in common: settings, the per-sample table of statistics, and the numbers made of it. The table holds no text. */
final class TextScoring {
    /** The subject of numbers over all texts. */
    static final String TEXTS = "texts";

    private static final String METRICS = "metrics";
    private static final String TOKENS = "tokens";
    private static final String CLEAN = "clean";
    private static final String NONE = "none";
    private static final String TRUNCATED = "Q1";
    /** Quirk: columns of given labels by their place. */
    static final String BY_PLACE = "Q21";

    private static final String EMPTY = "empty";
    private static final String PART = "by:";

    private TextScoring() {}

    /** Texts to be scored, by row. */
    record Item(int row, String key, String patient, TextPair pair, Map<String, String> parts) {}

    /** The settings, with these metrics unless others are asked for. */
    static List<Setting> settings(String metrics) {
        return List.of(
                Setting.quirk(
                        TRUNCATED,
                        "references are cut to the model's length and rid of rare words before they are scored (R2Gen); needs clean=r2gen-iu or r2gen-mimic and a training part"),
                Setting.quirk(
                        BY_PLACE,
                        "columns of given labels are taken by their place in CheXpert's order, which swaps the labeler's Lung Lesion and Lung Opacity",
                        CeMetric.shortNames().toArray(String[]::new)),
                Setting.choice(
                        CLEAN,
                        "how both sides are cleaned first",
                        Stream.concat(
                                        Stream.of(NONE),
                                        Arrays.stream(Cleaning.values()).map(Cleaning::id))
                                .toArray(String[]::new)),
                Setting.text(METRICS, metrics, "text metrics, with commas"),
                Setting.choice(
                        TOKENS,
                        "how texts become tokens where a metric leaves it open",
                        Arrays.stream(Tokenization.values())
                                .map(Tokenization::id)
                                .toArray(String[]::new)));
    }

    /** The metrics that the settings name. */
    static List<TextMetric> metrics(Settings settings, TextMetrics.Sources sources) {
        return TextMetrics.of(ids(settings), Tokenization.of(settings.text(TOKENS)), sources);
    }

    private static List<String> ids(Settings settings) {
        return Arrays.stream(settings.text(METRICS).split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList();
    }

    /** What goes into a digest: the whole names of the metrics; one that does not exist is refused when it is to score. */
    static String names(Settings settings) {
        Stream<String> names = ids(settings).stream()
                .flatMap(id -> TextMetrics.descriptions().containsKey(id)
                        ? TextMetrics.of(List.of(id), Tokenization.of(settings.text(TOKENS)), TextMetrics.Sources.NONE)
                                .stream()
                                .map(TextMetric::name)
                        : Stream.of(id));
        return names.collect(Collectors.joining(", ")) + ", " + Bootstrap.METHOD;
    }

    /** The pairs as they are scored: cleaned, and under Q1 against the references that a model of this training part could have reached. */
    static List<Item> prepared(List<Item> items, Settings settings, List<String> train) {
        String clean = settings.text(CLEAN);
        boolean truncated = settings.on(TRUNCATED);
        if (clean.equals(NONE)) {
            if (truncated) {
                throw InputException.of(
                        TRUNCATED, "clean=r2gen-iu or r2gen-mimic", "no cleaning", "add --clean r2gen-iu");
            }
            return items;
        }
        Cleaning rule = Cleaning.of(clean);
        ReferenceVocabulary words = truncated ? vocabulary(rule, train) : null;
        return items.stream()
                .map(item -> new Item(
                        item.row,
                        item.key,
                        item.patient,
                        new TextPair(
                                cleaned(rule, item.pair.hypothesis()),
                                item.pair.references().stream()
                                        .map(text -> words == null ? cleaned(rule, text) : words.decoded(text))
                                        .toList()),
                        item.parts))
                .toList();
    }

    /** As the models write: one blank between words. */
    private static String cleaned(Cleaning rule, String text) {
        return rule.clean(text).strip().replaceAll("\\s+", " ");
    }

    private static ReferenceVocabulary vocabulary(Cleaning rule, List<String> train) {
        ReferenceVocabulary.Rule whose = Arrays.stream(ReferenceVocabulary.Rule.values())
                .filter(one -> one.cleaning() == rule)
                .findFirst()
                .orElseThrow(() -> InputException.of(
                        TRUNCATED, "clean=r2gen-iu or r2gen-mimic", "clean=" + rule.id(), "choose one of the two"));
        if (train.isEmpty()) {
            throw InputException.of(TRUNCATED, "texts of a training part", "none", "give them with --train");
        }
        return ReferenceVocabulary.of(whose, train);
    }

    /** Reads every text once for the metrics that the settings name; an encoder is there while one of them asks. */
    static SampleTable table(List<Item> items, Settings settings, TextMetrics.Sources sources) {
        if (ids(settings).stream().noneMatch(id -> id.startsWith("bertscore"))) {
            return table(items, metrics(settings, sources));
        }
        try (TextInference encoder = TextInference.bgeSmall()) {
            return table(items, metrics(settings, sources.with(new EncoderTokens(encoder))));
        }
    }

    private static SampleTable table(List<Item> items, List<TextMetric> metrics) {
        List<TextPair> pairs = items.stream().map(Item::pair).toList();
        Map<TextStatistics, TextTable> tables = new LinkedHashMap<>();
        for (TextMetric metric : metrics) {
            tables.computeIfAbsent(metric.statistics(), statistics -> statistics.of(pairs));
        }
        TreeSet<String> parts = new TreeSet<>();
        items.forEach(item -> parts.addAll(item.parts.keySet()));
        List<String> columns = new ArrayList<>(List.of(EMPTY));
        parts.forEach(part -> columns.add(PART + part));
        tables.keySet()
                .forEach(statistics -> statistics.columns().forEach(column -> columns.add(column(statistics, column))));
        SampleTable samples = new SampleTable(columns.toArray(String[]::new));
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            List<Object> cells = new ArrayList<>(List.of(item.pair.hypothesis().isBlank() ? 1 : 0));
            parts.forEach(part -> cells.add(item.parts.getOrDefault(part, "")));
            for (TextTable table : tables.values()) {
                Arrays.stream(table.row(i)).forEach(value -> cells.add(number(value)));
            }
            samples.add(item.row, item.key, item.patient, cells.toArray());
        }
        return samples;
    }

    private static String column(TextStatistics statistics, String column) {
        return statistics.name() + "." + column;
    }

    /** Counts without a decimal point. */
    private static String number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e9
                ? Long.toString((long) value)
                : Double.toString(value);
    }

    /** Every number from {@link #table}'s rows: over all, and over the rows of each part. */
    static Protocol.Estimated estimate(SampleTable samples, Settings settings, EvaluationOptions options) {
        Bootstrap bootstrap = Bootstrap.byGroup(samples.texts("patient"), options.resamples(), options.seed());
        Map<String, int[]> parts = parts(samples);
        List<Estimate> estimates = new ArrayList<>();
        Map<TextStatistics, TextTable> tables = new LinkedHashMap<>();
        for (TextMetric metric : metrics(settings, TextMetrics.Sources.NONE)) {
            TextTable table = tables.computeIfAbsent(metric.statistics(), statistics -> read(samples, statistics));
            Bootstrap.Statistic whole = metric.scores(table).statistic();
            parts.forEach((part, rows) -> estimates.add(new Estimate(
                    metric.name(),
                    TEXTS,
                    part,
                    Double.NaN,
                    rows.length,
                    -1,
                    true,
                    bootstrap,
                    part.isEmpty() ? whole : only(rows, whole))));
        }
        double[] empty = samples.numbers(EMPTY);
        long none = Arrays.stream(empty).filter(value -> value == 1).count();
        List<String> notes = new ArrayList<>();
        if (none > 0) {
            notes.add("%d of %d texts are empty and score as such".formatted(none, empty.length));
        }
        return new Protocol.Estimated(estimates, notes);
    }

    private static TextTable read(SampleTable samples, TextStatistics statistics) {
        List<double[]> columns = statistics.columns().stream()
                .map(column -> samples.numbers(column(statistics, column)))
                .toList();
        double[][] rows = new double[samples.size()][];
        for (int i = 0; i < rows.length; i++) {
            int row = i;
            rows[i] = columns.stream().mapToDouble(column -> column[row]).toArray();
        }
        return TextTable.of(statistics.columns(), rows);
    }

    /** All rows under the empty name, and the rows of each value of a column of parts. */
    private static Map<String, int[]> parts(SampleTable samples) {
        Map<String, int[]> parts = new LinkedHashMap<>();
        parts.put("", IntStream.range(0, samples.size()).toArray());
        for (String column : samples.columns()) {
            if (column.startsWith(PART)) {
                Map<String, List<Integer>> rows = new TreeMap<>();
                List<String> cells = samples.texts(column);
                for (int i = 0; i < cells.size(); i++) {
                    // a question of two types ("POS, PRES") counts in both
                    for (String value : cells.get(i).split(",")) {
                        rows.computeIfAbsent(value.strip(), of -> new ArrayList<>())
                                .add(i);
                    }
                }
                String name = column.substring(PART.length()).replace('_', ' ');
                rows.forEach((value, of) -> {
                    if (!value.isEmpty()) {
                        parts.put(
                                name + " " + value, of.stream().mapToInt(i -> i).toArray());
                    }
                });
            }
        }
        return parts;
    }

    /** The statistic of the whole table, other rows counted no time. */
    private static Bootstrap.Statistic only(int[] rows, Bootstrap.Statistic whole) {
        return times -> {
            int[] part = new int[times.length];
            for (int row : rows) {
                part[row] = times[row];
            }
            return whole.of(part);
        };
    }
}
