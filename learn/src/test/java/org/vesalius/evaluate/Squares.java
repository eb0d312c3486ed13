package org.vesalius.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.View;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;
import org.vesalius.report.LabelState;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import org.vesalius.shard.PreparedData;

/** A data set of bright squares in one of four corners, prepared as any other, and two models of it: one that sees and one that does not. */
final class Squares implements Dataset {
    static final List<String> CORNERS = List.of("upper left", "upper right", "lower left", "lower right");

    private static final int STUDIES = 72;
    private static final int SIDE = 32;
    private static final int SQUARE = 8;

    static PreparedData prepared(Path dir) throws IOException {
        return prepared(dir, 0);
    }

    /** {@code changed} is added to the first pixel of the first picture. */
    static PreparedData prepared(Path dir, int changed) throws IOException {
        Path source = Files.createDirectories(dir.resolve("source"));
        for (int i = 0; i < STUDIES; i++) {
            Image picture = picture(i);
            picture.samples()[0] += i == 0 ? changed : 0;
            ImageFiles.writePng(source.resolve(i + ".png"), picture);
        }
        Path out = dir.resolve("prepared");
        Preparation.run(new Squares(), source, out, PrepareOptions.defaults().withThreads(1), Progress.SILENT);
        return PreparedData.open(out);
    }

    static List<PromptSet> prompts() {
        return CORNERS.stream()
                .map(corner -> new PromptSet(corner, List.of(corner), List.of("no " + corner)))
                .toList();
    }

    private static int corner(int study) {
        return study * 7 % 4;
    }

    private static int x(int study) {
        return (corner(study) % 2) * SIDE / 2 + 4 + study % 3;
    }

    private static int y(int study) {
        return corner(study) / 2 * SIDE / 2 + 4 + study % 5 / 2;
    }

    private static Image picture(int study) {
        float[] samples = new float[SIDE * SIDE];
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean inside = x >= x(study) && x < x(study) + SQUARE && y >= y(study) && y < y(study) + SQUARE;
                samples[y * SIDE + x] = inside ? 200 + study % 50 : (x * 5 + y * 3 + study) % 20;
            }
        }
        return Image.grey(SIDE, SIDE, 255, samples);
    }

    @Override
    public DatasetCard card() {
        return new DatasetCard(
                "squares",
                1,
                "Squares",
                "made here",
                "none",
                true,
                DatasetCard.Access.OPEN,
                List.of(),
                "none",
                "png",
                List.of(),
                Map.of());
    }

    @Override
    public boolean recognises(Path dir) {
        return true;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems) {
        for (int i = 0; i < STUDIES; i++) {
            String at = CORNERS.get(corner(i));
            Map<String, LabelState> labels = new TreeMap<>();
            CORNERS.forEach(
                    corner -> labels.put(corner, corner.equals(at) ? LabelState.POSITIVE : LabelState.NEGATIVE));
            Box box = new Box(x(i), y(i), SQUARE, SQUARE, at, "a square, " + at, null);
            StudyImage image =
                    StudyImage.of("0", dir.resolve(i + ".png"), View.PA).withBoxes(SIDE, SIDE, List.of(box));
            studies.accept(Study.of("patient" + i, "study" + i)
                    .withSplit(i % 3 == 0 ? Split.TRAIN : i % 3 == 1 ? Split.VAL : Split.TEST)
                    .withImages(List.of(image))
                    .withReport(Report.of(Section.FINDINGS, "A square, " + at + "."))
                    .withLabels(labels));
        }
    }

    /** Sees which corner is bright, and reads the corner's name. */
    static final class Seeing implements Scorer {
        @Override
        public Subject subject() {
            return new Subject("seeing", "seeing@1");
        }

        @Override
        public String transform() {
            return "as stored";
        }

        @Override
        public float[][] embedImages(List<Image> images) {
            return images.stream().map(Seeing::corners).toArray(float[][]::new);
        }

        @Override
        public float[][] embedTexts(List<String> texts) {
            List<float[]> vectors = new ArrayList<>();
            for (String text : texts) {
                float[] vector = new float[CORNERS.size()];
                for (int c = 0; c < vector.length; c++) {
                    vector[c] = text.contains(CORNERS.get(c)) ? text.startsWith("no ") ? -1 : 1 : 0;
                }
                vectors.add(vector);
            }
            return vectors.toArray(float[][]::new);
        }

        @Override
        public List<List<float[]>> maps(List<Image> images, List<List<String>> phrases) {
            return images.stream().map(image -> List.of(image.samples())).toList();
        }

        private static float[] corners(Image image) {
            float[] sums = new float[CORNERS.size()];
            for (int y = 0; y < image.height(); y++) {
                for (int x = 0; x < image.width(); x++) {
                    sums[2 * y / image.height() * 2 + 2 * x / image.width()] += image.at(x, y, 0);
                }
            }
            float length = (float) Math.sqrt(Vectors.dot(sums, sums));
            for (int c = 0; c < sums.length; c++) {
                sums[c] /= length;
            }
            return sums;
        }
    }

    /** Says the same of everything. */
    static final class Blind implements Scorer {
        @Override
        public Subject subject() {
            return new Subject("blind", "blind@1");
        }

        @Override
        public String transform() {
            return "as stored";
        }

        @Override
        public float[][] embedImages(List<Image> images) {
            return images.stream().map(image -> new float[] {1}).toArray(float[][]::new);
        }

        @Override
        public float[][] embedTexts(List<String> texts) {
            return texts.stream().map(text -> new float[] {1}).toArray(float[][]::new);
        }

        @Override
        public List<List<float[]>> maps(List<Image> images, List<List<String>> phrases) {
            return images.stream()
                    .map(image -> List.of(new float[image.width() * image.height()]))
                    .toList();
        }
    }
}
