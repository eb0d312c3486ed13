package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vesalius.dataset.Split;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.metric.Bootstrap;
import org.vesalius.metric.FrechetDistance;
import org.vesalius.metric.Ranking;
import org.vesalius.metric.Retrieval;
import org.vesalius.metric.spatial.StructuralSimilarity;
import org.vesalius.shard.PreparedData;

/**
 * Generated pictures against real ones, as RoentGen (Chambon et al., 2022) and its precursor are measured. The data are the real ones; {@code --set generated=DIR} names a prepared set whose texts are the prompts, whose labels are what was asked for, and whose pictures with
 * equal texts are samples of one prompt. The model whose features, labels and texts are asked is the judge, and stands in the names of what depends on it.
 *
 * <p>Fréchet distance of the judge's features (also between two halves of the real ones: what is as good as real); MS-SSIM between samples of one prompt, lower is more diverse (also between real pictures); AUROC of the prompted labels by the
 * judge's own rule or by a probe fitted on real training pictures (also of the real ones; and of a probe fitted on generated pictures alone, on real ones); the rank of a picture's own prompt among all.
 */
public final class GenerationProtocol implements Protocol {
    static final String[] COLUMNS = {
        "kind", "set", "image", "judge", "label", "asked", "value", "hit1", "hit5", "rank", "pool", "vector"
    };

    static final String GENERATED = "generated";
    static final String REAL = "real";
    static final String PICTURE = "picture";
    static final String PAIR = "pair";
    static final String LABEL = "label";
    static final String TEXT = "text";
    static final String ZERO_SHOT = "zero-shot";
    static final String LEARNT = "real, by a probe of generated";

    @Override
    public String id() {
        return "generation";
    }

    @Override
    public String title() {
        return "Generated pictures";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.choice(
                        "classifier",
                        "who says which labels a picture shows: the judge from prompts, or a probe on its features of real training pictures",
                        ZERO_SHOT,
                        "probe"),
                Setting.whole(
                        "distance-resamples",
                        40,
                        "resamples for the range of the Fréchet distance, each of which is slow",
                        2,
                        100_000),
                Setting.text(
                        GENERATED,
                        "",
                        "prepared set of the generated pictures; its texts are the prompts (in the digest by its content)"),
                Setting.whole("pairs", 6, "pairs of samples of a prompt that are compared at most", 1, 1_000_000),
                Setting.whole("ssim-side", 256, "side that pictures are brought to before MS-SSIM", 176, 4096));
    }

    @Override
    public boolean possible(PreparedData data) {
        return data.manifest().counts(Split.TEST).images() > 1;
    }

    @Override
    public boolean usual() {
        return false;
    }

    @Override
    public Map<String, String> terms(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", "generation@1: Fréchet distance, diversity, labels and texts of generated pictures");
        terms.put("unit", "generated picture, frontal or of unknown view; of real ones: " + StudySet.UNIT);
        terms.put("min-positives", Integer.toString(trial.options().minPositives()));
        terms.put(
                "metrics",
                String.join(
                        ", ",
                        FrechetDistance.name("JUDGE"),
                        StructuralSimilarity.MULTI_SCALE,
                        Ranking.AUROC,
                        Retrieval.RECALL_EQUAL_TEXT,
                        Retrieval.RANK,
                        Bootstrap.METHOD));
        terms.put("generated-digest", contents(settings.text(GENERATED)).orElse("none"));
        return terms;
    }

    /** With the content of the generated set in place of where it lies. */
    @Override
    public ProtocolDigest digest(Trial trial) throws IOException {
        Map<String, String> terms = new TreeMap<>(Protocol.super.digest(trial).terms());
        terms.computeIfPresent(
                "set " + GENERATED,
                (_, place) -> "none".equals(terms.get("generated-digest")) ? place : "see generated-digest");
        return ProtocolDigest.of(terms);
    }

    private static Optional<String> contents(String place) throws IOException {
        if (place.isEmpty() || !Files.isDirectory(Path.of(place))) {
            return Optional.empty();
        }
        try (PreparedData generated = PreparedData.open(Path.of(place))) {
            return Optional.of(generated.manifest().digest());
        }
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        Settings settings = settings(trial.options());
        if (contents(settings.text(GENERATED)).isEmpty()) {
            throw InputException.of(
                    "--set generated",
                    "a prepared set of generated pictures",
                    settings.text(GENERATED).isEmpty() ? "none" : "a folder that is not there",
                    "make one with 'vesalius data prepare PICTURES --as folder --out DIR' (NAME.txt beside NAME.png is the prompt)");
        }
        SampleTable table = new SampleTable(COLUMNS);
        List<Problem> problems = new ArrayList<>();
        StudySet real = trial.features(trial.options().split());
        problems.addAll(real.problems());
        try (PreparedData generated = PreparedData.open(Path.of(settings.text(GENERATED)))) {
            new GenerationSession(trial, settings, generated, real, table).measure();
        }
        return new Collected(table, problems);
    }

    @Override
    public Estimated estimate(SampleTable samples, EvaluationOptions options) {
        Settings settings = settings(options);
        List<Estimate> estimates = new ArrayList<>();
        SampleTable pictures = samples.where("kind", PICTURE::equals);
        estimates.addAll(GenerationMeasures.distances(pictures, settings.whole("distance-resamples"), options));
        for (String set : List.of(GENERATED, REAL)) {
            GenerationMeasures.diversity(samples.where("kind", PAIR::equals).where("set", set::equals), set, options)
                    .ifPresent(estimates::add);
        }
        for (String set : List.of(GENERATED, REAL, LEARNT)) {
            SampleTable labels = samples.where("kind", LABEL::equals).where("set", set::equals);
            estimates.addAll(GenerationMeasures.labels(labels, set, options));
        }
        estimates.addAll(GenerationMeasures.texts(samples.where("kind", TEXT::equals), options));
        int real = pictures.where("set", REAL::equals).size();
        List<String> notes = List.of(
                "%d generated and %d real pictures; a Fréchet distance of few pictures is too large, so compare with that of the real halves; a resample repeats pictures, so its range lies too high"
                        .formatted(pictures.size() - real, real),
                "the judge is %s: what it cannot see is not measured"
                        .formatted(pictures.size() == 0 ? "unknown" : pictures.text(0, "judge")));
        return new Estimated(estimates, notes);
    }
}
