package org.vesalius.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.vesalius.RealData;
import org.vesalius.image.Image;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;

class PathVqaTest extends DatasetContract {
    private static final PathVqa READER = new PathVqa();

    @Override
    Dataset reader() {
        return READER;
    }

    private static Map<String, Object> row(String image, String answer) {
        return new TreeMap<>(Map.of("image", image, "question", "what is made up?", "answer", answer));
    }

    @Override
    void fixture() throws IOException {
        cmyk(dir.resolve("images/train/train_0001.jpg"));
        TinyPictures.write(dir.resolve("images/test/test_0001.jpg"), 4, 4, 1);
        Files.createDirectories(dir.resolve("qas/train"));
        Files.createDirectories(dir.resolve("qas/test"));
        Files.write(
                dir.resolve("qas/train/train_qa.pkl"),
                new TinyPickle()
                        .row(row("train_0001", "yes"))
                        .row(row("train_0001", "this"))
                        .row(row("train_0002", "that"))
                        .bytes());
        Map<String, Object> scored = new TreeMap<>(Map.of(
                "img_id", "test_0001",
                "sent", "what else?",
                "label", new TreeMap<>(Map.of("worse", .3, "best", 1.0)),
                "question_id", 7,
                "question_type", "other",
                "answer_type", "other"));
        Files.write(
                dir.resolve("qas/test/test_vqa.pkl"),
                new TinyPickle().row(scored).bytes());
    }

    private static void cmyk(Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 8, 8, 4, null);
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(inks, null, null), null);
        }
        writer.dispose();
    }

    @Test
    void picklesOfBothFormsAreRead() throws IOException {
        fixture();
        ReadAll read = ReadAll.of(READER, dir);
        assertEquals(
                List.of("train_0001_train", "test_0001_test"),
                read.studies().stream().map(Study::studyId).toList());
        assertEquals(
                new Question("train_qa.pkl, row 1", "train_0001", "what is made up?", "yes", true, ""),
                read.studies().getFirst().questions().getFirst());
        assertEquals(
                new Question("7.0", "test_0001", "what else?", "best", false, "other", List.of("worse"), ""),
                read.studies().getLast().questions().getFirst());
        assertEquals(List.of(Problem.Kind.MISSING), read.kinds());
        assertEquals("train_qa.pkl, row 3", read.problems().getFirst().where());
    }

    @Test
    void aPictureInFourInksIsDecodedInColour() throws IOException {
        fixture();
        Path file =
                ReadAll.of(READER, dir).studies().getFirst().images().getFirst().path();
        Image image = Pixels.read(Objects.requireNonNull(file));
        assertEquals(3, image.channels());
        assertEquals(8, image.width());
    }

    @Test
    void aPickleThatNamesCodeIsRefused() throws IOException {
        fixture();
        Files.write(
                dir.resolve("qas/train/train_qa.pkl"),
                "cos\nsystem\n(S'echo'\ntR.".getBytes(StandardCharsets.US_ASCII));
        assertTrue(assertThrows(InputException.class, () -> ReadAll.of(READER, dir))
                .toString()
                .contains("names code"));
    }

    @Test
    void theRealCopyHasItsKnownCounts() throws IOException {
        Path real = RealData.folder("pathvqa");
        assertTrue(READER.recognises(real));
        ReadAll read = ReadAll.of(READER, real);
        assertEquals(List.of(), read.problems());
        assertEquals(420, read.studies().size());
        assertEquals(3414, read.questions(Split.TRAIN));
    }

    @Test
    void theRealPicturesInFourInksAreDecoded() throws IOException {
        int inks = 0;
        for (Study study : ReadAll.of(READER, RealData.folder("pathvqa")).studies()) {
            Path file = Objects.requireNonNull(study.images().getFirst().path());
            if (components(Files.readAllBytes(file)) == 4) {
                inks++;
                assertEquals(3, Pixels.read(file).channels());
            }
        }
        assertEquals(12, inks);
    }

    /** Of a JPEG's frame header. */
    private static int components(byte[] jpeg) {
        int at = 2;
        while (at + 9 < jpeg.length) {
            int marker = jpeg[at + 1] & 0xFF;
            if (marker >= 0xC0 && marker <= 0xC2) {
                return jpeg[at + 9];
            }
            at += 2 + (((jpeg[at + 2] & 0xFF) << 8) | (jpeg[at + 3] & 0xFF));
        }
        return 0;
    }
}
