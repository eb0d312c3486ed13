package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Retrieval;
import org.vesalius.report.LabelState;
import org.vesalius.shard.PreparedData;

/**
 * Retrieval between reports and pictures, both ways, in one stated pool. Three readings of a hit stand beside each other: the query's own pair only, any item whose text equals the pair's, any item with
 * the same set of positive labels; the first is the strict one.
 */
public final class RetrievalProtocol implements Protocol {
    private static final int[] KS = {1, 5, 10, 50};
    private static final int BATCH = 64;
    private static final String MEDIAN_RANK = "median-" + Retrieval.RANK;
    private static final String MRR = "reciprocal-" + Retrieval.RANK;

    @Override
    public String id() {
        return "retrieval";
    }

    @Override
    public String title() {
        return "Retrieval between text and image";
    }

    @Override
    public boolean possible(PreparedData data) {
        return Needs.pairs(data);
    }

    @Override
    public Map<String, String> terms(Trial trial) {
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", "retrieval@1: cosine, text to image and image to text");
        terms.put("unit", StudySet.UNIT);
        terms.put("sections", trial.options().sections() + ", else all");
        terms.put("pool", trial.options().pool().toString());
        terms.put(
                "metrics",
                String.join(
                        ", ",
                        Retrieval.RECALL_OWN_PAIR,
                        Retrieval.RECALL_EQUAL_TEXT,
                        Retrieval.RECALL_MULTI_POSITIVE,
                        Retrieval.PRECISION,
                        MEDIAN_RANK,
                        MRR,
                        Bootstrap.METHOD));
        return terms;
    }

    /** What counts as found. */
    private record Reading(String name, String metric, BiPredicate<Item, Item> relevant) {}

    private static final List<Reading> READINGS = List.of(
            new Reading("own", Retrieval.RECALL_OWN_PAIR, (query, item) -> query.row.at() == item.row.at()),
            new Reading("text", Retrieval.RECALL_EQUAL_TEXT, (query, item) -> query.text.equals(item.text)),
            new Reading(
                    "findings",
                    Retrieval.RECALL_MULTI_POSITIVE,
                    (query, item) -> query.findings.equals(item.findings)));

    /** A study of the pool; {@code text} with white space made equal. */
    record Item(StudySet.Row row, String text, String findings) {}

    @Override
    public Collected collect(Trial trial) throws IOException {
        StudySet studies = trial.studies(trial.options().split());
        List<Problem> problems = new ArrayList<>(studies.problems());
        List<StudySet.Row> withText = new ArrayList<>();
        for (StudySet.Row row : studies.rows()) {
            if (row.text(trial.options().sections()).isBlank()) {
                problems.add(
                        new Problem(Problem.Kind.SKIPPED, "row " + row.entry().row(), "no text"));
            } else {
                withText.add(row);
            }
        }
        List<Item> pool = trial.options().pool().of(withText).stream()
                .map(row -> new Item(
                        row, row.text(trial.options().sections()).strip().replaceAll("\\s+", " "), findings(row)))
                .toList();
        if (pool.size() < 2) {
            throw InputException.of(
                    "retrieval pool " + trial.options().pool(),
                    "at least 2 studies with picture and text",
                    Integer.toString(pool.size()),
                    "choose another split or pool");
        }
        float[][] texts = texts(trial, pool);
        SampleTable table = new SampleTable(columns());
        for (boolean textToImage : new boolean[] {true, false}) {
            for (int q = 0; q < pool.size(); q++) {
                float[] scores = new float[pool.size()];
                for (int i = 0; i < scores.length; i++) {
                    float[] picture = studies.vector(pool.get(textToImage ? i : q).row);
                    scores[i] = (float) Vectors.dot(texts[textToImage ? q : i], picture);
                }
                table.add(pool.get(q).row, cells(textToImage, pool, q, scores));
            }
        }
        return new Collected(table, problems);
    }

    private static float[][] texts(Trial trial, List<Item> pool) {
        List<float[]> vectors = new ArrayList<>();
        for (int from = 0; from < pool.size(); from += BATCH) {
            List<String> batch = pool.subList(from, Math.min(pool.size(), from + BATCH)).stream()
                    .map(item -> item.row.text(trial.options().sections()))
                    .toList();
            vectors.addAll(List.of(trial.scorer().embedTexts(batch)));
        }
        return vectors.toArray(float[][]::new);
    }

    private static String findings(StudySet.Row row) {
        var positive = new TreeSet<String>();
        row.study().labels().forEach((label, state) -> {
            if (state == LabelState.POSITIVE) {
                positive.add(label);
            }
        });
        return String.join("\n", positive);
    }

    static String[] columns() {
        List<String> columns = new ArrayList<>(List.of("direction", "pool"));
        for (Reading reading : READINGS) {
            columns.add(reading.name + ":relevant");
            columns.add(reading.name + ":rank");
            columns.add(reading.name + ":reciprocal-rank");
            for (int k : KS) {
                columns.add(reading.name + ":hit@" + k);
                columns.add(reading.name + ":precision@" + k);
            }
        }
        return columns.toArray(String[]::new);
    }

    static Object[] cells(boolean textToImage, List<Item> pool, int query, float[] scores) {
        List<Object> cells = new ArrayList<>(List.of(textToImage ? "text to image" : "image to text", pool.size()));
        for (Reading reading : READINGS) {
            boolean[] relevant = new boolean[pool.size()];
            int count = 0;
            for (int i = 0; i < relevant.length; i++) {
                relevant[i] = reading.relevant.test(pool.get(query), pool.get(i));
                count += relevant[i] ? 1 : 0;
            }
            cells.add(count);
            cells.add(Retrieval.rank(scores, relevant));
            cells.add(Retrieval.reciprocalRank(scores, relevant));
            for (int k : KS) {
                cells.add(Retrieval.hitAtK(scores, relevant, k));
                cells.add(Retrieval.precisionAtK(scores, relevant, k));
            }
        }
        return cells.toArray();
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        List<Estimate> estimates = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (String direction : samples.distinct("direction")) {
            SampleTable queries = samples.where("direction", direction::equals);
            Bootstrap bootstrap = Bootstrap.byGroup(queries.texts("patient"), options.resamples(), options.seed());
            int pool = (int) queries.numbers("pool")[0];
            for (Reading reading : READINGS) {
                new Readings(queries, bootstrap, direction, pool, reading).addTo(estimates);
            }
            notes.add(direction + ": pool of " + pool + " studies (" + options.pool() + ")");
        }
        return new Estimated(estimates, notes);
    }

    /** The numbers of one direction under one reading of a hit. */
    private record Readings(SampleTable queries, Bootstrap bootstrap, String direction, int pool, Reading reading) {
        private void addTo(List<Estimate> estimates) {
            double[] relevant = queries.numbers(reading.name + ":relevant");
            for (int k : KS) {
                if (k < pool) {
                    double[] chances = new double[relevant.length];
                    for (int i = 0; i < chances.length; i++) {
                        chances[i] = Retrieval.chanceHitAtK(pool, (int) relevant[i], k);
                    }
                    add(estimates, reading.metric, "at " + k, "hit@" + k, mean(chances));
                }
            }
            boolean many = reading.name.equals("findings");
            for (int k : KS) {
                if (many && k < pool) {
                    add(estimates, Retrieval.PRECISION, "at " + k, "precision@" + k, mean(relevant) / pool);
                }
            }
            String part = "first of " + reading.name;
            double[] ranks = queries.numbers(reading.name + ":rank");
            double chanceRank = reading.name.equals("own") ? (pool + 1) / 2.0 : Double.NaN;
            estimates.add(new Estimate(
                    MEDIAN_RANK,
                    direction,
                    part,
                    chanceRank,
                    ranks.length,
                    -1,
                    true,
                    bootstrap,
                    Retrieval.medianOf(ranks)));
            add(estimates, MRR, part, "reciprocal-rank", Double.NaN);
        }

        private void add(List<Estimate> estimates, String metric, String part, String column, double chance) {
            double[] values = queries.numbers(reading.name + ":" + column);
            estimates.add(new Estimate(
                    metric, direction, part, chance, values.length, -1, true, bootstrap, Bootstrap.meanOf(values)));
        }

        private static double mean(double[] values) {
            return Arrays.stream(values).average().orElse(Double.NaN);
        }
    }
}
