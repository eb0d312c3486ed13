package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vesalius.dataset.Split;
import org.vesalius.evaluate.Estimate;
import org.vesalius.evaluate.EvaluationOptions;
import org.vesalius.evaluate.GroundingProtocol;
import org.vesalius.evaluate.InferenceScorer;
import org.vesalius.evaluate.LinearProbeProtocol;
import org.vesalius.evaluate.Protocol;
import org.vesalius.evaluate.SampleTable;
import org.vesalius.evaluate.Trial;
import org.vesalius.evaluate.ZeroShotProtocol;
import org.vesalius.image.Image;
import org.vesalius.infer.Inference;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Ranking;
import org.vesalius.metric.spatial.Grounding;
import org.vesalius.recipe.Measure;
import org.vesalius.report.Section;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;
import org.vesalius.train.Plan;
import org.vesalius.train.RunDir;
import org.vesalius.train.Trained;

/**
 * A {@link Measure} of one model on test patients, still a function of the rows, so that two models can be held against each other.
 *
 * @param statistic in words
 * @param chance what a model that knows nothing scores; a function of the rows too, since it may be another model
 * @param rows what each row is about
 * @param patients of the rows
 */
record Measured(
        String statistic,
        Bootstrap.Statistic chance,
        List<String> rows,
        List<String> patients,
        Bootstrap draws,
        Bootstrap.Statistic value) {
    private static final String RETRIEVAL =
            "share of other images that lie farther from a report (the sections that the plan reads) than its own, text to image, test patients";
    private static final String PROBE =
            "mean AUROC of linear probes on the image tower's frozen features, test patients; in place of chance, the same with the tower untrained";
    private static final String POINTING =
            "pointing game: share of phrases whose map is greatest inside their boxes, boxes below a quarter of the picture, test patients; chance is their share of the picture";

    private static final String ZERO_SHOT =
            "mean AUROC of findings by the model's readout of their prompts, test patients";

    /** Asks the best weights of a run of {@code plan}. */
    static Measured of(Measure measure, Path run, Plan plan, PreparedData data, Progress progress) throws IOException {
        return switch (measure) {
            case Measure.Known known -> {
                try (Inference model = Inference.load(run)) {
                    yield switch (known) {
                        case RETRIEVAL -> retrieval(model, plan.data().sections(), data);
                        case PROBE -> probe(model, plan, data, progress);
                        case POINTING -> pointing(model, data, progress);
                        case ZERO_SHOT -> zeroShot(model, data, progress);
                    };
                }
            }
            case Measure.Own own -> {
                try (Trained model = Trained.open(new RunDir(run), plan, data)) {
                    yield own(own, own.asking().of(model), data);
                }
            }
        };
    }

    private static Measured mean(
            String statistic, double chance, List<String> rows, List<String> patients, double[] values) {
        Bootstrap draws = Bootstrap.byGroup(patients, Bootstrap.RESAMPLES, 0);
        return new Measured(statistic, _ -> chance, rows, patients, draws, Bootstrap.meanOf(values));
    }

    private static Measured own(Measure.Own own, List<Measure.Row> rows, PreparedData data) throws IOException {
        Map<Integer, String> patients = new HashMap<>();
        for (Entry entry : data.entries(Split.TEST)) {
            patients.put(entry.row(), entry.patientKey());
        }
        if (rows.isEmpty() || !rows.stream().allMatch(row -> patients.containsKey(row.row()))) {
            throw InputException.of("measure of the recipe", "rows of the test split", "none, or others", "correct it");
        }
        return mean(
                own.statistic(),
                own.chance(),
                rows.stream().map(row -> row.row() + " " + row.what()).toList(),
                rows.stream().map(row -> patients.getOrDefault(row.row(), "")).toList(),
                rows.stream().mapToDouble(Measure.Row::value).toArray());
    }

    private static Measured probe(Inference model, Plan plan, PreparedData data, Progress progress) throws IOException {
        Protocol protocol = new LinearProbeProtocol();
        Estimated trained = Estimated.of(protocol, model, Ranking.AUROC, data, progress);
        try (Inference untrained = model.untrained(plan.seed())) {
            Estimated before = Estimated.of(protocol, untrained, Ranking.AUROC, data, progress);
            return new Measured(
                    PROBE,
                    before.estimate().statistic(),
                    trained.studies(),
                    trained.patients(),
                    trained.estimate().draws(),
                    trained.estimate().statistic());
        }
    }

    private static Measured zeroShot(Inference model, PreparedData data, Progress progress) throws IOException {
        Estimated of = Estimated.of(new ZeroShotProtocol(), model, Ranking.AUROC, data, progress);
        return new Measured(
                ZERO_SHOT,
                _ -> 0.5,
                of.studies(),
                of.patients(),
                of.estimate().draws(),
                of.estimate().statistic());
    }

    private static Measured pointing(Inference model, PreparedData data, Progress progress) throws IOException {
        Estimated of = Estimated.of(new GroundingProtocol(), model, Grounding.POINTING_EXPECTED, data, progress);
        SampleTable counted = of.samples().where("counted", "1"::equals);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < counted.size(); i++) {
            rows.add(counted.text(i, "row") + " " + counted.text(i, "phrase"));
        }
        return new Measured(
                POINTING,
                Bootstrap.meanOf(counted.numbers("chance")),
                rows,
                counted.texts("patient"),
                of.estimate().draws(),
                of.estimate().statistic());
    }

    /** The mean over subjects that a protocol makes of its table. */
    private record Estimated(SampleTable samples, Estimate estimate) {
        private static Estimated of(
                Protocol protocol, Inference model, String metric, PreparedData data, Progress progress)
                throws IOException {
            EvaluationOptions options = EvaluationOptions.defaults();
            SampleTable samples = protocol.collect(
                            new Trial(InferenceScorer.of("model", model), data, options, progress))
                    .samples();
            Estimate estimate = protocol.estimate(samples, options).estimates().stream()
                    .filter(one -> one.metric().equals(metric)
                            && one.subject().equals(org.vesalius.evaluate.Measure.MACRO)
                            && one.part().isEmpty())
                    .findFirst()
                    .orElseThrow();
            return new Estimated(samples, estimate);
        }

        /** The studies of the scored split, as {@link #estimate} draws them. */
        private List<String> studies() {
            return samples.where("split", Split.TEST.lower()::equals).distinct("row");
        }

        private List<String> patients() {
            SampleTable scored = samples.where("split", Split.TEST.lower()::equals);
            Map<String, String> patients = new HashMap<>();
            for (int i = 0; i < scored.size(); i++) {
                patients.put(scored.text(i, "row"), scored.text(i, "patient"));
            }
            return studies().stream().map(row -> patients.getOrDefault(row, "")).toList();
        }
    }

    private static Measured retrieval(Inference model, List<Section> sections, PreparedData data) throws IOException {
        List<Image> images = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> rows = new ArrayList<>();
        List<String> patients = new ArrayList<>();
        for (Entry entry : data.entries(Split.TEST)) {
            Sample sample = data.read(entry);
            for (int i = 0; i < sample.images().size(); i++) {
                if (sample.study().images().get(i).view().frontal()) {
                    images.add(sample.images().get(i));
                    texts.add(sample.study().report().text(sections.toArray(Section[]::new)));
                    rows.add(Integer.toString(entry.row()));
                    patients.add(entry.patientKey());
                    break;
                }
            }
        }
        double[] shares = shares(model.embedImages(images), model.embedTexts(texts));
        return mean(RETRIEVAL, 0.5, rows, patients, shares);
    }

    /** For each text the share of other images that are farther than its own, equally far ones counting half. */
    static double[] shares(float[][] img, float[][] txt) {
        double[] shares = new double[txt.length];
        for (int t = 0; t < txt.length; t++) {
            double own = dot(img[t], txt[t]);
            double farther = 0;
            for (int i = 0; i < img.length; i++) {
                double other = dot(img[i], txt[t]);
                farther += i == t ? 0 : other < own ? 1 : other == own ? 0.5 : 0;
            }
            shares[t] = farther / (img.length - 1);
        }
        return shares;
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }
}
