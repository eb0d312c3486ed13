package org.vesalius.shard;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.Question;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.View;
import org.vesalius.image.Box;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.Digests;
import org.vesalius.io.Problem;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;

/** A set that a test makes up. */
record TinySet(DatasetCard.Access access, List<Study> studies) implements Dataset {
    /** Of {@link #studies(Path)}. */
    static final int PATIENTS = 40;

    @Override
    public DatasetCard card() {
        return new DatasetCard(
                "tiny",
                1,
                "Made up",
                "none",
                "none",
                false,
                access,
                List.of("tests"),
                "any",
                "none",
                List.of(),
                Map.of());
    }

    @Override
    public boolean recognises(Path dir) {
        return false;
    }

    @Override
    public void read(Path dir, ReadOptions options, Consumer<Study> to, Consumer<Problem> problems) {
        studies.forEach(to);
    }

    /** All files under a folder with their contents. */
    static Map<String, String> contents(Path dir) throws IOException {
        try (var files = Files.walk(dir)) {
            Map<String, String> contents = new TreeMap<>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(dir.relativize(file).toString(), Digests.sha256(file));
            }
            return contents;
        }
    }

    /** Two studies for each patient, each with a picture of 40 x 20 pixels and a box. */
    static List<Study> studies(Path source) throws IOException {
        List<Study> studies = new ArrayList<>();
        for (int i = 0; i < 2 * PATIENTS; i++) {
            Path file = source.resolve("patient " + i / 2 + " film " + i + ".png");
            if (!Files.exists(file)) {
                ImageFiles.writePng(file, picture(i));
            }
            StudyImage image = StudyImage.of("film " + i, file, View.PA)
                    .withBoxes(400, 200, List.of(new Box(100, 50, 200, 100, "Nodule")));
            studies.add(Study.of("patient " + i / 2, "study " + i)
                    .withImages(List.of(image))
                    .withReport(Report.parse("Made up text " + i % 70))
                    .withLabels(Map.of("Nodule", i % 2 == 0 ? LabelState.POSITIVE : LabelState.UNCERTAIN))
                    .withQuestions(List.of(new Question("q" + i, "film " + i, "Is it?", "yes", true, "presence"))));
        }
        return studies;
    }

    /** Noise of 40 x 20 pixels, another for each seed. */
    static Image picture(int seed) {
        var random = new Random(seed);
        float[] samples = new float[40 * 20];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = random.nextInt(256);
        }
        return Image.grey(40, 20, 255, samples);
    }
}
