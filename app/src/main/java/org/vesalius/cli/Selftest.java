package org.vesalius.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.vesalius.checkpoint.RunManifest;
import org.vesalius.dataset.Datasets;
import org.vesalius.dataset.Split;
import org.vesalius.image.Image;
import org.vesalius.infer.Inference;
import org.vesalius.io.Progress;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.Interval;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;
import org.vesalius.recipe.Learned;
import org.vesalius.recipe.Recipe;
import org.vesalius.recipe.SourceHash;
import org.vesalius.report.Section;
import org.vesalius.shard.Entry;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;
import org.vesalius.train.Job;
import org.vesalius.train.Plan;
import org.vesalius.train.Settings;
import org.vesalius.train.Trainer;

/** Whether recipes learn: a short training of each on the built-in data, measured on patients that it never saw. */
final class Selftest {
    private static final PhantomOptions DATA = new PhantomOptions(480, 40, 160, 11, false, false);
    private static final String STATISTIC =
            "share of other images that lie farther from a report (the sections that the plan reads) than its own, text to image, test patients";
    private static final double CHANCE = 0.5;
    private static final double REQUIRED = 0.1;
    private static final int MAX_SIDE = 128;
    private static final List<String> SETTINGS = List.of(
            "model.transform.size=96",
            "budget.batch=32",
            "budget.epochs=0",
            "budget.steps=180",
            "budget.validateEvery=180",
            "schedule.warmup=20");

    private final Path work;
    private final Path root;
    private final Progress progress;

    /** {@code work} holds the data between runs, {@code root} the sources. */
    Selftest(Path work, Path root, Progress progress) {
        this.work = work;
        this.root = root;
        this.progress = progress;
    }

    /** Trains and measures one recipe; writes nothing outside the work folder. */
    Learned run(Recipe recipe, long seed) throws IOException {
        List<String> settings = new ArrayList<>(SETTINGS);
        settings.add("seed=" + seed);
        String id = recipe.card().id();
        Plan small = recipe.plan("small");
        Plan plan = Settings.apply(small, settings);
        Path run = Files.createTempDirectory(Files.createDirectories(work), id);
        try (PreparedData data = PreparedData.open(data())) {
            RunManifest manifest =
                    Trainer.train(Job.of(plan, Job.Origin.of(id, small.name(), settings), data, run), progress);
            SourceHash hash = SourceHash.of(recipe, root);
            return new Learned(
                    id,
                    "vesalius train " + id + " --plan " + small.name() + " --set " + String.join(" --set ", settings)
                            + " --data PREPARED --out RUN",
                    "vesalius phantom --train " + DATA.train() + " --val " + DATA.val() + " --test " + DATA.test()
                            + " --seed " + DATA.seed()
                            + " --out RAW; vesalius data prepare RAW --as phantom --max-side "
                            + MAX_SIDE + " --out PREPARED",
                    seed,
                    STATISTIC,
                    CHANCE,
                    margin(run, data, plan.data().sections()),
                    REQUIRED,
                    hash.recipe(),
                    hash.packages(),
                    Math.round(10 * Objects.requireNonNull(manifest.outcome()).seconds()) / 10.0);
        } finally {
            delete(run);
        }
    }

    /** The built-in data of all self-tests, made once. */
    private Path data() throws IOException {
        Path prepared = work.resolve("data-" + DATA.seed() + "-" + DATA.train());
        if (!Files.isDirectory(prepared)) {
            Path raw = work.resolve("raw-" + DATA.seed() + "-" + DATA.train());
            delete(raw);
            PhantomWriter.write(raw, DATA, progress);
            Preparation.run(
                    Datasets.byId("phantom"),
                    raw,
                    prepared,
                    PrepareOptions.defaults().withSizes(MAX_SIDE, 1000),
                    progress);
            delete(raw);
        }
        return prepared;
    }

    private static Interval margin(Path run, PreparedData data, List<Section> sections) throws IOException {
        List<Image> images = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        List<String> patients = new ArrayList<>();
        for (Entry entry : data.entries(Split.TEST)) {
            Sample sample = data.read(entry);
            for (int i = 0; i < sample.images().size(); i++) {
                if (sample.study().images().get(i).view().frontal()) {
                    images.add(sample.images().get(i));
                    texts.add(sample.study().report().text(sections.toArray(Section[]::new)));
                    patients.add(entry.patientKey());
                    break;
                }
            }
        }
        double[] shares = shares(run, images, texts);
        return Bootstrap.byGroup(patients, Bootstrap.RESAMPLES, 0).interval(Bootstrap.meanOf(shares));
    }

    private static double[] shares(Path run, List<Image> images, List<String> texts) throws IOException {
        try (Inference model = Inference.load(run)) {
            float[][] img = model.embedImages(images);
            float[][] txt = model.embedTexts(texts);
            double[] shares = new double[txt.length];
            for (int t = 0; t < txt.length; t++) {
                double own = dot(img[t], txt[t]);
                double farther = 0;
                for (int i = 0; i < img.length; i++) {
                    double other = dot(img[i], txt[t]);
                    farther += i == t ? 0 : other < own ? 1 : other == own ? 0.5 : 0;
                }
                shares[t] = farther / (img.length - 1) - CHANCE;
            }
            return shares;
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file :
                        files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
