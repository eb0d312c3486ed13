package org.vesalius.evaluate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.vesalius.dataset.Split;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.image.Resize;
import org.vesalius.io.Digests;
import org.vesalius.metric.spatial.Grounding;
import org.vesalius.shard.Entry;
import org.vesalius.shard.Sample;

/** Samples to look at, chosen by the SHA-256 of their keys and nothing else: failures are among them. */
public final class ReportExamples {
    private static final int THUMBNAIL = 150;

    private ReportExamples() {}

    /**
     * A phrase on its picture.
     *
     * @param phrase null where texts must not be shown
     * @param picture address of the picture
     * @param overlay address of the picture under its map
     * @param boxes on both
     * @param share of the map's maxima inside the boxes
     */
    public record Grounded(
            String finding,
            @Nullable String phrase,
            String picture,
            String overlay,
            int width,
            int height,
            List<Box> boxes,
            double share,
            double cnr) {
        public Grounded {
            boxes = List.copyOf(boxes);
        }
    }

    /** A picture that was found. */
    public record Hit(String picture, boolean own, boolean sameText, double score) {}

    /** A text with the pictures nearest to it; {@code rank} of its own among {@code pool}. */
    public record Retrieved(String text, List<Hit> hits, int rank, int pool) {
        public Retrieved {
            hits = List.copyOf(hits);
        }
    }

    /** Up to {@code count} phrases with boxes below the size limit, one finding after the other. */
    public static List<Grounded> grounded(Trial trial, int count, boolean withText) throws IOException {
        record Candidate(Entry entry, String phrase) {}
        Map<String, List<Candidate>> byFinding = new LinkedHashMap<>();
        Split split = trial.options().split();
        List<Entry> entries = trial.data().entries(split).stream()
                .sorted(Comparator.comparing(entry -> Digests.sha256(entry.key())))
                .toList();
        for (Entry entry : entries) {
            Sample sample = trial.data().read(entry);
            int picture = StudySet.picture(sample.study());
            if (picture >= 0) {
                Image image = sample.images().get(picture);
                GroundingProtocol.pairs(sample, picture).forEach((phrase, boxes) -> {
                    double share =
                            GroundingProtocol.share(GroundingProtocol.mask(boxes, image.width(), image.height()));
                    if (share > 0 && share < trial.options().maxBoxShare()) {
                        byFinding
                                .computeIfAbsent(boxes.getFirst().label(), f -> new ArrayList<>())
                                .add(new Candidate(entry, phrase));
                    }
                });
            }
            boolean enough = byFinding.size() >= count
                    || byFinding.values().stream().mapToInt(List::size).sum() > 8 * count;
            if (enough) {
                break;
            }
        }
        List<Grounded> chosen = new ArrayList<>();
        for (int round = 0; chosen.size() < count && round < count; round++) {
            for (List<Candidate> candidates : byFinding.values()) {
                if (round < candidates.size() && chosen.size() < count) {
                    Candidate c = candidates.get(round);
                    chosen.add(ground(trial, c.entry, c.phrase, withText));
                }
            }
        }
        return chosen;
    }

    private static Grounded ground(Trial trial, Entry entry, String phrase, boolean withText) throws IOException {
        Sample sample = trial.data().read(entry);
        int number = StudySet.picture(sample.study());
        Image picture = sample.images().get(number);
        List<Box> boxes = GroundingProtocol.pairs(sample, number).getOrDefault(phrase, List.of());
        float[] map = trial.scorer()
                .maps(List.of(picture), List.of(List.of(phrase)))
                .getFirst()
                .getFirst();
        boolean[] inside = GroundingProtocol.mask(boxes, picture.width(), picture.height());
        return new Grounded(
                boxes.getFirst().label(),
                withText ? phrase : null,
                Overlay.address(picture),
                Overlay.address(picture, map),
                picture.width(),
                picture.height(),
                boxes,
                Grounding.pointingExpected(map, inside),
                Grounding.cnr(map, inside));
    }

    /** Up to {@code count} texts of the pool with the {@code k} pictures nearest to them. Shows texts: for data whose licence allows it. */
    public static List<Retrieved> retrieved(Trial trial, int count, int k) throws IOException {
        StudySet studies = trial.studies(trial.options().split());
        List<StudySet.Row> pool = trial.options()
                .pool()
                .of(studies.rows().stream()
                        .filter(row -> !row.text(trial.options().sections()).isBlank())
                        .toList());
        List<StudySet.Row> queries = pool.stream()
                .sorted(Comparator.comparing(
                        row -> Digests.sha256("query " + row.entry().key())))
                .limit(count)
                .toList();
        List<Retrieved> retrieved = new ArrayList<>();
        for (StudySet.Row query : queries) {
            String text = query.text(trial.options().sections());
            float[] vector = trial.scorer().embedTexts(List.of(text))[0];
            double[] scores = pool.stream()
                    .mapToDouble(row -> Vectors.dot(vector, studies.vector(row)))
                    .toArray();
            List<Integer> order = IntStream.range(0, pool.size())
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> -scores[i]))
                    .toList();
            int own = pool.indexOf(query);
            List<Hit> hits = new ArrayList<>();
            for (int i : order.subList(0, Math.min(k, order.size()))) {
                boolean same = pool.get(i).text(trial.options().sections()).equals(text);
                hits.add(new Hit(thumbnail(trial, pool.get(i).entry()), i == own, same, scores[i]));
            }
            retrieved.add(new Retrieved(text, hits, order.indexOf(own) + 1, pool.size()));
        }
        return retrieved;
    }

    private static String thumbnail(Trial trial, Entry entry) throws IOException {
        Sample sample = trial.data().read(entry);
        Image image = sample.images().get(StudySet.picture(sample.study()));
        double scale = (double) THUMBNAIL / Math.max(image.width(), image.height());
        int width = (int) Math.max(1, Math.round(image.width() * scale));
        int height = (int) Math.max(1, Math.round(image.height() * scale));
        return Overlay.address(Resize.resize(image.toGrey(), width, height, Resize.Filter.BILINEAR));
    }
}
