package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Retrieval;
import org.vesalius.report.LabelState;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;

/**
 * Retrieval between reports and pictures, both ways, in one stated pool, and of pictures by picture. Three readings of a hit stand beside each other: the query's own pair only, any item whose text equals the pair's, any item with
 * the same positive labels; the first is the strict one. Of pictures by picture only the last has a meaning: there neither the query itself nor another picture of the same patient is searched (ConVIRT's and MedCLIP's precision by class).
 */
public final class RetrievalProtocol implements Protocol {
    static final String TEXT_TO_IMAGE = "text to image";
    static final String IMAGE_TO_TEXT = "image to text";
    static final String IMAGE_TO_IMAGE = "image to image";

    private static final int BATCH = 64;
    private static final String KS = "1,5,10,50";
    private static final String MEDIAN_RANK = "median-" + Retrieval.RANK;
    private static final String MEAN_RANK = "mean-" + Retrieval.RANK;
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
    public List<Setting> settings() {
        return List.of(
                Setting.choice(
                        "directions",
                        "between text and image both ways, image to image, or all three",
                        "text-image",
                        "image-image",
                        "all"),
                Setting.choice(
                        "duplicates",
                        "studies whose text, white space apart, equals that of an earlier one of the pool stay or go; 'equal text' counts all of them as hits",
                        "keep",
                        "drop"),
                Setting.wholes("k", KS, "of R@k and P@k", 1, Integer.MAX_VALUE),
                Setting.choice(
                        "relevant",
                        "when another item is relevant by its labels: the same positive ones, or a shared one",
                        "same",
                        "shared"),
                Setting.choice(
                        "similarity",
                        "the model's cosine, or half of it and half the best word's fit with its regions (GLoRIA)",
                        "global",
                        "global-and-local"));
    }

    @Override
    public Map<String, String> terms(Trial trial) {
        Map<String, String> terms = new TreeMap<>();
        terms.put(
                "protocol",
                "retrieval@2: texts and pictures, both ways; pictures by picture without the same patient's");
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
                        MEAN_RANK,
                        MRR,
                        Bootstrap.METHOD));
        return terms;
    }

    /** What counts as found. */
    private record Reading(String name, String metric, BiPredicate<Item, Item> relevant) {}

    private static List<Reading> readings(String relevant) {
        BiPredicate<Item, Item> byLabels = relevant.equals("shared")
                ? (query, item) -> !Collections.disjoint(query.findings, item.findings)
                : (query, item) -> query.findings.equals(item.findings);
        return List.of(
                new Reading("own", Retrieval.RECALL_OWN_PAIR, (query, item) -> query.row.at() == item.row.at()),
                new Reading("text", Retrieval.RECALL_EQUAL_TEXT, (query, item) -> query.text.equals(item.text)),
                new Reading("findings", Retrieval.RECALL_MULTI_POSITIVE, byLabels));
    }

    /** A study of the pool; {@code text} with white space made equal. */
    record Item(StudySet.Row row, String text, Set<String> findings) {
        Item {
            findings = Set.copyOf(findings);
        }
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        StudySet studies = trial.studies(trial.options().split());
        List<Problem> problems = new ArrayList<>(studies.problems());
        List<Item> pool = pool(trial, settings, studies, problems);
        SampleTable table = new SampleTable(columns(settings));
        String directions = settings.text("directions");
        if (!directions.equals("image-image")) {
            float[][] similarityTI = similarity(trial, settings, studies, pool);
            for (boolean textToImage : new boolean[] {true, false}) {
                for (int q = 0; q < pool.size(); q++) {
                    float[] scores = new float[pool.size()];
                    for (int i = 0; i < scores.length; i++) {
                        scores[i] = textToImage ? similarityTI[q][i] : similarityTI[i][q];
                    }
                    table.add(
                            pool.get(q).row,
                            cells(settings, textToImage ? TEXT_TO_IMAGE : IMAGE_TO_TEXT, pool.get(q), pool, scores));
                }
            }
        }
        if (!directions.equals("text-image")) {
            for (Item query : pool) {
                byPicture(settings, studies, pool, query, table);
            }
        }
        return new Collected(table, problems);
    }

    private static void byPicture(Settings settings, StudySet studies, List<Item> pool, Item query, SampleTable table) {
        String patient = query.row.entry().patientKey();
        List<Item> others = pool.stream()
                .filter(item -> !item.row.entry().patientKey().equals(patient))
                .toList();
        float[] own = studies.vector(query.row);
        float[] scores = new float[others.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (float) Vectors.dot(own, studies.vector(others.get(i).row));
        }
        table.add(query.row, cells(settings, IMAGE_TO_IMAGE, query, others, scores));
    }

    private static List<Item> pool(Trial trial, Settings settings, StudySet studies, List<Problem> problems) {
        List<StudySet.Row> withText = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        boolean drop = settings.text("duplicates").equals("drop");
        for (StudySet.Row row : studies.rows()) {
            String text = plain(trial, row);
            boolean known = drop && !texts.add(text);
            if (text.isEmpty() || known) {
                problems.add(new Problem(
                        Problem.Kind.SKIPPED,
                        "row " + row.entry().row(),
                        known ? "its text is that of an earlier study" : "no text"));
            } else {
                withText.add(row);
            }
        }
        List<Item> pool = trial.options().pool().of(withText).stream()
                .map(row -> new Item(row, plain(trial, row), findings(row)))
                .toList();
        if (pool.size() < 2) {
            throw InputException.of(
                    "retrieval pool " + trial.options().pool(),
                    "at least 2 studies with picture and text",
                    Integer.toString(pool.size()),
                    "choose another split or pool");
        }
        return pool;
    }

    private static String plain(Trial trial, StudySet.Row row) {
        return row.text(trial.options().sections()).strip().replaceAll("\\s+", " ");
    }

    /** Of every text of the pool with every picture of it: texts x pictures. */
    private static float[][] similarity(Trial trial, Settings settings, StudySet studies, List<Item> pool)
            throws IOException {
        List<String> texts = pool.stream()
                .map(item -> item.row.text(trial.options().sections()))
                .toList();
        float[][] textsTD = texts(trial, texts);
        float[][] similarityTI = new float[pool.size()][pool.size()];
        for (int t = 0; t < similarityTI.length; t++) {
            for (int i = 0; i < similarityTI.length; i++) {
                similarityTI[t][i] = (float) Vectors.dot(textsTD[t], studies.vector(pool.get(i).row));
            }
        }
        if (settings.text("similarity").equals("global-and-local")) {
            addLocal(trial, pool, texts, similarityTI);
        }
        return similarityTI;
    }

    private static void addLocal(Trial trial, List<Item> pool, List<String> texts, float[][] similarityTI)
            throws IOException {
        for (int from = 0; from < pool.size(); from += BATCH) {
            List<Item> some = pool.subList(from, Math.min(pool.size(), from + BATCH));
            List<Image> pictures = new ArrayList<>();
            for (Item item : some) {
                Sample sample = trial.data().read(item.row.entry());
                pictures.add(sample.images().get(StudySet.picture(sample.study())));
            }
            double[][] localIT = trial.scorer().wordFits(pictures, texts);
            for (int i = 0; i < some.size(); i++) {
                for (int t = 0; t < texts.size(); t++) {
                    similarityTI[t][from + i] = (float) ((similarityTI[t][from + i] + localIT[i][t]) / 2);
                }
            }
        }
    }

    private static float[][] texts(Trial trial, List<String> texts) {
        List<float[]> vectors = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += BATCH) {
            vectors.addAll(List.of(
                    trial.scorer().embedTexts(texts.subList(from, Math.min(texts.size(), from + BATCH)))));
        }
        return vectors.toArray(float[][]::new);
    }

    private static Set<String> findings(StudySet.Row row) {
        var positive = new TreeSet<String>();
        row.study().labels().forEach((label, state) -> {
            if (state == LabelState.POSITIVE) {
                positive.add(label);
            }
        });
        return positive;
    }

    static String[] columns(Settings settings) {
        List<String> columns = new ArrayList<>(List.of("direction", "pool"));
        for (Reading reading : readings(settings.text("relevant"))) {
            columns.add(reading.name + ":relevant");
            columns.add(reading.name + ":rank");
            columns.add(reading.name + ":reciprocal-rank");
            for (int k : settings.wholes("k")) {
                columns.add(reading.name + ":hit@" + k);
                columns.add(reading.name + ":precision@" + k);
            }
        }
        return columns.toArray(String[]::new);
    }

    static Object[] cells(Settings settings, String direction, Item query, List<Item> pool, float[] scores) {
        List<Object> cells = new ArrayList<>(List.of(direction, pool.size()));
        for (Reading reading : readings(settings.text("relevant"))) {
            boolean[] relevant = new boolean[pool.size()];
            int count = 0;
            for (int i = 0; i < relevant.length; i++) {
                relevant[i] = reading.relevant.test(query, pool.get(i));
                count += relevant[i] ? 1 : 0;
            }
            cells.add(count);
            cells.add(Retrieval.rank(scores, relevant));
            cells.add(Retrieval.reciprocalRank(scores, relevant));
            for (int k : settings.wholes("k")) {
                cells.add(Retrieval.hitAtK(scores, relevant, k));
                cells.add(count == 0 ? Double.NaN : Retrieval.precisionAtK(scores, relevant, k));
            }
        }
        return cells.toArray();
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        Settings settings = settings(options);
        List<Estimate> estimates = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (String direction : samples.distinct("direction")) {
            SampleTable queries = samples.where("direction", direction::equals);
            Bootstrap bootstrap = Bootstrap.byGroup(queries.texts("patient"), options.resamples(), options.seed());
            for (Reading reading : readings(settings.text("relevant"))) {
                if (!direction.equals(IMAGE_TO_IMAGE) || reading.name.equals("findings")) {
                    new Readings(queries, bootstrap, direction, reading).addTo(estimates, settings.wholes("k"));
                }
            }
            notes.add(direction + ": pool of " + queries.size() + " studies (" + options.pool() + ")");
        }
        return new Estimated(estimates, notes);
    }

    /** The numbers of one direction under one reading of a hit. */
    private record Readings(SampleTable queries, Bootstrap bootstrap, String direction, Reading reading) {
        private void addTo(List<Estimate> estimates, int[] ks) {
            double[] relevant = queries.numbers(reading.name + ":relevant");
            double[] pools = queries.numbers("pool");
            int smallest = (int) Arrays.stream(pools).min().orElse(0);
            for (int k : ks) {
                if (k < smallest) {
                    double guess = chance(i -> Retrieval.chanceHitAtK((int) pools[i], (int) relevant[i], k));
                    add(estimates, reading.metric, "at " + k, "hit@" + k, guess);
                }
            }
            for (int k : ks) {
                if (reading.name.equals("findings") && k < smallest) {
                    double guess = chance(i -> relevant[i] / pools[i]);
                    add(estimates, Retrieval.PRECISION, "at " + k, "precision@" + k, guess);
                }
            }
            String part = "first of " + reading.name;
            double[] ranks = queries.numbers(reading.name + ":rank");
            double chanceRank = reading.name.equals("own") ? (smallest + 1) / 2.0 : Double.NaN;
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
            add(estimates, MEAN_RANK, part, "rank", chanceRank);
            add(estimates, MRR, part, "reciprocal-rank", Double.NaN);
        }

        private void add(List<Estimate> estimates, String metric, String part, String column, double chance) {
            double[] values = queries.numbers(reading.name + ":" + column);
            estimates.add(new Estimate(
                    metric, direction, part, chance, values.length, -1, true, bootstrap, Bootstrap.meanOf(values)));
        }

        /** The mean over the queries that have something to be found. */
        private double chance(IntToDoubleFunction ofQuery) {
            double[] relevant = queries.numbers(reading.name + ":relevant");
            return IntStream.range(0, relevant.length)
                    .filter(i -> relevant[i] > 0)
                    .mapToDouble(ofQuery)
                    .average()
                    .orElse(Double.NaN);
        }
    }
}
