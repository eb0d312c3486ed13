package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.vesalius.dataset.Split;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.MultiClass;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;

/**
 * Change between two studies (Bannur et al., BioViL-T, CVPR 2023, on MS-CXR-T): whether a finding is better, stable or worse than in the study before. Each pair is also shown the other way round: whoever sees change says the
 * opposite then. Who answers is a setting: a probe of each finding on the vectors of both pictures, or on the one vector of a model that sees both; or that vector's likeness to prompts, without learning.
 */
public final class TemporalProtocol implements Protocol {
    static final String CONSISTENCY = "swap-consistency[argmax,ties=share]@1";

    private static final int BATCH = 32;
    private static final String SWAPPED = "pictures swapped";
    private static final String PROMPTS = "prompts";
    private static final String PAIR = "probe-pair";

    @Override
    public String id() {
        return "temporal";
    }

    @Override
    public String title() {
        return "Change since the prior study";
    }

    @Override
    public boolean possible(PreparedData data) throws IOException {
        return !Followed.of(data, Split.TEST).isEmpty()
                && !Followed.of(data, Split.TRAIN).isEmpty();
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.choice(
                "readout",
                "probes on the vectors of both pictures; on the one vector of a model that sees both; or its likeness to prompts (the last two need such a model, as BioViL-T)",
                "probe",
                PAIR,
                PROMPTS));
    }

    @Override
    public Map<String, String> terms(Trial trial) {
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", "temporal@1: better, stable or worse than the latest study before");
        terms.put("probes", "one course against the rest, L2 of 1, .1, .01, .001, .0001 by validation log loss");
        terms.put("unit", "finding of a study that has one before; " + StudySet.UNIT);
        terms.put("min-pairs", Integer.toString(trial.options().minPositives()));
        terms.put(
                "metrics",
                String.join(
                        ", ",
                        MultiClass.ACCURACY,
                        MultiClass.Part.F1.metric(true),
                        MultiClass.Part.RECALL.metric(true),
                        CONSISTENCY,
                        Bootstrap.METHOD));
        if (settings(trial.options()).text("readout").equals(PROMPTS)) {
            for (Course course : Course.values()) {
                terms.put("prompts: " + course.lower(), String.join(" | ", course.prompts("{}")));
            }
        }
        return terms;
    }

    static String[] columns() {
        List<String> columns = new ArrayList<>(List.of("finding", "course"));
        for (String order : List.of("", "swapped ")) {
            for (Course course : Course.values()) {
                columns.add(order + course.lower());
            }
        }
        return columns.toArray(String[]::new);
    }

    /** A pair with its vectors in both orders. */
    @SuppressWarnings("ArrayRecordComponent") // on its way to the judge, never compared
    private record Seen(Followed followed, float[] vector, float[] swapped) {}

    /** From a vector to the scores of the courses. */
    @FunctionalInterface
    private interface Judge {
        double[] of(float[] vector);
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        String readout = settings(trial.options()).text("readout");
        List<Seen> scored = seen(trial, trial.options().split(), readout);
        if (scored.isEmpty()) {
            throw InputException.of(
                    "data set",
                    "studies in split " + trial.options().split().lower()
                            + " with one before and facts 'change:FINDING'",
                    "none",
                    "choose another protocol or split");
        }
        boolean learns = !readout.equals(PROMPTS);
        List<Seen> train = learns ? seen(trial, Split.TRAIN, readout) : List.of();
        List<Seen> validation = learns ? seen(trial, Split.VAL, readout) : List.of();
        var findings = new TreeSet<String>();
        scored.forEach(pair -> findings.addAll(pair.followed.courses().keySet()));
        SampleTable table = new SampleTable(columns());
        List<Problem> problems = new ArrayList<>();
        for (String finding : findings) {
            Optional<Judge> judge = learns ? probes(train, validation, finding) : Optional.of(prompts(trial, finding));
            if (judge.isEmpty()) {
                problems.add(new Problem(
                        Problem.Kind.SKIPPED,
                        finding,
                        "not every course in the training studies, so nothing to learn"));
                continue;
            }
            for (Seen pair : scored) {
                Course course = pair.followed.courses().get(finding);
                if (course != null) {
                    table.add(row(pair.followed), cells(finding, course, pair, judge.get()));
                }
            }
        }
        return new Collected(table, problems);
    }

    private static StudySet.Row row(Followed followed) {
        return new StudySet.Row(0, followed.entry(), followed.study());
    }

    private static Object[] cells(String finding, Course course, Seen pair, Judge judge) {
        List<Object> cells = new ArrayList<>(List.of(finding, course.lower()));
        for (float[] vector : List.of(pair.vector, pair.swapped)) {
            Arrays.stream(judge.of(vector)).forEach(cells::add);
        }
        return cells.toArray();
    }

    private static List<Seen> seen(Trial trial, Split split, String readout) throws IOException {
        List<Followed> all = Followed.of(trial.data(), split);
        return readout.equals("probe") ? alone(trial, split, all) : together(trial, split, all);
    }

    /** The vector of the picture, and by how much it differs from the earlier one's. */
    private static List<Seen> alone(Trial trial, Split split, List<Followed> all) throws IOException {
        StudySet studies = trial.features(split);
        Map<String, float[]> vectors = new HashMap<>();
        studies.rows().forEach(row -> vectors.put(row.entry().key(), studies.vector(row)));
        List<Seen> seen = new ArrayList<>();
        for (Followed followed : all) {
            float[] now = vectors.get(followed.entry().key());
            float[] before = vectors.get(followed.prior().key());
            if (now != null && before != null) {
                seen.add(new Seen(followed, beside(now, before), beside(before, now)));
            }
        }
        return seen;
    }

    private static float[] beside(float[] now, float[] before) {
        float[] both = Arrays.copyOf(now, 2 * now.length);
        for (int i = 0; i < now.length; i++) {
            both[now.length + i] = now[i] - before[i];
        }
        return both;
    }

    private static List<Seen> together(Trial trial, Split split, List<Followed> all) throws IOException {
        String stage = "see %s pairs (%s)"
                .formatted(split.lower(), trial.scorer().subject().name());
        trial.progress().start(stage, all.size());
        List<Seen> seen = new ArrayList<>();
        for (int from = 0; from < all.size(); from += BATCH) {
            List<Followed> some = all.subList(from, Math.min(all.size(), from + BATCH));
            List<Image> now = new ArrayList<>();
            List<Image> before = new ArrayList<>();
            for (Followed followed : some) {
                now.add(picture(trial, followed.entry()));
                before.add(picture(trial, followed.prior()));
            }
            float[][] vectors = trial.scorer().embedPairs(now, before);
            float[][] swapped = trial.scorer().embedPairs(before, now);
            for (int i = 0; i < some.size(); i++) {
                seen.add(new Seen(some.get(i), vectors[i], swapped[i]));
            }
            trial.progress().at(from + some.size(), "");
        }
        trial.progress().end("");
        return seen;
    }

    private static Image picture(Trial trial, Entry entry) throws IOException {
        Sample sample = trial.data().read(entry);
        return sample.images().get(StudySet.picture(sample.study()));
    }

    /** One against the rest for each course; empty where one of them has nothing to learn from. */
    private static Optional<Judge> probes(List<Seen> train, List<Seen> validation, String finding) {
        List<Seen> known = train.stream()
                .filter(pair -> pair.followed.courses().containsKey(finding))
                .toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Probe.Standard standard =
                Probe.Standard.of(known.stream().map(Seen::vector).toList());
        List<Probe> probes = new ArrayList<>();
        for (Course course : Course.values()) {
            Optional<Probe> probe = Probe.fitByLoss(
                    known(known, finding, course, standard),
                    known(
                            validation.stream()
                                    .filter(pair -> pair.followed.courses().containsKey(finding))
                                    .toList(),
                            finding,
                            course,
                            standard));
            if (probe.isEmpty()) {
                return Optional.empty();
            }
            probes.add(probe.get());
        }
        return Optional.of(vector ->
                probes.stream().mapToDouble(probe -> probe.probability(vector)).toArray());
    }

    private static Probe.Known known(List<Seen> pairs, String finding, Course course, Probe.Standard standard) {
        boolean[] positive = new boolean[pairs.size()];
        for (int i = 0; i < positive.length; i++) {
            positive[i] = pairs.get(i).followed.courses().get(finding) == course;
        }
        return new Probe.Known(pairs.stream().map(Seen::vector).toList(), positive, standard);
    }

    private static Judge prompts(Trial trial, String finding) {
        List<float[][]> texts = Arrays.stream(Course.values())
                .map(course -> trial.scorer().embedTexts(course.prompts(finding)))
                .toList();
        return vector ->
                texts.stream().mapToDouble(own -> Vectors.meanDot(vector, own)).toArray();
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        List<Estimate> estimates = new ArrayList<>();
        List<String> few = new ArrayList<>();
        List<Bootstrap.Statistic> accuracies = new ArrayList<>();
        if (samples.size() == 0) {
            return new Estimated(estimates, List.of("no pair could be scored"));
        }
        Bootstrap bootstrap = Bootstrap.byGroup(samples.texts("patient"), options.resamples(), options.seed());
        add(estimates, samples, IntStream.range(0, samples.size()).toArray(), Measure.MACRO, true, bootstrap);
        List<String> findings = samples.texts("finding");
        for (String finding : samples.distinct("finding")) {
            int[] rows = IntStream.range(0, samples.size())
                    .filter(i -> findings.get(i).equals(finding))
                    .toArray();
            boolean counted = rows.length >= options.minPositives();
            add(estimates, samples.where("finding", finding::equals), rows, finding, counted, bootstrap);
            if (counted) {
                accuracies.add(Bootstrap.ofRows(
                        rows,
                        of(samples.where("finding", finding::equals), "", false).accuracy()));
            } else {
                few.add(finding);
            }
        }
        List<String> notes = new ArrayList<>();
        notes.add("the mean is over all pairs of a finding and a study; of %d pairs better %d, stable %d, worse %d"
                .formatted(
                        samples.size(),
                        count(samples, Course.BETTER),
                        count(samples, Course.STABLE),
                        count(samples, Course.WORSE)));
        notes.add("who always says stable is consistent under a swap: read the two numbers together");
        if (!few.isEmpty()) {
            notes.add("fewer than " + options.minPositives() + " pairs, not in the mean over findings: "
                    + String.join(", ", few));
        }
        if (!accuracies.isEmpty()) {
            estimates.add(
                    1,
                    new Estimate(
                            MultiClass.ACCURACY,
                            Measure.MACRO,
                            "over findings",
                            1.0 / Course.values().length,
                            samples.size(),
                            -1,
                            true,
                            bootstrap,
                            Bootstrap.macroOf(accuracies)));
        }
        return new Estimated(estimates, notes);
    }

    private static int count(SampleTable samples, Course course) {
        return samples.where("course", course.lower()::equals).size();
    }

    private static void add(
            List<Estimate> estimates,
            SampleTable own,
            int[] rows,
            String subject,
            boolean counted,
            Bootstrap bootstrap) {
        double guess = 1.0 / Course.values().length;
        MultiClass straight = of(own, "", false);
        MultiClass swapped = of(own, "swapped ", true);
        record Told(String metric, String part, double chance, Bootstrap.Statistic statistic) {}
        for (Told number : List.of(
                new Told(MultiClass.ACCURACY, "", guess, straight.accuracy()),
                new Told(MultiClass.Part.F1.metric(true), "", Double.NaN, straight.macro(MultiClass.Part.F1)),
                new Told(MultiClass.Part.RECALL.metric(true), "", guess, straight.macro(MultiClass.Part.RECALL)),
                new Told(MultiClass.ACCURACY, SWAPPED, guess, swapped.accuracy()),
                new Told(CONSISTENCY, "", Double.NaN, Bootstrap.meanOf(consistency(own))))) {
            estimates.add(new Estimate(
                    number.metric,
                    subject,
                    number.part,
                    number.chance,
                    own.size(),
                    -1,
                    counted,
                    bootstrap,
                    Bootstrap.ofRows(rows, number.statistic)));
        }
    }

    /** The courses against the truth; of swapped pictures against its mirror. */
    private static MultiClass of(SampleTable own, String order, boolean mirrored) {
        int[] truth = own.texts("course").stream()
                .map(TemporalProtocol::course)
                .mapToInt(course -> place(mirrored ? course.mirrored() : course))
                .toArray();
        return MultiClass.of(truth, scores(own, order));
    }

    /** The column of a course. */
    private static int place(Course course) {
        return List.of(Course.values()).indexOf(course);
    }

    private static Course course(String name) {
        return Course.of(name)
                .orElseThrow(() -> InputException.of(
                        "per-sample table, column course", "better, stable or worse", name, "evaluate again"));
    }

    private static double[][] scores(SampleTable own, String order) {
        double[][] scores = new double[own.size()][Course.values().length];
        for (Course course : Course.values()) {
            double[] column = own.numbers(order + course.lower());
            for (int i = 0; i < column.length; i++) {
                scores[i][place(course)] = column[i];
            }
        }
        return scores;
    }

    /** For each pair the chance that what is said of the swapped one is the mirror of what is said. */
    private static double[] consistency(SampleTable own) {
        double[][] straight = scores(own, "");
        double[][] swapped = scores(own, "swapped ");
        double[] same = new double[straight.length];
        for (int i = 0; i < same.length; i++) {
            for (Course course : Course.values()) {
                same[i] += share(straight[i], course) * share(swapped[i], course.mirrored());
            }
        }
        return same;
    }

    private static double share(double[] scores, Course course) {
        double most = Arrays.stream(scores).max().orElse(Double.NaN);
        return scores[place(course)] == most
                ? 1.0 / Arrays.stream(scores).filter(score -> score == most).count()
                : 0;
    }
}
