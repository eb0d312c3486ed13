package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.image.Image;
import org.vesalius.io.Progress;
import org.vesalius.report.Prompts.PromptSet;
import org.vesalius.shard.PreparedData;

/** An evaluation that is interrupted and asked for again. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UnfinishedTest {
    private static final EvaluationOptions OPTIONS = EvaluationOptions.defaults()
            .withPrompts(Squares.prompts())
            .withPool(Pool.parse("with-finding"))
            .withMinPositives(4)
            .withResamples(50, 1);
    private static final List<String> PROTOCOLS = List.of("zero-shot", "retrieval", "linear-probe");

    private PreparedData data;

    @BeforeAll
    void prepare(@TempDir Path dir) throws IOException {
        data = Squares.prepared(dir);
    }

    @AfterAll
    void close() throws IOException {
        data.close();
    }

    /** Sees the squares, and is stopped when it is asked about pictures once too often. */
    private static final class Stopped implements Scorer {
        private final Scorer seeing = new Squares.Seeing();
        private final int patience;
        private int asked;

        private Stopped(int patience) {
            this.patience = patience;
        }

        private void ask() {
            if (++asked > patience) {
                throw new IllegalStateException("interrupted");
            }
        }

        @Override
        public Subject subject() {
            return seeing.subject();
        }

        @Override
        public String transform() {
            return seeing.transform();
        }

        @Override
        public float[][] embedImages(List<Image> images) {
            ask();
            return seeing.embedImages(images);
        }

        @Override
        public float[][] features(List<Image> images) {
            ask();
            return seeing.features(images);
        }

        @Override
        public float[][] embedTexts(List<String> texts) {
            return seeing.embedTexts(texts);
        }

        @Override
        public double[][] classify(List<Image> images, List<PromptSet> prompts) {
            ask();
            return seeing.classify(images, prompts);
        }
    }

    private ModelReport.Written make(Scorer scorer, Path out) throws IOException {
        var request = new ModelReport.Request(
                "seeing",
                PROTOCOLS,
                OPTIONS,
                true,
                1,
                true,
                new LinkedHashMap<>(),
                Optional.empty(),
                new LinkedHashMap<>());
        return ModelReport.make(scorer, List.of(), data, out, request, Provenance.here("test"), Progress.SILENT);
    }

    @Test
    void whatWasInterruptedGoesOnAndEndsInTheSameBits(@TempDir Path whole, @TempDir Path twice) throws IOException {
        Stopped patient = new Stopped(Integer.MAX_VALUE);
        make(patient, whole);
        int all = patient.asked;
        assertThat(all).isGreaterThan(4);
        for (int stop = 1; stop < all; stop += 2) {
            Path out = twice.resolve("stopped-" + stop);
            Stopped impatient = new Stopped(stop);
            assertThatThrownBy(() -> make(impatient, out)).hasMessage("interrupted");
            assertThat(out.resolve(Unfinished.FOLDER)).isDirectory();
            Stopped again = new Stopped(Integer.MAX_VALUE);
            make(again, out);
            assertThat(again.asked).as("asked again after " + stop).isEqualTo(all - stop);
            assertThat(out.resolve(Unfinished.FOLDER)).doesNotExist();
            for (String protocol : PROTOCOLS) {
                assertThat(out.resolve(protocol + ".samples.csv"))
                        .hasSameBinaryContentAs(whole.resolve(protocol + ".samples.csv"));
                assertThat(Result.read(out.resolve(protocol + ".json")).measures())
                        .isEqualTo(
                                Result.read(whole.resolve(protocol + ".json")).measures());
            }
        }
    }

    @Test
    void anAnswerIsFoundUnderAllThatDecidesItOnly(@TempDir Path out) throws IOException {
        Unfinished kept = Unfinished.in(out, "1");
        double[][] answer = {{1.5, Double.NaN}, {}, {-0.0}};
        kept.keep(List.of("embed", "model", "picture"), answer);
        assertThat(kept.answer(List.of("embed", "model", "picture")))
                .hasValueSatisfying(
                        rows -> assertThat(Arrays.deepToString(rows)).isEqualTo(Arrays.deepToString(answer)));
        assertThat(kept.answer(List.of("embed", "model", "another picture"))).isEmpty();
        assertThat(kept.answer(List.of("embed", "another model", "picture"))).isEmpty();
        assertThat(kept.answer(List.of("embed", "model\npicture"))).isEmpty();
        assertThat(Unfinished.in(out, "2").answer(List.of("embed", "model", "picture")))
                .isEmpty();
        assertThat(kept.answers()).isEqualTo(1);
    }

    @Test
    void whatWasDamagedIsNotBelieved(@TempDir Path out) throws IOException {
        Unfinished kept = Unfinished.in(out, "1");
        List<String> parts = List.of("embed");
        kept.keep(parts, new double[][] {{1, 2, 3}});
        Path file;
        try (Stream<Path> files = Files.list(out.resolve(Unfinished.FOLDER))) {
            file = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, bytes.length - 1}) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThat(kept.answer(parts)).as("cut to " + length).isEmpty();
        }
        bytes[10] ^= 1;
        Files.write(file, bytes);
        assertThat(kept.answer(parts)).isEmpty();
    }

    @Test
    void everyVerbOfAScorerIsPassedOn() {
        assertThat(Stream.of(RememberingScorer.class.getDeclaredMethods()).map(method -> method.getName()))
                .containsAll(Stream.of(Scorer.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .map(method -> method.getName())
                        .toList());
    }
}
