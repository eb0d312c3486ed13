package org.vesalius.shard;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.DatasetCard.Access;
import org.vesalius.dataset.MaskSource;
import org.vesalius.dataset.Pixels;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.StudyMask;
import org.vesalius.dataset.View;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;
import org.vesalius.phantom.PhantomDataset;
import org.vesalius.phantom.PhantomOptions;
import org.vesalius.phantom.PhantomWriter;

class MasksTest {
    @TempDir
    Path dir;

    private final PrepareOptions options = PrepareOptions.defaults().withSizes(4, 10);

    /** An 8 x 4 picture of one study with these masks, prepared to 4 x 2. */
    private Preparation.Prepared prepare(List<StudyMask> masks) throws IOException {
        Path source = Files.createDirectories(dir.resolve("source"));
        Path file = source.resolve("film.png");
        ImageFiles.writePng(file, Image.grey(8, 4, 255, ramp()));
        Study study = Study.of("p", "s")
                .withImages(List.of(StudyImage.of("film", file, View.PA).withMasks(masks)));
        return Preparation.run(
                new TinySet(Access.OPEN, List.of(study)), source, dir.resolve("out"), options, Progress.SILENT);
    }

    private static float[] ramp() {
        float[] samples = new float[32];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i * 8;
        }
        return samples;
    }

    private Path drawn(String name, float... samples) throws IOException {
        Path file = Files.createDirectories(dir.resolve("masks")).resolve(name);
        ImageFiles.writePng(file, Image.grey(8, 4, 255, samples));
        return file;
    }

    private static Sample only(Path out) throws IOException {
        try (PreparedData data = PreparedData.open(out)) {
            data.verify(Progress.SILENT);
            return data.read(data.entries().getFirst());
        }
    }

    @Test
    void aMaskComesBackInTheStoredSizeAsTheShareOfEachPixel() throws IOException {
        // the left three columns: a whole stored column and half of the next
        StudyMask left = new StudyMask("lung", "left", runs(0, 3, 5, 3, 5, 3, 5, 3, 5));
        Preparation.Prepared made = prepare(List.of(left));
        Sample sample = only(made.out());
        assertEquals(
                List.of(new StudyMask("lung", "left", null)),
                sample.study().images().getFirst().masks());
        Image mask = sample.masks().get(0, 0);
        assertEquals(sample.images().getFirst().width(), mask.width());
        assertEquals(sample.images().getFirst().height(), mask.height());
        assertArrayEquals(new float[] {255, 128, 0, 0, 255, 128, 0, 0}, mask.samples());
    }

    @Test
    void picturesLabelMapsAndRunsMeanTheSame() throws IOException {
        float[] white = new float[32];
        float[] classes = new float[32];
        for (int i = 0; i < 32; i++) {
            white[i] = i % 8 < 4 ? 255 : 3;
            classes[i] = i % 8 < 4 ? 2 : 1;
        }
        MaskSource[] sources = {
            new MaskSource.File(drawn("white.png", white)),
            new MaskSource.Value(drawn("classes.png", classes), 2),
            runs(0, 4, 4, 4, 4, 4, 4, 4, 4)
        };
        for (MaskSource source : sources) {
            Image inside = Pixels.mask(source);
            for (int i = 0; i < 32; i++) {
                assertEquals(i % 8 < 4 ? 1 : 0, inside.samples()[i], source + " at " + i);
            }
        }
    }

    @Test
    void severalOfOneLabelAreOneAndAnEmptyOneIsKept() throws IOException {
        StudyMask top = new StudyMask("nodule", null, runs(0, 16, 16));
        StudyMask bottom = new StudyMask("nodule", null, runs(24, 8));
        StudyMask nothing = new StudyMask("pneumothorax", null, runs(32));
        Preparation.Prepared made = prepare(List.of(top, bottom, nothing));
        Sample sample = only(made.out());
        assertEquals(3, sample.masks().count(0));
        assertArrayEquals(
                new float[] {255, 255, 255, 255, 128, 128, 128, 128},
                sample.masks().labelled(0, "nodule").orElseThrow().samples());
        assertArrayEquals(
                new float[8],
                sample.masks().labelled(0, "pneumothorax").orElseThrow().samples());
        assertTrue(sample.masks().labelled(0, "heart").isEmpty());
        assertEquals(
                Map.of("nodule", 2, "pneumothorax", 1),
                made.manifest().counts(sample.entry().split()).masks());
        assertEquals(2, made.manifest().format());
        String card = Files.readString(made.out().resolve("README.md"));
        assertTrue(card.startsWith("---\nlicense: "));
        assertTrue(card.contains("nodule 2, pneumothorax 1"));
    }

    @Test
    void aSetWithoutMasksKeepsTheFirstFormat() throws IOException {
        Preparation.Prepared made = prepare(List.of());
        assertEquals(1, made.manifest().format());
        assertFalse(Files.readString(made.out().resolve("manifest.json")).contains("mask"));
        assertFalse(Files.readString(made.out().resolve("manifest.json")).contains("volumes\""));
        assertEquals(0, only(made.out()).masks().count(0));
    }

    @Test
    void aMaskThatCannotBeUsedIsReportedAndThePictureStays() throws IOException {
        Path broken = dir.resolve("broken.png");
        Files.write(broken, new byte[0]);
        Preparation.Prepared made = prepare(List.of(
                StudyMask.file("absent", dir.resolve("not there.png")),
                StudyMask.file("broken", broken),
                new StudyMask("square", null, new MaskSource.Runs(4, 4, List.of(16))),
                new StudyMask("short", null, runs(3)),
                new StudyMask("good", null, runs(0, 32))));
        assertEquals(
                List.of(Problem.Kind.MISSING, Problem.Kind.BROKEN, Problem.Kind.INCONSISTENT, Problem.Kind.BROKEN),
                made.problems().stream().map(Problem::kind).toList());
        Sample sample = only(made.out());
        assertEquals(List.of("good"), labels(sample));
        assertEquals(255, sample.masks().get(0, 0).samples()[0]);
        assertThrows(InputException.class, () -> Pixels.mask(runs(33)));
    }

    @Test
    void thePhantomsMasksSurviveWithTheirNames() throws IOException {
        Path source = dir.resolve("phantom");
        PhantomWriter.write(source, new PhantomOptions(1, 0, 0, 5, false, true), Progress.SILENT);
        Preparation.Prepared made = Preparation.run(
                new PhantomDataset(), source, dir.resolve("out"), PrepareOptions.defaults(), Progress.SILENT);
        assertEquals(List.of(), made.problems());
        Sample sample = only(made.out());
        assertTrue(labels(sample).containsAll(List.of("left lung", "right lung", "heart")), labels(sample)::toString);
        // on a frontal film the patient's right is on the left, and the heart between the lungs
        double right = middle(sample.masks().labelled(0, "right lung").orElseThrow());
        double heart = middle(sample.masks().labelled(0, "heart").orElseThrow());
        double left = middle(sample.masks().labelled(0, "left lung").orElseThrow());
        assertTrue(right < heart && heart < left, right + ", " + heart + ", " + left);
    }

    private static double middle(Image mask) {
        double sum = 0;
        double weight = 0;
        for (int i = 0; i < mask.samples().length; i++) {
            sum += mask.samples()[i] * (i % mask.width());
            weight += mask.samples()[i];
        }
        return sum / weight;
    }

    private static List<String> labels(Sample sample) {
        return sample.study().images().getFirst().masks().stream()
                .map(StudyMask::label)
                .toList();
    }

    private static MaskSource.Runs runs(int... lengths) {
        return new MaskSource.Runs(8, 4, IntStream.of(lengths).boxed().toList());
    }
}
