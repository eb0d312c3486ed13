package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vesalius.evaluate.TextProbes.Change;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.spatial.Saliency;
import org.vesalius.report.LabelState;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;

/**
 * Whether a model looks where it says and reads what it is told. A pair is a picture and a phrase with the union of its boxes. The map of the phrase is held against the boxes; what is hottest, and what is in
 * the boxes, is hidden and the cosine must fall more than when the same shape is hidden elsewhere or on the other side; the phrase is changed ({@link TextProbes}) and the picture must prefer the true one.
 * Everything has its control beside it: no number speaks for itself here.
 */
public final class ExplanationProtocol implements Protocol {
    /** Share of pairs where one cosine is above another, equals counting half. */
    static final String PREFERS = "prefers[cosine,ties=half]@1";

    /** Fall of the cosine of picture and phrase when a part of the picture is hidden. */
    static final String DROP = "cosine-drop[hidden-under-mean]@1";

    /** {@link Saliency#iouAtArea} at the boxes' own share of the picture. */
    static final String IOU = "iou-at-area[of-the-boxes,nan-excluded]@1";

    private static final int BATCH = 16;

    /** What is hidden, and what is hidden to compare with. */
    private static final List<String> PARTS = List.of("hottest", "elsewhere", "boxes", "other-side");

    private static final List<Change> WITH_MAPS = List.of(Change.SWAPPED, Change.SHUFFLED, Change.OTHER);

    @Override
    public String id() {
        return "explanation";
    }

    @Override
    public String title() {
        return "Explanation tests";
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.number("hide", .1, "share of the picture that is hidden, the hottest first", .001, .9));
    }

    @Override
    public boolean possible(PreparedData data) throws IOException {
        return Needs.boxes(data);
    }

    @Override
    public boolean usual() {
        return false;
    }

    @Override
    public Map<String, String> terms(Trial trial) {
        Map<String, String> terms = new TreeMap<>();
        terms.put(
                "protocol", "explanation@1: one picture and phrase with the union of its boxes, on the stored picture");
        terms.put("unit", "phrase and picture; " + StudySet.UNIT);
        terms.put("min-pairs", Integer.toString(trial.options().minPositives()));
        terms.put(
                "metrics",
                String.join(
                        ", ",
                        PREFERS,
                        DROP,
                        Saliency.PIXEL_AUROC,
                        Saliency.PIXEL_AVERAGE_PRECISION,
                        IOU,
                        Saliency.CORRELATION,
                        Bootstrap.METHOD));
        return terms;
    }

    private static String[] columns() {
        List<String> columns = new ArrayList<>(List.of("image", "phrase", "finding", "area", "cosine"));
        for (Change change : Change.values()) {
            columns.add("cosine:" + change.lower());
        }
        columns.addAll(List.of("text:negated", "text:wording", "text:other"));
        columns.addAll(List.of("pixel-auroc", "pixel-ap", "iou-at-area"));
        for (Change change : WITH_MAPS) {
            columns.add("pixel-auroc:" + change.lower());
            columns.add("map:" + change.lower());
        }
        PARTS.forEach(part -> columns.add("drop:" + part));
        return columns.toArray(String[]::new);
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        SampleTable table = new SampleTable(columns());
        String stage = "explain (" + trial.scorer().subject().name() + ")";
        List<Problem> problems = StudySet.show(
                trial.data(), trial.options().split(), BATCH, trial.progress(), stage, (rows, samples, pictures) -> {
                    List<Pair> pairs = new ArrayList<>();
                    for (int i = 0; i < rows.size(); i++) {
                        pairs.addAll(pairs(trial, rows.get(i), samples.get(i), pictures.get(i)));
                    }
                    if (!pairs.isEmpty()) {
                        new Batch(
                                        trial.scorer(),
                                        pairs,
                                        settings(trial.options()).number("hide"))
                                .addTo(table);
                    }
                });
        if (table.size() == 0) {
            throw InputException.of(
                    "data set", "boxes in split " + trial.options().split().lower(), "none", "choose another protocol");
        }
        return new Collected(table, problems);
    }

    /** A picture and a phrase. */
    private static final class Pair {
        private final StudySet.Row row;
        private final int picture;
        private final int number;
        private final String finding;
        private final Image image;
        private final boolean[] inside;
        private final TextProbes texts;

        private Pair(
                StudySet.Row row, int picture, int number, Box box, Image image, boolean[] inside, TextProbes texts) {
            this.row = row;
            this.picture = picture;
            this.number = number;
            this.finding = box.label();
            this.image = image;
            this.inside = inside;
            this.texts = texts;
        }

        private long seed() {
            return row.entry().row() * 31L + number;
        }
    }

    private static List<Pair> pairs(Trial trial, StudySet.Row row, Sample sample, Image image) {
        int picture = StudySet.picture(sample.study());
        List<String> others = trial.data().manifest().labels().keySet().stream()
                .filter(label -> row.study().labels().getOrDefault(label, LabelState.BLANK) == LabelState.NEGATIVE)
                .sorted()
                .toList();
        List<Pair> pairs = new ArrayList<>();
        int number = 0;
        for (var entry : GroundingProtocol.pairs(sample, picture).entrySet()) {
            Box first = entry.getValue().getFirst();
            boolean[] inside = GroundingProtocol.mask(entry.getValue(), image.width(), image.height());
            TextProbes texts = TextProbes.of(
                    entry.getKey(), first.label(), others, row.entry().row() * 31L + number);
            double share = GroundingProtocol.share(inside);
            if (share > 0 && share < 1) {
                pairs.add(new Pair(row, picture, number, first, image, inside, texts));
            }
            number++;
        }
        return pairs;
    }

    /** Some pairs that the model is asked about together. */
    private static final class Batch {
        private final Scorer scorer;
        private final List<Pair> pairs;
        private final double share;
        private final List<Map<String, Object>> cells = new ArrayList<>();
        private final float[][] phrases;
        private final float[][] images;

        private Batch(Scorer scorer, List<Pair> pairs, double share) {
            this.scorer = scorer;
            this.pairs = pairs;
            this.share = share;
            phrases = scorer.embedTexts(
                    pairs.stream().map(pair -> pair.texts.phrase()).toList());
            images = scorer.embedImages(pairs.stream().map(pair -> pair.image).toList());
            for (int i = 0; i < pairs.size(); i++) {
                Pair pair = pairs.get(i);
                Map<String, Object> own = new LinkedHashMap<>();
                own.put("image", pair.picture);
                own.put("phrase", pair.number);
                own.put("finding", pair.finding);
                own.put("area", GroundingProtocol.share(pair.inside));
                own.put("cosine", Vectors.dot(images[i], phrases[i]));
                cells.add(own);
            }
        }

        private void addTo(SampleTable table) {
            for (Change change : Change.values()) {
                changed(change);
            }
            List<float[]> maps =
                    maps(pairs.stream().map(pair -> pair.texts.phrase()).toList());
            for (int i = 0; i < pairs.size(); i++) {
                boolean[] inside = pairs.get(i).inside;
                Map<String, Object> own = cells.get(i);
                own.put("pixel-auroc", Saliency.pixelAuroc(maps.get(i), inside));
                own.put("pixel-ap", Saliency.pixelAveragePrecision(maps.get(i), inside));
                own.put("iou-at-area", Saliency.iouAtArea(maps.get(i), inside, GroundingProtocol.share(inside)));
            }
            WITH_MAPS.forEach(change -> changedMaps(change, maps));
            hide(maps);
            String[] names = columns();
            for (int i = 0; i < pairs.size(); i++) {
                Object[] further = new Object[names.length];
                for (int c = 0; c < names.length; c++) {
                    further[c] = cells.get(i).getOrDefault(names[c], Double.NaN);
                }
                table.add(pairs.get(i).row, further);
            }
        }

        /** The cosines of the picture and of the phrase with the changed text. */
        private void changed(Change change) {
            // an empty text stands for a change that there is not: asked with the phrase itself, and not kept
            float[][] texts = scorer.embedTexts(
                    pairs.stream().map(pair -> orPhrase(pair, change)).toList());
            for (int i = 0; i < pairs.size(); i++) {
                if (!pairs.get(i).texts.text(change).isEmpty()) {
                    cells.get(i).put("cosine:" + change.lower(), Vectors.dot(images[i], texts[i]));
                    cells.get(i).put("text:" + change.lower(), Vectors.dot(phrases[i], texts[i]));
                }
            }
        }

        private static String orPhrase(Pair pair, Change change) {
            String text = pair.texts.text(change);
            return text.isEmpty() ? pair.texts.phrase() : text;
        }

        private List<float[]> maps(List<String> texts) {
            return scorer
                    .maps(
                            pairs.stream().map(pair -> pair.image).toList(),
                            texts.stream().map(List::of).toList())
                    .stream()
                    .map(List::getFirst)
                    .toList();
        }

        private void changedMaps(Change change, List<float[]> maps) {
            List<float[]> changed =
                    maps(pairs.stream().map(pair -> orPhrase(pair, change)).toList());
            for (int i = 0; i < pairs.size(); i++) {
                if (!pairs.get(i).texts.text(change).isEmpty()) {
                    cells.get(i)
                            .put(
                                    "pixel-auroc:" + change.lower(),
                                    Saliency.pixelAuroc(changed.get(i), pairs.get(i).inside));
                    cells.get(i).put("map:" + change.lower(), Saliency.correlation(maps.get(i), changed.get(i)));
                }
            }
        }

        private void hide(List<float[]> maps) {
            for (String part : PARTS) {
                List<Image> hidden = new ArrayList<>();
                List<Integer> at = new ArrayList<>();
                for (int i = 0; i < pairs.size(); i++) {
                    Pair pair = pairs.get(i);
                    boolean[] mirrored = Hidden.mirrored(pair.inside, pair.image.width());
                    boolean sided = Hidden.apart(pair.inside, mirrored);
                    boolean[] hottest = Hidden.hottest(maps.get(i), share);
                    boolean[] mask = switch (part) {
                        case "hottest" -> hottest;
                        case "elsewhere" -> Hidden.elsewhere(hottest, pair.image.width(), pair.seed());
                        case "boxes" -> pair.inside;
                        default -> mirrored;
                    };
                    if (sided || part.equals("hottest") || part.equals("elsewhere")) {
                        hidden.add(Hidden.under(pair.image, mask));
                        at.add(i);
                    }
                }
                float[][] vectors = hidden.isEmpty() ? new float[0][] : scorer.embedImages(hidden);
                for (int k = 0; k < vectors.length; k++) {
                    int i = at.get(k);
                    double before = Vectors.dot(images[i], phrases[i]);
                    cells.get(i).put("drop:" + part, before - Vectors.dot(vectors[k], phrases[i]));
                }
            }
        }
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        List<Estimate> estimates = new ArrayList<>(of(samples, Measure.MACRO, options));
        for (String finding : samples.distinct("finding").stream().sorted().toList()) {
            estimates.addAll(of(samples.where("finding", finding::equals), finding, options));
        }
        return new Estimated(
                estimates,
                List.of(
                        "another wording should be preferred about as often as not; of every other change the phrase itself should be preferred, and of what is hidden the part over its control",
                        "a map that goes with that of a changed text (correlation near 1) does not depend on what is said"));
    }

    private static List<Estimate> of(SampleTable pairs, String subject, EvaluationOptions options) {
        Numbers numbers = new Numbers(pairs, subject, options);
        for (Change change : Change.values()) {
            numbers.prefers("cosine", "cosine:" + change.lower(), "picture, phrase over " + change.lower());
        }
        numbers.prefers("text:wording", "text:negated", "text, other wording over denial");
        numbers.prefers("text:wording", "text:other", "text, other wording over other finding");
        double area = Bootstrap.meanOf(pairs.numbers("area")).of(ones(pairs.size()));
        numbers.mean(Saliency.PIXEL_AUROC, "pixel-auroc", "", .5);
        numbers.mean(Saliency.PIXEL_AVERAGE_PRECISION, "pixel-ap", "", area);
        numbers.mean(IOU, "iou-at-area", "", area / (2 - area));
        for (Change change : WITH_MAPS) {
            numbers.mean(Saliency.PIXEL_AUROC, "pixel-auroc:" + change.lower(), "map of " + change.lower(), .5);
            numbers.mean(Saliency.CORRELATION, "map:" + change.lower(), "with map of " + change.lower(), Double.NaN);
        }
        for (String part : PARTS) {
            numbers.mean(DROP, "drop:" + part, part, 0);
        }
        numbers.prefers("drop:hottest", "drop:elsewhere", "hidden, hottest over elsewhere");
        numbers.prefers("drop:boxes", "drop:other-side", "hidden, boxes over other side");
        return numbers.estimates;
    }

    /** Means over the pairs of one finding, or of all. */
    private static final class Numbers {
        private final SampleTable pairs;
        private final String subject;
        private final Bootstrap bootstrap;
        private final boolean counted;
        private final List<Estimate> estimates = new ArrayList<>();

        private Numbers(SampleTable pairs, String subject, EvaluationOptions options) {
            this.pairs = pairs;
            this.subject = subject;
            bootstrap = Bootstrap.byGroup(pairs.texts("patient"), options.resamples(), options.seed());
            counted = subject.equals(Measure.MACRO) || pairs.size() >= options.minPositives();
        }

        private void mean(String metric, String column, String part, double chance) {
            add(metric, part, chance, pairs.numbers(column));
        }

        private void prefers(String first, String second, String part) {
            double[] a = pairs.numbers(first);
            double[] b = pairs.numbers(second);
            double[] wins = new double[a.length];
            for (int i = 0; i < wins.length; i++) {
                boolean known = !Double.isNaN(a[i]) && !Double.isNaN(b[i]);
                wins[i] = !known ? Double.NaN : a[i] > b[i] ? 1 : a[i] < b[i] ? 0 : .5;
            }
            add(PREFERS, part, .5, wins);
        }

        private void add(String metric, String part, double chance, double[] values) {
            int known = 0;
            for (double value : values) {
                known += Double.isNaN(value) ? 0 : 1;
            }
            estimates.add(new Estimate(
                    metric, subject, part, chance, known, -1, counted, bootstrap, Bootstrap.meanOf(values)));
        }
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
