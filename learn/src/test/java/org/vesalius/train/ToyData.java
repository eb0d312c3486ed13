package org.vesalius.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.View;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;
import org.vesalius.report.CheXpert14;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;

/** A prepared set of bright squares and dark discs on the left or the right, with a sentence about each: small, and learnt in seconds. */
public final class ToyData implements Dataset {
    private static final int SIDE = 32;

    private final int train;
    private final int val;

    private ToyData(int train, int val) {
        this.train = train;
        this.val = val;
    }

    /** Writes and prepares a set; returns the prepared folder. */
    public static Path prepare(Path folder, int train, int val) throws IOException {
        Path raw = Files.createDirectories(folder.resolve("raw"));
        Path out = folder.resolve("prepared");
        Preparation.run(
                new ToyData(train, val), raw, out, PrepareOptions.defaults().withThreads(1), Progress.SILENT);
        return out;
    }

    @Override
    public DatasetCard card() {
        return card("toy", "Toy");
    }

    /** Of a set that a test draws. */
    static DatasetCard card(String id, String title) {
        return new DatasetCard(
                id,
                1,
                title,
                "none",
                "CC0",
                true,
                DatasetCard.Access.OPEN,
                List.of(),
                "drawing",
                "none",
                List.of(),
                Map.of());
    }

    @Override
    public boolean recognises(Path dir) {
        return false;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
            throws IOException {
        for (int i = 0; i < train + val; i++) {
            Path file = dir.resolve(i + ".png");
            boolean square = i % 2 == 0;
            boolean left = i / 2 % 2 == 0;
            if (!Files.exists(file)) {
                Files.write(file, ImageFiles.png(drawing(i, square, left)));
            }
            String text = (square ? "A square" : "A disc") + " on the " + (left ? "left" : "right")
                    + ". Nothing else is seen.";
            studies.accept(Study.of("p" + i, "s" + i)
                    .withSplit(i < train ? Split.TRAIN : Split.VAL)
                    .withImages(List.of(StudyImage.of("i" + i, file, View.PA)))
                    .withReport(Report.of(Section.FINDINGS, text))
                    .withLabels(labels(square, left))
                    .withMeta(Map.of("genotype", (square ? "2" : "0").repeat(16) + (left ? "2" : "1").repeat(16))));
        }
    }

    /** CheXpert's first six classes for a square, the next six for the left side. */
    private static Map<String, LabelState> labels(boolean square, boolean left) {
        Map<String, LabelState> labels = new TreeMap<>();
        labels.put("square", square ? LabelState.POSITIVE : LabelState.NEGATIVE);
        for (int i = 0; i < 12; i++) {
            boolean there = i < 6 ? square : left;
            labels.put(CheXpert14.NAMES.get(i), there ? LabelState.POSITIVE : LabelState.NEGATIVE);
        }
        return labels;
    }

    private static Image drawing(int number, boolean square, boolean left) {
        Random random = new Random(number);
        float[] samples = new float[SIDE * SIDE];
        double x = (left ? 8 : 24) + random.nextDouble(-2, 2);
        double y = random.nextDouble(10, 22);
        double radius = random.nextDouble(3.5, 5);
        for (int i = 0; i < samples.length; i++) {
            double dx = i % SIDE - x;
            double dy = Math.floorDiv(i, SIDE) - y;
            boolean inside = square ? Math.max(Math.abs(dx), Math.abs(dy)) < radius * 0.9 : Math.hypot(dx, dy) < radius;
            samples[i] = (inside ? square ? 220 : 20 : 120) + (float) random.nextGaussian(0, 10);
        }
        return Image.grey(SIDE, SIDE, 255, samples);
    }
}
