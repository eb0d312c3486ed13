package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.image.Resize;
import org.vesalius.io.Digests;
import org.vesalius.metric.spatial.Grounding;
import org.vesalius.report.Section;
import org.vesalius.shard.Entry;
import org.vesalius.shard.Sample;

/** Samples to look at, taken from the per-sample table: some by the SHA-256 of their keys and nothing else, then the best and the worst. Texts only where they may be shown. */
public final class ReportExamples {
    private static final int THUMBNAIL = 150;
    private static final int NEAREST = 5;
    /** A number of each of so many rows is made in a second or two. */
    private static final int MOST = 10_000;

    private ReportExamples() {}

    /** Up to {@code each} of every kind that belongs to the protocol; none where its table has nothing to show. */
    public static List<Example> of(Trial trial, Protocol.Outcome outcome, int each, boolean withText)
            throws IOException {
        SampleTable samples = outcome.samples();
        if (samples.size() == 0) {
            return List.of();
        }
        return switch (outcome.result().protocol()) {
            case "grounding" -> grounded(trial, samples, each, withText);
            case "retrieval" -> retrieved(trial, samples, each, withText);
            // half of its rows are of another set
            case "generation" -> List.of();
            default ->
                Plots.possible(samples)
                        ? scored(trial, samples, each, withText)
                        : rated(trial, outcome, each, withText);
        };
    }

    private static Map<Integer, Entry> entries(Trial trial) {
        Map<Integer, Entry> entries = new HashMap<>();
        trial.data().entries().forEach(entry -> entries.put(entry.row(), entry));
        return entries;
    }

    private static Entry entry(Map<Integer, Entry> entries, int row) {
        Entry entry = entries.get(row);
        if (entry == null) {
            throw new IllegalArgumentException("row " + row + " is not in the prepared set");
        }
        return entry;
    }

    private static int row(SampleTable samples, int i) {
        return Integer.parseInt(samples.text(i, "row"));
    }

    /** The rows of a table in the order of the hash of their keys and {@code more}. */
    private static List<Integer> byHash(SampleTable samples, String more) {
        return IntStream.range(0, samples.size())
                .boxed()
                .sorted(Comparator.comparing(i ->
                        Digests.sha256(more + samples.text(i, "key") + samples.text(i, more.isEmpty() ? "key" : more))))
                .toList();
    }

    private static List<Example> grounded(Trial trial, SampleTable all, int each, boolean withText) throws IOException {
        SampleTable samples = all.where("counted", "1"::equals);
        Map<Integer, Entry> entries = entries(trial);
        double[] cnr = samples.numbers("cnr");
        List<Integer> rising = IntStream.range(0, samples.size())
                .filter(i -> !Double.isNaN(cnr[i]))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> cnr[i]))
                .toList();
        List<Example> examples = new ArrayList<>();
        Set<Integer> shown = new HashSet<>();
        List<Integer> hashed = oneOfEach(samples, "finding", byHash(samples, "phrase"));
        for (Example.Choice choice : List.of(Example.Choice.HASH, Example.Choice.BEST, Example.Choice.WORST)) {
            List<Integer> order = switch (choice) {
                case HASH -> hashed;
                case BEST -> rising.reversed();
                default -> rising;
            };
            int wanted = choice == Example.Choice.HASH ? 2 * each : each;
            for (int i : order.stream().filter(shown::add).limit(wanted).toList()) {
                Entry entry = entry(entries, row(samples, i));
                examples.add(ground(trial, choice, entry, Integer.parseInt(samples.text(i, "phrase")), withText));
            }
        }
        return examples;
    }

    /** The first of each value of a column, then the second of each, and so on. */
    private static List<Integer> oneOfEach(SampleTable samples, String column, List<Integer> order) {
        Map<String, Integer> seen = new HashMap<>();
        Map<Integer, Integer> round = new HashMap<>();
        order.forEach(i -> round.put(i, seen.merge(samples.text(i, column), 1, Integer::sum)));
        return order.stream()
                .sorted(Comparator.comparing(i -> round.getOrDefault(i, 0)))
                .toList();
    }

    private static Example.Grounded ground(
            Trial trial, Example.Choice choice, Entry entry, int number, boolean withText) throws IOException {
        Sample sample = trial.data().read(entry);
        int which = StudySet.picture(sample.study());
        Image picture = sample.images().get(which);
        Map<String, List<Box>> pairs = GroundingProtocol.pairs(sample, which);
        String phrase = List.copyOf(pairs.keySet()).get(number);
        List<Box> boxes = pairs.getOrDefault(phrase, List.of());
        float[] map = trial.scorer()
                .maps(List.of(picture), List.of(List.of(phrase)))
                .getFirst()
                .getFirst();
        boolean[] inside = GroundingProtocol.mask(boxes, picture.width(), picture.height());
        return new Example.Grounded(
                choice,
                boxes.getFirst().label(),
                withText ? phrase : null,
                Overlay.address(picture),
                Overlay.address(picture, map),
                picture.width(),
                picture.height(),
                boxes,
                Grounding.pointingExpected(map, inside),
                Grounding.cnr(map, inside));
    }

    private static List<Example> retrieved(Trial trial, SampleTable all, int each, boolean withText)
            throws IOException {
        SampleTable samples = all.where("direction", "text to image"::equals);
        Map<Integer, StudySet.Row> studies = new HashMap<>();
        StudySet set = trial.studies(trial.options().split());
        set.rows().forEach(row -> studies.put(row.entry().row(), row));
        List<StudySet.Row> pool = IntStream.range(0, samples.size())
                .mapToObj(i -> studies.get(row(samples, i)))
                .filter(row -> row != null)
                .toList();
        if (pool.size() < samples.size() || !samples.has("own:rank")) {
            return List.of();
        }
        double[] rank = samples.numbers("own:rank");
        List<Integer> hashed = byHash(samples, "");
        List<Integer> rising =
                hashed.stream().sorted(Comparator.comparingDouble(i -> rank[i])).toList();
        List<Example> examples = new ArrayList<>();
        Set<Integer> shown = new HashSet<>();
        for (Example.Choice choice : List.of(Example.Choice.HASH, Example.Choice.BEST, Example.Choice.WORST)) {
            List<Integer> order = switch (choice) {
                case HASH -> hashed;
                case BEST -> rising;
                default -> rising.reversed();
            };
            for (int i : order.stream()
                    .filter(shown::add)
                    .limit(Math.max(1, each / 2))
                    .toList()) {
                examples.add(retrieve(trial, choice, set, pool, i, withText));
            }
        }
        return examples;
    }

    private static Example.Retrieved retrieve(
            Trial trial, Example.Choice choice, StudySet set, List<StudySet.Row> pool, int query, boolean withText)
            throws IOException {
        String text = pool.get(query).text(trial.options().sections());
        float[] vector = trial.scorer().embedTexts(List.of(text))[0];
        double[] scores = pool.stream()
                .mapToDouble(row -> Vectors.dot(vector, set.vector(row)))
                .toArray();
        List<Integer> order = IntStream.range(0, pool.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .toList();
        List<Example.Hit> hits = new ArrayList<>();
        for (int i : order.subList(0, Math.min(NEAREST, order.size()))) {
            boolean same = pool.get(i).text(trial.options().sections()).equals(text);
            hits.add(new Example.Hit(thumbnail(trial, pool.get(i).entry()), i == query, same, scores[i]));
        }
        int row = pool.get(query).entry().row();
        return new Example.Retrieved(choice, row, withText ? text : null, hits, order.indexOf(query) + 1, pool.size());
    }

    private static List<Example> scored(Trial trial, SampleTable all, int each, boolean withText) throws IOException {
        SampleTable samples = Plots.scored(all, trial.options());
        double[] share = shares(samples);
        List<Integer> rising = IntStream.range(0, samples.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> share[i]))
                .toList();
        List<Integer> positives =
                rising.stream().filter(i -> positive(samples, i)).toList();
        List<Integer> negatives =
                rising.stream().filter(i -> !positive(samples, i)).toList();
        Map<Integer, Entry> entries = entries(trial);
        Set<String> shown = new HashSet<>();
        List<Example> examples = new ArrayList<>();
        for (Example.Choice choice : List.of(Example.Choice.FOUND, Example.Choice.MISSED, Example.Choice.FALSE_ALARM)) {
            List<Integer> order = switch (choice) {
                case FOUND -> positives.reversed();
                case MISSED -> positives;
                default -> negatives.reversed();
            };
            Stream<Integer> chosen = oneOfEach(samples, "label", order).stream()
                    .filter(i -> choice == Example.Choice.FOUND || right(share[i], choice))
                    .filter(i -> shown.add(samples.text(i, "row")));
            for (int i : chosen.limit(each).toList()) {
                examples.add(score(trial, choice, samples, i, share[i], entry(entries, row(samples, i)), withText));
            }
        }
        return examples;
    }

    /** Whether a mistake deserves its name: a positive below, a negative above the middle. */
    private static boolean right(double share, Example.Choice choice) {
        return choice == Example.Choice.MISSED ? share < 0.5 : share > 0.5;
    }

    private static boolean positive(SampleTable samples, int i) {
        return Double.parseDouble(samples.text(i, "truth")) == 1;
    }

    /**
     * A number of each row of a table.
     *
     * @param of each row, NaN where it has none
     */
    private record Own(String name, DoubleStream of) {}

    /** The rows where a protocol's first number is highest and lowest: its column, where it is the mean of one, else what it is of that row alone. */
    private static List<Example> rated(Trial trial, Protocol.Outcome outcome, int each, boolean withText)
            throws IOException {
        SampleTable samples = Plots.scored(outcome.samples(), trial.options());
        List<Measure> first = Summary.chosen(outcome.result().measures());
        Optional<Own> own = first.stream()
                .map(Measure::shortName)
                .filter(samples::has)
                .findFirst()
                .map(name -> new Own(name, Arrays.stream(samples.numbers(name))))
                .or(() -> alone(outcome, first));
        if (own.isEmpty()) {
            return List.of();
        }
        double[] values = own.get().of.toArray();
        String name = own.get().name;
        Map<Integer, Entry> entries = entries(trial);
        List<Integer> rising = byHash(samples, "").stream()
                .filter(i -> !Double.isNaN(values[i]) && entries.containsKey(row(samples, i)))
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .toList();
        Set<String> shown = new HashSet<>();
        List<Example> examples = new ArrayList<>();
        for (Example.Choice choice : List.of(Example.Choice.HIGHEST, Example.Choice.LOWEST)) {
            List<Integer> order = choice == Example.Choice.HIGHEST ? rising.reversed() : rising;
            for (int i : order.stream()
                    .filter(i -> shown.add(samples.text(i, "row")))
                    .limit(each)
                    .toList()) {
                Entry entry = entry(entries, row(samples, i));
                examples.add(new Example.Rated(
                        choice,
                        name,
                        about(samples, i),
                        entry.row(),
                        values[i],
                        thumbnail(trial, entry),
                        text(trial, entry, withText)));
            }
        }
        return examples;
    }

    /** Where every row is a study of its own and is drawn as such. */
    private static Optional<Own> alone(Protocol.Outcome outcome, List<Measure> first) {
        SampleTable samples = outcome.samples();
        int rows = samples.size();
        if (samples.distinct("row").size() < rows || rows > MOST || samples.has("split")) {
            return Optional.empty();
        }
        Set<String> ids = new HashSet<>();
        first.forEach(measure -> ids.add(measure.id()));
        return Protocols.byId(outcome.result().protocol())
                .numbers(samples, outcome.result().options())
                .estimates()
                .stream()
                .filter(estimate ->
                        ids.contains(estimate.id()) && estimate.draws().rows() == rows)
                .findFirst()
                .map(estimate -> new Own(Measure.shortName(estimate.metric()), DoubleStream.of(alone(estimate))));
    }

    /** The number of each row as if there were no other. */
    private static double[] alone(Estimate estimate) {
        int[] times = new int[estimate.draws().rows()];
        double[] values = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = 1;
            values[i] = estimate.statistic().of(times);
            times[i] = 0;
        }
        return values;
    }

    private static String about(SampleTable samples, int i) {
        return Stream.of("structure", "label", "finding", "question")
                .filter(samples::has)
                .findFirst()
                .map(column -> samples.text(i, column))
                .orElse("");
    }

    private static @Nullable String text(Trial trial, Entry entry, boolean withText) throws IOException {
        if (!withText) {
            return null;
        }
        Section[] sections = trial.options().sections().toArray(Section[]::new);
        String text = trial.data().study(entry).report().text(sections);
        return text.isBlank() ? null : text;
    }

    /** For each row the share of the other rows of its label that score lower, equal ones counting half. */
    static double[] shares(SampleTable samples) {
        double[] scores = samples.numbers("score");
        Map<String, List<Integer>> rows = new HashMap<>();
        List<String> labels = samples.texts("label");
        for (int i = 0; i < scores.length; i++) {
            rows.computeIfAbsent(labels.get(i), _ -> new ArrayList<>()).add(i);
        }
        double[] shares = new double[scores.length];
        rows.values().forEach(own -> {
            List<Integer> rising = own.stream()
                    .sorted(Comparator.comparingDouble(i -> scores[i]))
                    .toList();
            for (int from = 0; from < rising.size(); ) {
                // at least itself: what has no score equals nothing, itself neither
                int to = from + 1;
                while (to < rising.size() && scores[rising.get(to)] == scores[rising.get(from)]) {
                    to++;
                }
                double share = own.size() < 2 ? 0.5 : (from + (to - from - 1) / 2.0) / (own.size() - 1);
                for (int i : rising.subList(from, to)) {
                    shares[i] = share;
                }
                from = to;
            }
        });
        return shares;
    }

    private static Example.Scored score(
            Trial trial, Example.Choice choice, SampleTable samples, int i, double share, Entry entry, boolean withText)
            throws IOException {
        return new Example.Scored(
                choice,
                samples.text(i, "label"),
                entry.row(),
                Double.parseDouble(samples.text(i, "score")),
                share,
                thumbnail(trial, entry),
                text(trial, entry, withText));
    }

    /** A small picture of the study; empty where it has none. */
    private static String thumbnail(Trial trial, Entry entry) throws IOException {
        Sample sample = trial.data().read(entry);
        int which = StudySet.picture(sample.study());
        if (which < 0 || which >= sample.images().size()) {
            return "";
        }
        Image image = sample.images().get(which);
        double scale = (double) THUMBNAIL / Math.max(image.width(), image.height());
        int width = (int) Math.max(1, Math.round(image.width() * scale));
        int height = (int) Math.max(1, Math.round(image.height() * scale));
        return Overlay.address(Resize.resize(image.toGrey(), width, height, Resize.Filter.BILINEAR));
    }
}
