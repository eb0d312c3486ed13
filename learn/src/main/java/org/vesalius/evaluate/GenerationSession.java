package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.View;
import org.vesalius.image.Image;
import org.vesalius.image.Resize;
import org.vesalius.io.Digests;
import org.vesalius.io.InputException;
import org.vesalius.metric.Retrieval;
import org.vesalius.metric.spatial.StructuralSimilarity;
import org.vesalius.report.Prompts;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.shard.Entry;
import org.vesalius.shard.PreparedData;
import org.vesalius.shard.Sample;

/** One measuring of one generated set by {@link GenerationProtocol}: its rows. */
final class GenerationSession {
    private static final int BATCH = 32;

    /** A picture of the generated set; {@code text} with white space made equal. */
    private record Made(StudySet.Row row, int image, String text) {}

    private final Trial trial;
    private final Settings settings;
    private final PreparedData generated;
    private final StudySet real;
    private final SampleTable table;
    private final String judge;
    private final List<Made> made = new ArrayList<>();
    private final List<float[]> vectors = new ArrayList<>();
    private final List<float[]> joint = new ArrayList<>();
    private final List<double[]> scores = new ArrayList<>();
    private final List<PromptSet> prompts = new ArrayList<>();
    private final Map<String, List<float[]>> greys = new LinkedHashMap<>();
    private final Map<String, Probe> probes = new LinkedHashMap<>();

    GenerationSession(Trial trial, Settings settings, PreparedData generated, StudySet real, SampleTable table) {
        this.trial = trial;
        this.settings = settings;
        this.generated = generated;
        this.real = real;
        this.table = table;
        judge = trial.scorer().subject().name();
    }

    /** Writes all rows. */
    void measure() throws IOException {
        List<String> labels = labels();
        labels.forEach(label -> prompts.add(trial.options().prompts().stream()
                .filter(set -> set.label().equals(label))
                .findFirst()
                .orElseGet(() -> Prompts.forLabel(label))));
        boolean zeroShot = settings.text("classifier").equals(GenerationProtocol.ZERO_SHOT);
        if (!zeroShot && !labels.isEmpty()) {
            probesOfReal(labels);
        }
        see(zeroShot);
        for (StudySet.Row row : real.rows()) {
            add(
                    table,
                    row,
                    GenerationProtocol.PICTURE,
                    GenerationProtocol.REAL,
                    0,
                    judge,
                    Map.of("vector", Packed.of(real.vector(row))));
        }
        for (int i = 0; i < made.size(); i++) {
            Made one = made.get(i);
            add(
                    table,
                    one.row,
                    GenerationProtocol.PICTURE,
                    GenerationProtocol.GENERATED,
                    one.image,
                    judge,
                    Map.of("vector", Packed.of(vectors.get(i))));
            labels(one.row, GenerationProtocol.GENERATED, one.image, scoresOf(i, zeroShot, labels), labels);
        }
        realLabels(zeroShot, labels);
        learntFromGenerated(labels);
        texts();
        diversity();
    }

    /** Those that generated studies and real ones both know, present in some and absent in others. */
    private List<String> labels() throws IOException {
        List<String> own = new ArrayList<>();
        LabelReading reading = trial.options().reading();
        var known = reading.counts(generated.manifest().labels());
        List<String> wanted;
        try {
            wanted = Labels.of(trial);
        } catch (InputException e) {
            if (!trial.options().labels().isEmpty()) {
                throw e;
            }
            wanted = List.of();
        }
        for (String label : wanted) {
            var states = known.get(label);
            if (states != null && reading.decides(label, states)) {
                own.add(label);
            }
        }
        return own;
    }

    private void probesOfReal(List<String> labels) throws IOException {
        StudySet train = trial.features(Split.TRAIN);
        StudySet validation = trial.features(Split.VAL);
        Probe.Standard standard =
                Probe.Standard.of(train.rows().stream().map(train::vector).toList());
        for (String label : labels) {
            Probe.fit(known(train, label, standard), known(validation, label, standard))
                    .ifPresent(probe -> probes.put(label, probe));
        }
    }

    private Probe.Known known(StudySet set, String label, Probe.Standard standard) {
        List<float[]> rows = new ArrayList<>();
        List<Boolean> positive = new ArrayList<>();
        for (StudySet.Row row : set.rows()) {
            double truth = trial.options().reading().truth(row.study(), label);
            if (!Double.isNaN(truth)) {
                rows.add(set.vector(row));
                positive.add(truth == 1);
            }
        }
        return new Probe.Known(rows, booleans(positive), standard);
    }

    private static boolean[] booleans(List<Boolean> list) {
        boolean[] array = new boolean[list.size()];
        for (int i = 0; i < array.length; i++) {
            array[i] = list.get(i);
        }
        return array;
    }

    /** Every generated picture once: features, joint vector, scores, and the greys of those that are compared. */
    private void see(boolean zeroShot) throws IOException {
        List<Image> images = new ArrayList<>();
        List<Entry> entries = generated.entries();
        trial.progress().start("see generated pictures (" + judge + ")", entries.size());
        for (int e = 0; e < entries.size(); e++) {
            Sample sample = generated.read(entries.get(e));
            StudySet.Row row = new StudySet.Row(e, entries.get(e), sample.study());
            String text = row.text(trial.options().sections()).strip().replaceAll("\\s+", " ");
            for (int i : pictures(sample.study())) {
                made.add(new Made(row, i, text));
                images.add(sample.images().get(i));
                keepGrey(text, sample.images().get(i));
            }
            if (images.size() >= BATCH || e == entries.size() - 1) {
                ask(images, zeroShot);
                images.clear();
                trial.progress().at(e + 1L, "");
            }
        }
        trial.progress().end(made.size() + " pictures");
        if (made.size() < 2) {
            throw InputException.of("generated set", "at least two pictures", made.size() + "", "choose another set");
        }
    }

    /** The frontal ones and those of unknown view, as of real studies; of a study that has neither all. */
    private static List<Integer> pictures(Study study) {
        List<Integer> all = IntStream.range(0, study.images().size()).boxed().toList();
        List<Integer> facing = all.stream()
                .filter(i -> study.images().get(i).view().frontal()
                        || study.images().get(i).view() == View.UNKNOWN)
                .toList();
        return facing.isEmpty() ? all : facing;
    }

    private void ask(List<Image> images, boolean zeroShot) {
        if (images.isEmpty()) {
            return;
        }
        vectors.addAll(List.of(trial.scorer().features(images)));
        joint.addAll(List.of(trial.scorer().embedImages(images)));
        if (zeroShot && !prompts.isEmpty()) {
            scores.addAll(List.of(trial.scorer().classify(images, prompts)));
        }
    }

    private void keepGrey(String text, Image image) {
        List<float[]> own = greys.computeIfAbsent(text, _ -> new ArrayList<>());
        // n samples make n (n - 1) / 2 pairs
        if (!text.isEmpty() && own.size() * (own.size() - 1) / 2 < settings.whole("pairs")) {
            own.add(grey(image));
        }
    }

    private float[] grey(Image image) {
        int side = settings.whole("ssim-side");
        return Resize.resize(image.toGrey().withPeak(1), side, side, Resize.Filter.BILINEAR)
                .samples();
    }

    private double[] scoresOf(int picture, boolean zeroShot, List<String> labels) {
        return zeroShot
                ? labels.isEmpty() ? new double[0] : scores.get(picture)
                : byProbes(probes, vectors.get(picture), labels);
    }

    private static double[] byProbes(Map<String, Probe> probes, float[] vector, List<String> labels) {
        double[] own = new double[labels.size()];
        for (int c = 0; c < own.length; c++) {
            Probe probe = probes.get(labels.get(c));
            own[c] = probe == null ? Double.NaN : probe.probability(vector);
        }
        return own;
    }

    private void labels(StudySet.Row row, String set, int image, double[] own, List<String> labels) {
        for (int c = 0; c < labels.size(); c++) {
            double truth = trial.options().reading().truth(row.study(), labels.get(c));
            if (!Double.isNaN(truth) && !Double.isNaN(own[c])) {
                add(
                        table,
                        row,
                        GenerationProtocol.LABEL,
                        set,
                        image,
                        judge,
                        Map.of("label", labels.get(c), "asked", (int) truth, "value", own[c]));
            }
        }
    }

    private void realLabels(boolean zeroShot, List<String> labels) throws IOException {
        if (labels.isEmpty()) {
            return;
        }
        if (!zeroShot) {
            real.rows()
                    .forEach(row -> labels(
                            row, GenerationProtocol.REAL, 0, byProbes(probes, real.vector(row), labels), labels));
            return;
        }
        StudySet.show(
                trial.data(),
                trial.options().split(),
                BATCH,
                trial.progress(),
                "classify real pictures (" + judge + ")",
                (rows, samples, pictures) -> {
                    double[][] own = trial.scorer().classify(pictures, prompts);
                    for (int i = 0; i < own.length; i++) {
                        labels(rows.get(i), GenerationProtocol.REAL, 0, own[i], labels);
                    }
                });
    }

    /** Train on generated, test on real; the penalty is chosen on real validation pictures. */
    private void learntFromGenerated(List<String> labels) throws IOException {
        Probe.Standard standard = Probe.Standard.of(vectors);
        Map<String, Probe> learnt = new LinkedHashMap<>();
        StudySet validation = labels.isEmpty() ? real : trial.features(Split.VAL);
        for (String label : labels) {
            List<float[]> rows = new ArrayList<>();
            List<Boolean> positive = new ArrayList<>();
            for (int i = 0; i < made.size(); i++) {
                double truth = trial.options().reading().truth(made.get(i).row.study(), label);
                if (!Double.isNaN(truth)) {
                    rows.add(vectors.get(i));
                    positive.add(truth == 1);
                }
            }
            Probe.fit(new Probe.Known(rows, booleans(positive), standard), known(validation, label, standard))
                    .ifPresent(probe -> learnt.put(label, probe));
        }
        real.rows()
                .forEach(row ->
                        labels(row, GenerationProtocol.LEARNT, 0, byProbes(learnt, real.vector(row), labels), labels));
    }

    /** Where a picture's own prompt stands among all prompts. */
    private void texts() {
        List<String> pool = List.copyOf(new LinkedHashSet<>(
                made.stream().map(Made::text).filter(text -> !text.isEmpty()).toList()));
        if (pool.size() < 2) {
            return;
        }
        float[][] texts = trial.scorer().embedTexts(pool);
        for (int i = 0; i < made.size(); i++) {
            int own = pool.indexOf(made.get(i).text);
            if (own < 0) {
                continue;
            }
            float[] likeness = new float[pool.size()];
            boolean[] relevant = new boolean[pool.size()];
            relevant[own] = true;
            for (int t = 0; t < likeness.length; t++) {
                likeness[t] = (float) Vectors.dot(joint.get(i), texts[t]);
            }
            add(
                    table,
                    made.get(i).row,
                    GenerationProtocol.TEXT,
                    GenerationProtocol.GENERATED,
                    made.get(i).image,
                    judge,
                    Map.of(
                            "hit1", Retrieval.hitAtK(likeness, relevant, 1),
                            "hit5", Retrieval.hitAtK(likeness, relevant, 5),
                            "rank", Retrieval.rank(likeness, relevant),
                            "pool", pool.size()));
        }
    }

    /** Pairs of one prompt, and as many of real pictures in an order by SHA-256. */
    private void diversity() throws IOException {
        int side = settings.whole("ssim-side");
        int pairs = 0;
        for (Map.Entry<String, List<float[]>> prompt : greys.entrySet()) {
            List<float[]> own = prompt.getValue();
            Made first = made.stream()
                    .filter(one -> one.text.equals(prompt.getKey()))
                    .findFirst()
                    .orElseThrow();
            int left = settings.whole("pairs");
            for (int a = 0; a < own.size(); a++) {
                for (int b = 0; b < a && left > 0; b++) {
                    double value = StructuralSimilarity.multiScale(own.get(a), own.get(b), side, 1);
                    add(
                            table,
                            first.row,
                            GenerationProtocol.PAIR,
                            GenerationProtocol.GENERATED,
                            a,
                            "",
                            Map.of("value", value));
                    left--;
                    pairs++;
                }
            }
        }
        List<StudySet.Row> order = real.rows().stream()
                .sorted(Comparator.comparing(
                        row -> Digests.sha256("pair " + row.entry().key())))
                .toList();
        for (int i = 0; i + 1 < order.size() && i / 2 < pairs; i += 2) {
            double value = StructuralSimilarity.multiScale(
                    grey(picture(order.get(i))), grey(picture(order.get(i + 1))), side, 1);
            add(table, order.get(i), GenerationProtocol.PAIR, GenerationProtocol.REAL, 0, "", Map.of("value", value));
        }
    }

    private Image picture(StudySet.Row row) throws IOException {
        Sample sample = trial.data().read(row.entry());
        return sample.images().get(StudySet.picture(sample.study()));
    }

    private static void add(
            SampleTable table,
            StudySet.Row row,
            String kind,
            String set,
            int image,
            String judge,
            Map<String, Object> further) {
        Object[] cells = new Object[GenerationProtocol.COLUMNS.length];
        for (int c = 0; c < cells.length; c++) {
            cells[c] = switch (GenerationProtocol.COLUMNS[c]) {
                case "kind" -> kind;
                case "set" -> set;
                case "image" -> image;
                case "judge" -> judge;
                default -> further.getOrDefault(GenerationProtocol.COLUMNS[c], "");
            };
        }
        table.add(row, cells);
    }
}
