package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.vesalius.dataset.Split;
import org.vesalius.evaluate.HeadTraining.Configuration;
import org.vesalius.evaluate.transfer.Fitting;
import org.vesalius.evaluate.transfer.Segmenter;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.spatial.EmptyRule;
import org.vesalius.metric.spatial.Overlap;
import org.vesalius.metric.spatial.Surface;
import org.vesalius.shard.PreparedData;
import org.vesalius.train.Optim;

/**
 * Segmentation transfer: a 1×1 convolution or a U-Net's decoder on the image tower, frozen or trained with it, learns the masks of the training pictures; the epoch is chosen on validation pictures, and masks of test pictures are compared with what it
 * finds (probability of at least a half). Published ways of training are {@code --set configuration=}: LoVT (Müller et al., ECCV 2022), GLoRIA's SIIM (Huang et al., ICCV 2021), MGCA (Wang et al., NeurIPS 2022).
 */
public final class SegmentationProtocol implements Protocol {
    static final String[] COLUMNS = {
        "split",
        "structure",
        "told",
        "found",
        "truth",
        "both",
        "dice",
        "iou",
        "hausdorff95",
        "nsd",
        "epochs",
        "best",
        "validation"
    };

    private static final int MEASURED = 9;
    static final String OWN = "own";
    static final String SHUFFLED = "shuffled";

    @Override
    public String id() {
        return "segmentation";
    }

    @Override
    public String title() {
        return "Segmentation transfer";
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
                                        "gloria",
                                        "mgca"),
                                Setting.choice(
                                        "empty",
                                        "what a picture without the structure is worth where none is found (Q17: papers differ): 1, left out, 0",
                                        "one",
                                        "skip",
                                        "zero"),
                                Setting.choice("head", "1x1 convolution, or a U-Net's decoder", "linear", "unet"),
                                Setting.choice(
                                        "loss",
                                        "what is made small: the configuration's, LoVT's Dice, GLoRIA's 10 focal - ln Dice, LViT's Dice and cross-entropy",
                                        "configuration",
                                        "dice",
                                        "mixed",
                                        "dice-bce"),
                                Setting.choice(
                                        "marks",
                                        "masks, boxes filled as masks, or masks and else boxes",
                                        "either",
                                        "masks",
                                        "boxes"),
                                Setting.choice(
                                        "pixels",
                                        "compare on the stored picture, or on the square that the model sees, as the published tables do",
                                        "stored",
                                        "model"),
                                Setting.choice(
                                        "text",
                                        "told beside the picture: nothing, the report, the wordings of the marks; told ones are tested with another picture's text too",
                                        "none",
                                        "report",
                                        "phrases"),
                                Setting.number(
                                        "tolerance", 2, "pixels between two borders that count as one (NSD)", 0, 1000)))
                .sorted(Comparator.comparing(Setting::name))
                .toList();
    }

    @Override
    public boolean possible(PreparedData data) throws IOException {
        return !Structure.counts(data, Split.TRAIN, MarkedSet.From.EITHER).isEmpty()
                && !Structure.counts(data, Split.VAL, MarkedSet.From.EITHER).isEmpty();
    }

    @Override
    public boolean usual() {
        return false;
    }

    /** The published numbers; LoVT's are those of its linear COVID-Rural and NIH tasks (between them) and of its U-Net. */
    static Configuration configuration(String name, boolean unet) {
        return switch (name) {
            case "lovt" ->
                new Configuration(Optim.adam(unet ? 3e-4 : 1e-2).withWeightDecay(1e-6), unet ? 8 : 64, 100, 10, 3, 256);
            case "gloria" -> new Configuration(Optim.adam(5e-4).withWeightDecay(1e-6), 8, 100, 20, 0, 256);
            case "mgca" -> new Configuration(Optim.adamW(2e-4).withWeightDecay(.05), 8, 50, 10, 0, 256);
            default -> new Configuration(Optim.adam(unet ? 2e-3 : 1e-2), 8, 30, 8, 3, 48);
        };
    }

    private static Segmenter.Loss loss(Settings settings) {
        return switch (settings.text("loss")) {
            case "dice" -> Segmenter.Loss.DICE;
            case "mixed" -> Segmenter.Loss.MIXED;
            case "dice-bce" -> Segmenter.Loss.DICE_BCE;
            default ->
                switch (settings.text("configuration")) {
                    case "lovt" -> Segmenter.Loss.DICE;
                    case "gloria", "mgca" -> Segmenter.Loss.MIXED;
                    default -> Segmenter.Loss.DICE_BCE;
                };
        };
    }

    /** LoVT and MGCA choose by the validation loss, GLoRIA by the Dice. */
    private static boolean byLoss(Settings settings) {
        return List.of("lovt", "mgca").contains(settings.text("configuration"));
    }

    private static MarkedSet.From from(Settings settings) {
        return switch (settings.text("marks")) {
            case "masks" -> MarkedSet.From.MASKS;
            case "boxes" -> MarkedSet.From.BOXES;
            default -> MarkedSet.From.EITHER;
        };
    }

    private static EmptyRule empty(Settings settings) {
        return switch (settings.text("empty")) {
            case "skip" -> EmptyRule.SKIP;
            case "zero" -> EmptyRule.ZERO;
            default -> EmptyRule.ONE;
        };
    }

    private Fitting.Plan plan(Trial trial) {
        Settings settings = settings(trial.options());
        boolean unet = settings.text("head").equals("unet");
        return HeadTraining.plan(
                configuration(settings.text("configuration"), unet),
                settings,
                trial.options().seed());
    }

    private List<Structure> structures(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        return Structure.of(
                trial.data(),
                trial.options(),
                from(settings),
                settings.whole("min-marks"),
                settings.text("structures").equals("together"));
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        Map<String, String> terms = new TreeMap<>(HeadTraining.terms(trial, structures(trial), plan(trial)));
        terms.put("protocol", "segmentation@1: a head on the image tower, probability of at least a half is inside");
        terms.put("loss", loss(settings).name().toLowerCase(Locale.ROOT));
        terms.put("chosen-by", chosenBy(settings));
        terms.put("metrics", String.join(", ", names(settings).values()) + ", " + Bootstrap.METHOD);
        return terms;
    }

    private static String chosenBy(Settings settings) {
        return byLoss(settings) ? "negative loss" : "mean Dice";
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        List<Structure> structures = structures(trial);
        MarkedSet.Told told = switch (settings.text("text")) {
            case "report" -> MarkedSet.Told.REPORT;
            case "phrases" -> MarkedSet.Told.PHRASES;
            default -> MarkedSet.Told.NOTHING;
        };
        MarkedSet.Rules rules = new MarkedSet.Rules(
                structures, from(settings), HeadTraining.negatives(settings), told, settings.whole("side"), true);
        HeadTraining.Sets sets = HeadTraining.Sets.read(trial, rules);
        Stream.of(sets.train(), sets.validation(), sets.test()).forEach(MarkedSet::tell);
        SampleTable table = new SampleTable(COLUMNS);
        boolean unet = settings.text("head").equals("unet");
        Segmenter.Spec spec = new Segmenter.Spec(
                unet,
                settings.text("tower").equals("frozen"),
                sets.train().side(),
                structures.size(),
                told == MarkedSet.Told.NOTHING
                        ? 0
                        : trial.scorer().inference().spec().jointSize(),
                HeadTraining.width(configuration(settings.text("configuration"), unet), settings),
                loss(settings),
                byLoss(settings));
        String who = trial.scorer().subject().name();
        try (Segmenter segmenter =
                new Segmenter(trial.scorer().inference(), spec, trial.options().seed())) {
            Fitting.Fitted fitted = segmenter.fit(
                    plan(trial),
                    sets.train().size(),
                    sets.train()::square,
                    sets.validation().size(),
                    sets.validation()::square,
                    trial.progress(),
                    "train masks (" + who + ")");
            HeadTraining.learnt(table, sets.train(), fitted, MEASURED);
            new MaskTable(trial, sets.test(), structures, settings, table)
                    .measure(segmenter, told != MarkedSet.Told.NOTHING);
        }
        return new Collected(table, List.of());
    }

    private static Map<String, String> names(Settings settings) {
        EmptyRule empty = empty(settings);
        Map<String, String> names = new LinkedHashMap<>();
        names.put("dice", Overlap.diceName(empty));
        names.put("iou", Overlap.iouName(empty));
        names.put("lvit", Overlap.LVIT_DICE);
        names.put("hausdorff95", Surface.HAUSDORFF_95);
        names.put("nsd", Surface.diceName(settings.number("tolerance"), empty));
        return names;
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        Settings settings = settings(options);
        List<Estimate> estimates = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        SampleTable learnt = samples.where("epochs", cell -> !cell.isEmpty());
        notes.add(HeadTraining.note(learnt, chosenBy(settings)));
        notes.add("hausdorff95 in pixels, over pictures where both masks hold something");
        SampleTable measured = samples.where("epochs", String::isEmpty);
        HeadTraining.few(measured.where("truth", truth -> !truth.equals("0")), "structure", options)
                .ifPresent(notes::add);
        for (String told : measured.distinct("told")) {
            SampleTable own = measured.where("told", told::equals);
            names(settings)
                    .forEach((column, name) -> estimates.addAll(estimates(
                            own, column, name, told.equals(SHUFFLED) ? "texts shuffled" : "", settings, options)));
        }
        return new Estimated(estimates, notes);
    }

    private static List<Estimate> estimates(
            SampleTable rows, String column, String name, String part, Settings settings, EvaluationOptions options) {
        double[] values = values(rows, column, empty(settings));
        double[] truth = rows.numbers("truth");
        Bootstrap draws = Bootstrap.byGroup(rows.texts("patient"), options.resamples(), options.seed());
        List<Estimate> each = new ArrayList<>();
        List<Bootstrap.Statistic> counted = new ArrayList<>();
        List<Bootstrap.Statistic> all = new ArrayList<>();
        List<String> structures = rows.texts("structure");
        for (String structure : rows.distinct("structure").stream().sorted().toList()) {
            double[] own = values.clone();
            int n = 0;
            int positives = 0;
            for (int i = 0; i < own.length; i++) {
                boolean mine = structures.get(i).equals(structure);
                own[i] = mine ? own[i] : Double.NaN;
                n += mine && !Double.isNaN(own[i]) ? 1 : 0;
                positives += mine && truth[i] > 0 ? 1 : 0;
            }
            boolean counts = positives >= options.minPositives();
            Bootstrap.Statistic mean = Bootstrap.meanOf(own);
            all.add(mean);
            if (counts) {
                counted.add(mean);
            }
            each.add(new Estimate(name, structure, part, Double.NaN, n, positives, counts, draws, mean));
        }
        each.addFirst(new Estimate(
                name,
                Measure.MACRO,
                part,
                Double.NaN,
                rows.size(),
                -1,
                true,
                draws,
                Bootstrap.macroOf(counted.isEmpty() ? all : counted)));
        return each;
    }

    /** From the counts where the rule of empty masks decides, else as measured. */
    private static double[] values(SampleTable rows, String column, EmptyRule rule) {
        double[] found = rows.numbers("found");
        double[] truth = rows.numbers("truth");
        double[] both = rows.numbers("both");
        double[] measured = column.equals("lvit") ? found : rows.numbers(column);
        double[] values = new double[found.length];
        Arrays.setAll(values, i -> {
            Overlap overlap = new Overlap((long) both[i], (long) found[i], (long) truth[i]);
            return switch (column) {
                case "dice" -> overlap.dice(rule);
                case "iou" -> overlap.iou(rule);
                case "lvit" -> overlap.lvitDice();
                case "nsd" -> truth[i] > 0 ? measured[i] : overlap.dice(rule);
                default -> measured[i];
            };
        });
        return values;
    }
}
