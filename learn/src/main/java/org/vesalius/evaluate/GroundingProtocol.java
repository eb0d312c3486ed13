package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    static final String[] COLUMNS = {
        "image", "phrase", "finding", "boxes", "area", "counted", "pointing", "pointing-any", "chance", "cnr", "miou"
    };

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
    public Map<String, String> terms(Trial trial) {
        Map<String, String> terms = new TreeMap<>();
        terms.put("protocol", "grounding@1: one picture and phrase with the union of its boxes, on the stored picture");
        terms.put("unit", "phrase and picture; " + StudySet.UNIT);
        terms.put("max-box-share", Double.toString(trial.options().maxBoxShare()));
        terms.put("min-pairs", Integer.toString(trial.options().minPositives()));
        terms.put(
                "metrics",
                String.join(
                        ", ",
                        Grounding.POINTING_EXPECTED,
                        Grounding.POINTING_ANY,
                        Grounding.CNR,
                        Grounding.MEAN_IOU,
                        Bootstrap.METHOD));
        return terms;
    }

    @Override
    public Collected collect(Trial trial) throws IOException {
        SampleTable table = new SampleTable(COLUMNS);
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

    private static void ground(
            Trial trial,
            List<StudySet.Row> rows,
            List<Sample> samples,
            List<Image> pictures,
            SampleTable table,
            List<Problem> problems) {
        List<StudySet.Row> asked = new ArrayList<>();
        List<Image> images = new ArrayList<>();
        List<Map<String, List<Box>>> pairs = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Map<String, List<Box>> own =
                    pairs(samples.get(i), StudySet.picture(samples.get(i).study()));
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
                        pairs.stream().map(own -> List.copyOf(own.keySet())).toList());
        for (int i = 0; i < asked.size(); i++) {
            int phrase = 0;
            for (List<Box> boxes : pairs.get(i).values()) {
                float[] map = maps.get(i).get(phrase);
                add(
                        table,
                        asked.get(i),
                        phrase,
                        boxes,
                        images.get(i),
                        map,
                        trial.options().maxBoxShare(),
                        problems);
                phrase++;
            }
        }
    }

    private static void add(
            SampleTable table,
            StudySet.Row row,
            int phrase,
            List<Box> boxes,
            Image image,
            float[] map,
            double maxShare,
            List<Problem> problems) {
        boolean[] inside = mask(boxes, image.width(), image.height());
        double chance = Grounding.pointingChance(map, inside);
        if (!(chance > 0 && chance < 1)) {
            problems.add(new Problem(
                    Problem.Kind.SKIPPED,
                    "row " + row.entry().row() + ", phrase " + phrase,
                    "its boxes show nothing or all of what the model sees"));
            return;
        }
        table.add(
                row,
                StudySet.picture(row.study()),
                phrase,
                boxes.getFirst().label(),
                boxes.size(),
                share(inside),
                share(inside) < maxShare ? 1 : 0,
                Grounding.pointingExpected(map, inside),
                Grounding.pointingAny(map, inside),
                chance,
                Grounding.cnr(map, inside),
                Grounding.meanIou(map, inside));
    }

    /** The boxes of each phrase on the stored picture, in order of first appearance. */
    static Map<String, List<Box>> pairs(Sample sample, int picture) {
        Map<String, List<Box>> pairs = new LinkedHashMap<>();
        for (Box box : sample.study().images().get(picture).boxes()) {
            String text = box.text();
            String phrase = text == null || text.isBlank()
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
        if (counted.size() > 0) {
            add(estimates, counted, Measure.MACRO, "", options, true);
        }
        add(estimates, samples, Measure.MACRO, "boxes of any size", options, false);
        for (String finding : counted.distinct("finding").stream().sorted().toList()) {
            SampleTable own = counted.where("finding", finding::equals);
            add(estimates, own, finding, "", options, own.size() >= options.minPositives());
        }
        return new Estimated(estimates, notes);
    }

    private static void add(
            List<Estimate> estimates,
            SampleTable pairs,
            String subject,
            String part,
            EvaluationOptions options,
            boolean counted) {
        Bootstrap bootstrap = Bootstrap.byGroup(pairs.texts("patient"), options.resamples(), options.seed());
        double chance = Bootstrap.meanOf(pairs.numbers("chance")).of(ones(pairs.size()));
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put(Grounding.POINTING_EXPECTED, "pointing");
        columns.put(Grounding.POINTING_ANY, "pointing-any");
        columns.put(Grounding.CNR, "cnr");
        columns.put(Grounding.MEAN_IOU, "miou");
        columns.forEach((metric, column) -> {
            Bootstrap.Statistic mean = Bootstrap.meanOf(pairs.numbers(column));
            double guess = column.equals("pointing") ? chance : Double.NaN;
            estimates.add(new Estimate(metric, subject, part, guess, pairs.size(), -1, counted, bootstrap, mean));
        });
    }

    private static int[] ones(int n) {
        int[] ones = new int[n];
        Arrays.fill(ones, 1);
        return ones;
    }
}
