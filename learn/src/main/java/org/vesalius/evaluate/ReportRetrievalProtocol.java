package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Retrieval;
import org.vesalius.model.ModelSpec;
import org.vesalius.model.TextEncoder;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;

/**
 * Retrieval of reports by report, for which no picture is needed: each report that has a {@link Topics topic} searches the others of the pool. No candidates are reports of the same patient and those of
 * equal text, which any model finds. A hit is read in two ways: a report of the same topics, all of them and no other, and a report that shares at least one.
 */
public final class ReportRetrievalProtocol implements Protocol {
    /** The subject of numbers where a hit has all topics of the query and no other. */
    static final String SAME = "same topics";
    /** The subject of numbers where a hit shares at least one topic with the query. */
    static final String SHARED = "a shared topic";

    private static final int[] KS = {1, 5, 10};
    private static final String MRR = "reciprocal-" + Retrieval.RANK;

    private static final List<Reading> READINGS = List.of(
            new Reading(SAME, "same", Set::equals),
            new Reading(SHARED, "shared", (query, item) -> !Collections.disjoint(query, item)));

    /** What counts as found; {@code column} is the name in the table. */
    private record Reading(String subject, String column, BiPredicate<Set<String>, Set<String>> relevant) {}

    /** A report of the pool; {@code plain} with white space and case made equal. */
    private record Item(StudySet.Row row, String text, String plain, Set<String> topics) {}

    @Override
    public String id() {
        return "report-retrieval";
    }

    @Override
    public String title() {
        return "Retrieval of reports by report";
    }

    @Override
    public boolean fits(ModelSpec model) {
        return !(model.text() instanceof TextEncoder.None);
    }

    @Override
    public boolean possible(PreparedData data) throws IOException {
        return Needs.topics(data);
    }

    @Override
    public String transform(Trial trial) {
        return "texts only";
    }

    @Override
    public Map<String, String> terms(Trial trial) {
        Map<String, String> terms = new TreeMap<>();
        terms.put(
                "protocol",
                "report-retrieval@1: the model's similarity of texts; no candidates are reports of the same patient or of equal text");
        terms.put("topics", Topics.RULE);
        terms.put("sections", trial.options().sections() + ", else all");
        terms.put("pool", trial.options().pool().toString());
        terms.put(
                "metrics",
                String.join(", ", Retrieval.RECALL_MULTI_POSITIVE, Retrieval.PRECISION, MRR, Bootstrap.METHOD));
        return terms;
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        List<Problem> problems = new ArrayList<>();
        List<Item> pool = pool(trial, problems);
        if (pool.stream().filter(item -> !item.topics.isEmpty()).count() < 2) {
            throw InputException.of(
                    "report pool " + trial.options().pool(),
                    "at least 2 reports with a topic (" + Topics.RULE + ")",
                    "fewer",
                    "choose another split, pool or data set");
        }
        String name = trial.scorer().subject().name();
        trial.progress().start("read " + pool.size() + " reports (" + name + ")", 0);
        Scorer.TextSearch search =
                trial.scorer().search(pool.stream().map(Item::text).toList());
        trial.progress().end("");
        SampleTable table = new SampleTable(columns());
        for (int q = 0; q < pool.size(); q++) {
            if (!pool.get(q).topics.isEmpty()) {
                table.add(pool.get(q).row, cells(pool, q, search.from(q)));
            }
        }
        return new Collected(table, problems);
    }

    private static List<Item> pool(Trial trial, List<Problem> problems) throws IOException {
        List<StudySet.Row> withText = new ArrayList<>();
        for (Entry entry : trial.data().entries(trial.options().split())) {
            StudySet.Row row =
                    new StudySet.Row(withText.size(), entry, trial.data().study(entry));
            if (row.text(trial.options().sections()).isBlank()) {
                problems.add(new Problem(Problem.Kind.SKIPPED, "row " + entry.row(), "no text"));
            } else {
                withText.add(row);
            }
        }
        return trial.options().pool().of(withText).stream()
                .map(row -> {
                    String text = row.text(trial.options().sections()).strip();
                    return new Item(
                            row, text, text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " "), Topics.of(row.study()));
                })
                .toList();
    }

    private static String[] columns() {
        List<String> columns = new ArrayList<>(List.of("pool"));
        for (Reading reading : READINGS) {
            columns.add(reading.column + ":relevant");
            columns.add(reading.column + ":reciprocal-rank");
            for (int k : KS) {
                columns.add(reading.column + ":hit@" + k);
                columns.add(reading.column + ":precision@" + k);
            }
        }
        return columns.toArray(String[]::new);
    }

    private static Object[] cells(List<Item> pool, int q, float[] all) {
        Item query = pool.get(q);
        int[] candidates = IntStream.range(0, pool.size())
                .filter(i -> candidate(query, pool.get(i)))
                .toArray();
        float[] scores = new float[candidates.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = all[candidates[i]];
        }
        List<Object> cells = new ArrayList<>(List.of(candidates.length));
        for (Reading reading : READINGS) {
            boolean[] relevant = new boolean[candidates.length];
            int count = 0;
            for (int i = 0; i < relevant.length; i++) {
                relevant[i] = reading.relevant.test(query.topics, pool.get(candidates[i]).topics);
                count += relevant[i] ? 1 : 0;
            }
            cells.add(count);
            cells.add(Retrieval.reciprocalRank(scores, relevant));
            for (int k : KS) {
                cells.add(Retrieval.hitAtK(scores, relevant, k));
                cells.add(count == 0 ? Double.NaN : Retrieval.precisionAtK(scores, relevant, k));
            }
        }
        return cells.toArray();
    }

    private static boolean candidate(Item query, Item item) {
        return !query.row.entry().patientKey().equals(item.row.entry().patientKey()) && !query.plain.equals(item.plain);
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        Bootstrap bootstrap = Bootstrap.byGroup(samples.texts("patient"), options.resamples(), options.seed());
        List<Estimate> estimates = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (Reading reading : READINGS) {
            Numbers numbers = new Numbers(samples, bootstrap, reading);
            numbers.addTo(estimates);
            notes.add("%s: %d of %d reports with a topic have another to be found; the rest do not count"
                    .formatted(reading.subject, numbers.queries(), samples.size()));
        }
        return new Estimated(estimates, notes);
    }

    /** The numbers under one reading of a hit. */
    private record Numbers(SampleTable samples, Bootstrap bootstrap, Reading reading) {
        private void addTo(List<Estimate> estimates) {
            double[] relevant = samples.numbers(reading.column + ":relevant");
            double[] pool = samples.numbers("pool");
            double share = chance(i -> relevant[i] / pool[i]);
            for (int k : KS) {
                double hit = chance(i -> Retrieval.chanceHitAtK((int) pool[i], (int) relevant[i], k));
                add(estimates, Retrieval.RECALL_MULTI_POSITIVE, "at " + k, "hit@" + k, hit);
                add(estimates, Retrieval.PRECISION, "at " + k, "precision@" + k, share);
            }
            add(estimates, MRR, "first relevant", "reciprocal-rank", Double.NaN);
        }

        private void add(List<Estimate> estimates, String metric, String part, String column, double chance) {
            double[] values = samples.numbers(reading.column + ":" + column);
            estimates.add(new Estimate(
                    metric, reading.subject, part, chance, queries(), -1, true, bootstrap, Bootstrap.meanOf(values)));
        }

        /** The mean over the reports that have something to be found. */
        private double chance(IntToDoubleFunction ofQuery) {
            double[] relevant = samples.numbers(reading.column + ":relevant");
            return IntStream.range(0, relevant.length)
                    .filter(i -> relevant[i] > 0)
                    .mapToDouble(ofQuery)
                    .average()
                    .orElse(Double.NaN);
        }

        private int queries() {
            return (int) Arrays.stream(samples.numbers(reading.column + ":relevant"))
                    .filter(n -> n > 0)
                    .count();
        }
    }
}
