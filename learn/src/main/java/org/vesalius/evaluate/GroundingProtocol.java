package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.spatial.Grounding;
import org.vesalius.report.Prompts;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;

/**
 * Phrase grounding (Boecking et al., BioViL, ECCV 2022): the map of a phrase on its picture against the boxes of the phrase. A pair is one picture and one phrase with the union of its boxes; a box
 * without a phrase is asked for by the positive prompts' first. Pairs whose boxes cover too much are reported, but not in the mean: there, hitting is no art.
 */
public final class GroundingProtocol implements Protocol {
    private static final int BATCH = 32;

    @Override
    public String id() {
        return "grounding";
    }

    @Override
    public String title() {
        return "Phrase grounding";
    }

    @Override
    public boolean possible(PreparedData data) throws IOException {
        return Needs.boxes(data);
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.choice(
                        "ask",
                        "for each box by its own phrase where it has one (MS-CXR), else its finding's prompt; or by its finding's prompt always, all boxes of a finding together",
                        "phrase",
                        "finding"),
                Setting.choice(
                        "scale",
                        "the map as it is, or between 0 and 1 on each picture before it is cut",
                        "none",
                        "min-max"),
                Setting.number(
                        "smoothing",
                        0,
                        "deviation of a Gaussian over the model's grid, in patches (BioViL 1.5)",
                        0,
                        100),
                Setting.numbers(
                        "thresholds",
                        "0.1,0.2,0.3,0.4,0.5",
                        "strictly above which the map is cut for IoU and Dice (MedKLIP .008)",
                        -1,
                        1),
                Setting.number(
                        "tolerance",
                        15,
                        "of the pointing game with a tolerance, in pixels of the stored picture",
                        0,
                        100_000),
                Setting.choice("upsampling", "from the grid to pixels (BioViL nearest)", "bilinear", "nearest"));
    }

    @Override
    public Map<String, String> terms(Trial trial) {
        Settings settings = settings(trial.options());
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", "grounding@2: one picture and phrase with the union of its boxes, on the stored picture");
        terms.put(
                "pairs",
                "only what has a box is asked for: pictures without the finding do not count (Q22, MedKLIP's rule too)");
        terms.put("unit", "phrase and picture; " + StudySet.UNIT);
        terms.put("max-box-share", Double.toString(trial.options().maxBoxShare()));
        terms.put("min-pairs", Integer.toString(trial.options().minPositives()));
        terms.put(
                "metrics",
                String.join(
                        ", ",
                        Grounding.POINTING_EXPECTED,
                        Grounding.POINTING_ANY,
                        Grounding.pointingWithinName(settings.number("tolerance")),
                        Grounding.CNR,
                        mean("iou", settings),
                        mean("dice", settings),
                        Bootstrap.METHOD));
        return terms;
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        SampleTable table = new SampleTable(columns(settings(trial.options())));
        List<Problem> problems = new ArrayList<>();
        String stage = "ground phrases (" + trial.scorer().subject().name() + ")";
        problems.addAll(StudySet.show(
                trial.data(),
                trial.options().split(),
                BATCH,
                trial.progress(),
                stage,
                (rows, samples, pictures) -> ground(trial, rows, samples, pictures, table, problems)));
        if (table.size() == 0) {
            throw InputException.of(
                    "data set", "boxes in split " + trial.options().split().lower(), "none", "choose another protocol");
        }
        return new Collected(table, problems);
    }

    static String[] columns(Settings settings) {
        List<String> columns = new ArrayList<>(List.of(
                "image",
                "phrase",
                "finding",
                "boxes",
                "area",
                "counted",
                "pointing",
                "pointing-any",
                "pointing-within",
                "chance",
                "cnr"));
        for (double threshold : settings.numbers("thresholds")) {
            columns.add("iou@" + threshold);
            columns.add("dice@" + threshold);
        }
        return columns.toArray(String[]::new);
    }

    /** The mean over the thresholds: under its usual name where they are the usual ones. */
    private static String mean(String what, Settings settings) {
        String thresholds = settings.text("thresholds");
        boolean usual = what.equals("iou") && thresholds.equals("0.1,0.2,0.3,0.4,0.5");
        return usual ? Grounding.MEAN_IOU : "m%s[strictly-above,%s]@1".formatted(what, thresholds.replace(',', ' '));
    }

    private void ground(
            Trial trial,
            List<StudySet.Row> rows,
            List<Sample> samples,
            List<Image> pictures,
            SampleTable table,
            List<Problem> problems) {
        Settings settings = settings(trial.options());
        boolean byFinding = settings.text("ask").equals("finding");
        List<StudySet.Row> asked = new ArrayList<>();
        List<Image> images = new ArrayList<>();
        List<Map<String, List<Box>>> pairs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, List<Box>> own =
                    pairs(samples.get(i), StudySet.picture(samples.get(i).study()), byFinding);
            if (!own.isEmpty()) {
                asked.add(rows.get(i));
                images.add(pictures.get(i));
                pairs.add(own);
            }
        }
        if (asked.isEmpty()) {
            return;
        }
        List<List<float[]>> maps = trial.scorer()
                .maps(
                        images,
                        pairs.stream().map(own -> List.copyOf(own.keySet())).toList(),
                        settings.number("smoothing"),
                        settings.text("upsampling").equals("nearest"));
        for (int i = 0; i < asked.size(); i++) {
            int phrase = 0;
            for (List<Box> boxes : pairs.get(i).values()) {
                float[] map = scaled(maps.get(i).get(phrase), settings);
                Pair pair = new Pair(asked.get(i), phrase, boxes, images.get(i));
                add(table, pair, map, settings, trial.options().maxBoxShare(), problems);
                phrase++;
            }
        }
    }

    /** What is asked for. */
    private record Pair(StudySet.Row row, int phrase, List<Box> boxes, Image image) {}

    private static float[] scaled(float[] map, Settings settings) {
        if (settings.text("scale").equals("none")) {
            return map;
        }
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (float value : map) {
            least = Float.isNaN(value) ? least : Math.min(least, value);
            most = Float.isNaN(value) ? most : Math.max(most, value);
        }
        float[] between = new float[map.length];
        for (int i = 0; i < map.length; i++) {
            between[i] = most > least ? (map[i] - least) / (most - least) : map[i] - least;
        }
        return between;
    }

    private static void add(
            SampleTable table, Pair pair, float[] map, Settings settings, double maxShare, List<Problem> problems) {
        Image image = pair.image;
        boolean[] inside = mask(pair.boxes, image.width(), image.height());
        double chance = Grounding.pointingChance(map, inside);
        if (!(chance > 0 && chance < 1)) {
            problems.add(new Problem(
                    Problem.Kind.SKIPPED,
                    "row " + pair.row.entry().row() + ", phrase " + pair.phrase,
                    "its boxes show nothing or all of what the model sees"));
            return;
        }
        List<Object> cells = new ArrayList<>(List.of(
                StudySet.picture(pair.row.study()),
                pair.phrase,
                pair.boxes.getFirst().label(),
                pair.boxes.size(),
                share(inside),
                share(inside) < maxShare ? 1 : 0,
                Grounding.pointingExpected(map, inside),
                Grounding.pointingAny(map, inside),
                Grounding.pointingWithin(map, inside, image.width(), settings.number("tolerance")),
                chance,
                Grounding.cnr(map, inside)));
        for (double threshold : settings.numbers("thresholds")) {
            cells.add(Grounding.iouAbove(threshold, map, inside));
            cells.add(Grounding.diceAbove(threshold, map, inside));
        }
        table.add(pair.row, cells.toArray());
    }

    /** As below, each box by its own phrase where it has one. */
    static Map<String, List<Box>> pairs(Sample sample, int picture) {
        return pairs(sample, picture, false);
    }

    /** The boxes of each phrase on the stored picture, in order of first appearance. */
    static Map<String, List<Box>> pairs(Sample sample, int picture, boolean byFinding) {
        Map<String, List<Box>> pairs = new LinkedHashMap<>();
        for (Box box : sample.study().images().get(picture).boxes()) {
            String text = box.text();
            String phrase = byFinding || text == null || text.isBlank()
                    ? Prompts.forLabel(box.label()).positive().getFirst()
                    : text;
            pairs.computeIfAbsent(phrase, p -> new ArrayList<>())
                    .add(sample.geometries().get(picture).toTarget(box));
        }
        return pairs;
    }

    /** The pixels whose centre lies in one of the boxes. */
    static boolean[] mask(List<Box> boxes, int width, int height) {
        boolean[] inside = new boolean[width * height];
        for (Box box : boxes) {
            int right = Math.clamp(Math.round(box.right()), 0, width);
            int bottom = Math.clamp(Math.round(box.bottom()), 0, height);
            for (int y = Math.clamp(Math.round(box.y()), 0, height); y < bottom; y++) {
                for (int x = Math.clamp(Math.round(box.x()), 0, width); x < right; x++) {
                    inside[y * width + x] = true;
                }
            }
        }
        return inside;
    }

    static double share(boolean[] inside) {
        int n = 0;
        for (boolean in : inside) {
            n += in ? 1 : 0;
        }
        return (double) n / inside.length;
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        List<Estimate> estimates = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        SampleTable counted = samples.where("counted", "1"::equals);
        notes.add("%d of %d pairs have boxes below %.0f %% of the picture; the mean is over these"
                .formatted(counted.size(), samples.size(), 100 * options.maxBoxShare()));
        notes.add("only what has a box is asked for: pictures without the finding do not count");
        if (counted.size() > 0) {
            add(estimates, counted, Measure.MACRO, "", options, true);
            overFindings(estimates, counted, options);
        }
        add(estimates, samples, Measure.MACRO, "boxes of any size", options, false);
        for (String finding : counted.distinct("finding").stream().sorted().toList()) {
            SampleTable own = counted.where("finding", finding::equals);
            add(estimates, own, finding, "", options, own.size() >= options.minPositives());
        }
        return new Estimated(estimates, notes);
    }

    /** The columns whose mean over the rows each metric is the mean of. */
    private static Map<String, List<String>> metrics(Settings settings) {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        columns.put(Grounding.POINTING_EXPECTED, List.of("pointing"));
        columns.put(Grounding.POINTING_ANY, List.of("pointing-any"));
        columns.put(Grounding.pointingWithinName(settings.number("tolerance")), List.of("pointing-within"));
        columns.put(Grounding.CNR, List.of("cnr"));
        double[] thresholds = settings.numbers("thresholds");
        for (String what : List.of("iou", "dice")) {
            columns.put(
                    mean(what, settings),
                    Arrays.stream(thresholds).mapToObj(t -> what + "@" + t).toList());
            for (double t : thresholds) {
                if (thresholds.length > 1) {
                    columns.put("%s[strictly-above,%s]@1".formatted(what, t), List.of(what + "@" + t));
                }
            }
        }
        return columns;
    }

    private static double[] values(SampleTable pairs, List<String> columns) {
        double[] mean = new double[pairs.size()];
        for (String column : columns) {
            double[] values = pairs.numbers(column);
            for (int i = 0; i < mean.length; i++) {
                mean[i] += values[i] / columns.size();
            }
        }
        return mean;
    }

    private void add(
            List<Estimate> estimates,
            SampleTable pairs,
            String subject,
            String part,
            EvaluationOptions options,
            boolean counted) {
        Bootstrap bootstrap = Bootstrap.byGroup(pairs.texts("patient"), options.resamples(), options.seed());
        double chance = Bootstrap.meanOf(pairs.numbers("chance")).of(ones(pairs.size()));
        metrics(settings(options)).forEach((metric, columns) -> {
            Bootstrap.Statistic mean = Bootstrap.meanOf(values(pairs, columns));
            double guess = metric.equals(Grounding.POINTING_EXPECTED) ? chance : Double.NaN;
            estimates.add(new Estimate(metric, subject, part, guess, pairs.size(), -1, counted, bootstrap, mean));
        });
    }

    /** The plain mean of the findings' means, as MS-CXR's categories are averaged. */
    private void overFindings(List<Estimate> estimates, SampleTable counted, EvaluationOptions options) {
        Bootstrap bootstrap = Bootstrap.byGroup(counted.texts("patient"), options.resamples(), options.seed());
        List<String> findings = counted.texts("finding");
        metrics(settings(options)).forEach((metric, columns) -> {
            double[] values = values(counted, columns);
            List<Bootstrap.Statistic> each = new ArrayList<>();
            for (String finding : counted.distinct("finding")) {
                int[] rows = IntStream.range(0, values.length)
                        .filter(i -> findings.get(i).equals(finding))
                        .toArray();
                double[] own = Arrays.stream(rows).mapToDouble(i -> values[i]).toArray();
                each.add(Bootstrap.ofRows(rows, Bootstrap.meanOf(own)));
            }
            estimates.add(new Estimate(
                    metric,
                    Measure.MACRO,
                    "over findings",
                    Double.NaN,
                    counted.size(),
                    -1,
                    true,
                    bootstrap,
                    Bootstrap.macroOf(each)));
        });
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
