package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vesalius.dataset.Split;
import org.vesalius.evaluate.HeadTraining.Configuration;
import org.vesalius.evaluate.transfer.Detector;
import org.vesalius.evaluate.transfer.Fitting;
import org.vesalius.evaluate.transfer.Found;
import org.vesalius.image.Box;
import org.vesalius.image.Geometry;
import org.vesalius.image.Image;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.spatial.AveragePrecision;
import org.vesalius.metric.spatial.Detection;
import org.vesalius.metric.spatial.Froc;
import org.vesalius.objective.YoloLoss;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;
import org.vesalius.train.Optim;

/**
 * Detection transfer: YOLOv3's head on the image tower, frozen or trained with it, learns the boxes of the training pictures; the epoch is chosen on validation pictures, and boxes of test pictures are compared with what it
 * finds. Published ways of training are {@code --set configuration=}: LoVT (Müller et al., ECCV 2022), MGCA (Wang et al., NeurIPS 2022).
 */
public final class DetectionProtocol implements Protocol {
    static final String[] COLUMNS = {
        "split", "kind", "label", "x", "y", "width", "height", "confidence", "overlap", "epochs", "best", "validation"
    };

    private static final int MEASURED = 8;
    private static final String PICTURE = "picture";
    private static final String TRUE = "true";
    private static final String REPORTED = "reported";
    private static final int MOST = 100;
    private static final AveragePrecision.Rule RULE = AveragePrecision.Rule.LOVT;
    private static final List<List<Double>> OVERLAPS =
            List.of(AveragePrecision.lovtOverlaps(), List.of(.5), List.of(.75));

    @Override
    public String id() {
        return "detection";
    }

    @Override
    public String title() {
        return "Detection transfer";
    }

    @Override
    public List<Setting> settings() {
        return Stream.concat(
                        HeadTraining.settings().stream(),
                        Stream.of(
                                Setting.choice(
                                        "configuration",
                                        "which way of training: small for two processor cores, or a published one",
                                        "small",
                                        "lovt",
                                        "mgca"),
                                Setting.number("least", .2, "confidence below which nothing is reported", 0, 1),
                                Setting.number(
                                        "suppress",
                                        .4,
                                        "overlap with a surer box of its label from which a box is dropped",
                                        0,
                                        1),
                                Setting.quirk(
                                        "Q16",
                                        "a report passes one operating point at most, and points never reached repeat the last one",
                                        "froc")))
                .sorted(Comparator.comparing(Setting::name))
                .toList();
    }

    @Override
    public boolean possible(PreparedData data) throws IOException {
        return !Structure.counts(data, Split.TRAIN, MarkedSet.From.BOXES).isEmpty()
                && !Structure.counts(data, Split.VAL, MarkedSet.From.BOXES).isEmpty();
    }

    @Override
    public boolean usual() {
        return false;
    }

    /** The published numbers. */
    static Configuration configuration(String name, boolean frozen) {
        return switch (name) {
            case "lovt" ->
                new Configuration(
                        Optim.adam(frozen ? 1e-3 : 1e-4).withWeightDecay(1e-6), frozen ? 64 : 8, 50, 10, 3, 512);
            case "mgca" -> new Configuration(Optim.adamW(5e-4).withWeightDecay(1e-6), 16, 50, 10, 0, 512);
            default -> new Configuration(Optim.adam(2e-3), 8, 40, 10, 4, 64);
        };
    }

    private static boolean frozen(Settings settings) {
        return settings.text("tower").equals("frozen");
    }

    /** MGCA chooses by the mean average precision, LoVT and the small way by the loss. */
    private static boolean byLoss(Settings settings) {
        return !settings.text("configuration").equals("mgca");
    }

    private static String chosenBy(Settings settings) {
        return byLoss(settings) ? "negative loss" : "mean average precision";
    }

    private Configuration configuration(Settings settings) {
        return configuration(settings.text("configuration"), frozen(settings));
    }

    private List<Structure> structures(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        return Structure.of(
                trial.data(),
                trial.options(),
                MarkedSet.From.BOXES,
                settings.whole("min-marks"),
                settings.text("structures").equals("together"));
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        Fitting.Plan plan = HeadTraining.plan(
                configuration(settings), settings, trial.options().seed());
        Map<String, String> terms = new TreeMap<>(HeadTraining.terms(trial, structures(trial), plan));
        terms.put(
                "protocol",
                "detection@1: YOLOv3's head, COCO's anchors by the side of the picture; on the stored picture");
        terms.put("chosen-by", chosenBy(settings));
        terms.put("metrics", String.join(", ", names(settings)) + ", " + Bootstrap.METHOD);
        return terms;
    }

    private static List<String> names(Settings settings) {
        return Stream.concat(
                        OVERLAPS.stream().map(overlaps -> AveragePrecision.name(RULE, overlaps)),
                        Stream.of(Froc.name(reading(settings))))
                .toList();
    }

    private static Froc.Reading reading(Settings settings) {
        return settings.on("Q16") ? Froc.Reading.FAITHFUL : Froc.Reading.TEXTBOOK;
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        List<Structure> structures = structures(trial);
        HeadTraining.Sets sets = HeadTraining.Sets.read(
                trial,
                new MarkedSet.Rules(
                        structures,
                        MarkedSet.From.BOXES,
                        HeadTraining.negatives(settings),
                        MarkedSet.Told.NOTHING,
                        settings.whole("side"),
                        false));
        Configuration own = configuration(settings);
        Detector.Spec spec = new Detector.Spec(
                frozen(settings),
                sets.train().side(),
                structures.size(),
                HeadTraining.width(own, settings),
                settings.number("least"),
                settings.number("suppress"),
                MOST,
                byLoss(settings));
        SampleTable table = new SampleTable(COLUMNS);
        long seed = trial.options().seed();
        String who = trial.scorer().subject().name();
        try (Detector detector = new Detector(trial.scorer().inference(), spec, seed)) {
            MarkedSet validation = sets.validation();
            Fitting.Fitted fitted = detector.fit(
                    HeadTraining.plan(own, settings, seed),
                    sets.train().size(),
                    sets.train()::square,
                    validation.size(),
                    validation::square,
                    found -> precision(found, validation, structures.size()),
                    trial.progress(),
                    "train boxes (" + who + ")");
            HeadTraining.learnt(table, sets.train(), fitted, MEASURED);
            trial.progress().start("find boxes (" + who + ")", sets.test().size());
            for (int row = 0; row < sets.test().size(); row++) {
                test(trial, detector, sets.test(), row, structures, table);
                trial.progress().at(row + 1L, "");
            }
            trial.progress().end("");
        }
        return new Collected(table, List.of());
    }

    /** The mean average precision on what the model sees. */
    private static double precision(List<List<Found>> found, MarkedSet set, int kinds) {
        double sum = 0;
        int counted = 0;
        for (int kind = 0; kind < kinds; kind++) {
            int wanted = kind;
            List<List<Detection>> reported = new ArrayList<>();
            List<List<Box>> truth = new ArrayList<>();
            int[] once = new int[found.size()];
            for (int i = 0; i < found.size(); i++) {
                once[i] = 1;
                reported.add(found.get(i).stream()
                        .filter(one -> one.kind() == wanted)
                        .map(one -> new Detection(box(one, set.side(), ""), one.confidence()))
                        .toList());
                truth.add(set.square(i).boxes().stream()
                        .filter(one -> one.kind() == wanted)
                        .map(one -> box(one, set.side()))
                        .toList());
            }
            double value = AveragePrecision.of(reported, truth, AveragePrecision.lovtOverlaps(), RULE)
                    .of(once);
            sum += Double.isNaN(value) ? 0 : value;
            counted += Double.isNaN(value) ? 0 : 1;
        }
        return counted == 0 ? 0 : sum / counted;
    }

    private static Box box(Found found, int side, String label) {
        return new Box(found.x() * side, found.y() * side, found.width() * side, found.height() * side, label);
    }

    private static Box box(YoloLoss.Truth truth, int side) {
        return new Box(
                (truth.x() - truth.width() / 2) * side,
                (truth.y() - truth.height() / 2) * side,
                truth.width() * side,
                truth.height() * side,
                "");
    }

    private static void test(
            Trial trial, Detector detector, MarkedSet test, int row, List<Structure> structures, SampleTable table) {
        Sample sample = test.sample(row);
        Image image = sample.images().get(StudySet.picture(sample.study()));
        Geometry geometry = test.geometry(image);
        StudySet.Row study = test.rows().get(row);
        String split = trial.options().split().lower();
        table.add(study, split, PICTURE, "", "", "", "", "", "", "", "", "", "");
        List<Box> truth = new ArrayList<>();
        for (int k = 0; k < structures.size(); k++) {
            for (Box marked : test.boxes(sample, k)) {
                Box box = marked.clip(image.width(), image.height());
                Box named = new Box(
                        box.x(),
                        box.y(),
                        box.width(),
                        box.height(),
                        structures.get(k).name());
                truth.add(named);
                add(table, study, split, TRUE, named, "", "");
            }
        }
        for (Found found : detector.found(test.square(row))) {
            String label = structures.get(found.kind()).name();
            Box box = geometry.toSource(box(found, test.side(), label)).clip(image.width(), image.height());
            double overlap = truth.stream()
                    .filter(one -> one.label().equals(label))
                    .mapToDouble(box::iou)
                    .max()
                    .orElse(0);
            add(table, study, split, REPORTED, box, found.confidence(), overlap);
        }
    }

    private static void add(
            SampleTable table,
            StudySet.Row study,
            String split,
            String kind,
            Box box,
            Object confidence,
            Object overlap) {
        table.add(
                study,
                split,
                kind,
                box.label(),
                box.x(),
                box.y(),
                box.width(),
                box.height(),
                confidence,
                overlap,
                "",
                "",
                "");
    }

    @Override
    public SampleTable asked(SampleTable samples) {
        return samples.where("kind", kind -> !kind.equals(REPORTED));
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        Settings settings = settings(options);
        SampleTable learnt = samples.where("epochs", cell -> !cell.isEmpty());
        SampleTable measured = samples.where("epochs", String::isEmpty);
        SampleTable truth = measured.where("kind", TRUE::equals);
        List<String> notes = new ArrayList<>();
        notes.add(HeadTraining.note(learnt, chosenBy(settings)));
        HeadTraining.few(truth, "label", options).ifPresent(notes::add);
        SampleTable pictures = measured.where("kind", PICTURE::equals);
        Bootstrap draws = Bootstrap.byGroup(pictures.texts("patient"), options.resamples(), options.seed());
        Map<String, Map<String, Bootstrap.Statistic>> byMetric = new LinkedHashMap<>();
        List<String> labels = truth.distinct("label").stream().sorted().toList();
        for (String label : labels) {
            List<List<Box>> boxes = perPicture(pictures, truth.where("label", label::equals)).stream()
                    .map(found -> found.stream().map(Detection::box).toList())
                    .toList();
            List<List<Detection>> reported = perPicture(
                    pictures, measured.where("kind", REPORTED::equals).where("label", label::equals));
            for (List<Double> overlaps : OVERLAPS) {
                byMetric.computeIfAbsent(AveragePrecision.name(RULE, overlaps), _ -> new LinkedHashMap<>())
                        .put(label, AveragePrecision.of(reported, boxes, overlaps, RULE));
            }
            byMetric.computeIfAbsent(Froc.name(reading(settings)), _ -> new LinkedHashMap<>())
                    .put(label, Froc.of(reported, boxes, reading(settings)));
        }
        List<Estimate> estimates = new ArrayList<>();
        byMetric.forEach(
                (metric, own) -> estimates.addAll(estimates(metric, own, truth, pictures.size(), draws, options)));
        return new Estimated(estimates, notes);
    }

    private static List<Estimate> estimates(
            String metric,
            Map<String, Bootstrap.Statistic> own,
            SampleTable truth,
            int pictures,
            Bootstrap draws,
            EvaluationOptions options) {
        // the overlap stands in the metric's name too, but people read the part
        String part = metric.contains("iou=") ? "overlap " + metric.replaceAll(".*iou=|].*", "") : "";
        List<Estimate> estimates = new ArrayList<>();
        List<Bootstrap.Statistic> counted = new ArrayList<>();
        own.forEach((label, statistic) -> {
            int positives = truth.where("label", label::equals).distinct("row").size();
            boolean counts = positives >= options.minPositives();
            if (counts) {
                counted.add(statistic);
            }
            estimates.add(new Estimate(metric, label, part, Double.NaN, pictures, positives, counts, draws, statistic));
        });
        Bootstrap.Statistic mean = Bootstrap.macroOf(counted.isEmpty() ? List.copyOf(own.values()) : counted);
        estimates.addFirst(new Estimate(metric, Measure.MACRO, part, Double.NaN, pictures, -1, true, draws, mean));
        return estimates;
    }

    /** The boxes of each picture, in the order of the pictures; true ones with confidence 1. */
    private static List<List<Detection>> perPicture(SampleTable pictures, SampleTable boxes) {
        Map<String, List<Detection>> byRow = new LinkedHashMap<>();
        pictures.texts("row").forEach(row -> byRow.put(row, new ArrayList<>()));
        double[] x = boxes.numbers("x");
        double[] y = boxes.numbers("y");
        double[] width = boxes.numbers("width");
        double[] height = boxes.numbers("height");
        double[] confidence = boxes.numbers("confidence");
        for (int i = 0; i < boxes.size(); i++) {
            double sure = Double.isNaN(confidence[i]) ? 1 : confidence[i];
            byRow.computeIfAbsent(boxes.text(i, "row"), _ -> new ArrayList<>())
                    .add(new Detection(new Box(x[i], y[i], width[i], height[i], ""), sure));
        }
        return List.copyOf(byRow.values());
    }
}
