package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.View;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;
import org.vesalius.metric.MultiClass;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import org.vesalius.shard.PreparedData;

/** Change between two films on a set where brightness is disease: six in ten patients get worse, three better, one stays. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TemporalTest {
    private static final int PATIENTS = 60;
    private static final int SIDE = 8;
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.defaults().withMinPositives(4).withResamples(20, 1);

    private PreparedData data;

    private static Course course(int patient) {
        int tenth = patient / 3 % 10;
        return tenth < 6 ? Course.WORSE : tenth < 9 ? Course.BETTER : Course.STABLE;
    }

    private static int brightness(int patient, boolean later) {
        int change = switch (course(patient)) {
            case BETTER -> -40;
            case STABLE -> 0;
            case WORSE -> 40;
        };
        return 100 + patient % 7 + (later ? change : 0);
    }

    /** Two films of each patient, named by patient and visit; the second is read first. */
    private record Growing() implements Dataset {
        @Override
        public DatasetCard card() {
            return new DatasetCard(
                    "growing",
                    1,
                    "Growing",
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
            for (int p = 0; p < PATIENTS; p++) {
                Split split = List.of(Split.values()).get(p % 3);
                for (int visit = 1; visit >= 0; visit--) {
                    StudyImage image = StudyImage.of("0", dir.resolve(p + "-" + visit + ".png"), View.PA);
                    String word =
                            course(p) == Course.STABLE ? "UNCHANGED" : course(p).name();
                    studies.accept(Study.of("patient" + p, "study" + p + "-" + visit)
                            .withSplit(split)
                            .withImages(List.of(image))
                            .withMeta(Map.of(
                                    "offset_days",
                                    Integer.toString(10 * visit),
                                    "change:spot",
                                    visit == 0 ? "FIRST" : word)));
                }
            }
        }
    }

    @BeforeAll
    void prepare(@TempDir Path dir) throws IOException {
        Path source = Files.createDirectories(dir.resolve("source"));
        for (int p = 0; p < PATIENTS; p++) {
            for (int visit = 0; visit < 2; visit++) {
                float[] samples = new float[SIDE * SIDE];
                Arrays.fill(samples, brightness(p, visit == 1));
                ImageFiles.writePng(source.resolve(p + "-" + visit + ".png"), Image.grey(SIDE, SIDE, 255, samples));
            }
        }
        Path out = dir.resolve("prepared");
        Preparation.run(new Growing(), source, out, PrepareOptions.defaults().withThreads(1), Progress.SILENT);
        data = PreparedData.open(out);
    }

    @AfterAll
    void close() throws IOException {
        data.close();
    }

    /** Sees brightness, of a pair the change. */
    private static class Seeing implements Scorer {
        @Override
        public Subject subject() {
            return new Subject("seeing", "seeing@1");
        }

        @Override
        public float[][] embedImages(List<Image> images) {
            return images.stream()
                    .map(image -> new float[] {image.samples()[0] / 255})
                    .toArray(float[][]::new);
        }

        @Override
        public float[][] embedPairs(List<Image> images, List<Image> priors) {
            List<float[]> vectors = new ArrayList<>();
            for (int i = 0; i < images.size(); i++) {
                float change =
                        Math.signum(images.get(i).samples()[0] - priors.get(i).samples()[0]);
                vectors.add(new float[] {change, 1 - Math.abs(change)});
            }
            return vectors.toArray(float[][]::new);
        }

        @Override
        public float[][] embedTexts(List<String> texts) {
            return texts.stream()
                    .map(text -> text.matches(".*(improved|decreased|smaller).*")
                            ? new float[] {-1, 0}
                            : text.matches(".*(worsened|increased|larger).*") ? new float[] {1, 0} : new float[] {0, 1})
                    .toArray(float[][]::new);
        }
    }

    /** Says that all is worse, whatever it sees. */
    private static final class Gloomy extends Seeing {
        @Override
        public float[][] embedPairs(List<Image> images, List<Image> priors) {
            return images.stream().map(image -> new float[] {1, 0}).toArray(float[][]::new);
        }
    }

    private Result result(Scorer scorer, String readout) throws IOException {
        EvaluationOptions options = OPTIONS.withSet("readout", readout);
        return new TemporalProtocol()
                .run(new Trial(scorer, data, options, Progress.SILENT), Provenance.here("test"))
                .result();
    }

    private static double value(Result result, String metric, String part) {
        return result.find(metric, Measure.MACRO, part).orElseThrow().value();
    }

    @Test
    void whoSeesChangeIsRightAndSaysTheOppositeOfSwappedPictures() throws IOException {
        for (String readout : List.of("prompts", "probe-pair")) {
            Result result = result(new Seeing(), readout);
            assertThat(value(result, MultiClass.ACCURACY, ""))
                    .describedAs(readout)
                    .isEqualTo(1);
            assertThat(value(result, MultiClass.ACCURACY, "pictures swapped")).isEqualTo(1);
            assertThat(value(result, TemporalProtocol.CONSISTENCY, "")).isEqualTo(1);
            assertThat(value(result, MultiClass.ACCURACY, "over findings")).isEqualTo(1);
        }
        assertThat(value(result(new Seeing(), "probe"), MultiClass.ACCURACY, ""))
                .isEqualTo(1);
    }

    @Test
    void whoAlwaysSaysWorseIsRightAsOftenAsThatIsSoAndNeverConsistent() throws IOException {
        Result result = result(new Gloomy(), "prompts");
        // 20 test patients: 12 worse, 6 better, 2 stable
        assertThat(value(result, MultiClass.ACCURACY, "")).isCloseTo(.6, within(1e-12));
        assertThat(value(result, MultiClass.Part.RECALL.metric(true), "")).isCloseTo(1 / 3.0, within(1e-12));
        // F1 of worse 2 x .6 / 1.6, of the others 0
        assertThat(value(result, MultiClass.Part.F1.metric(true), "")).isCloseTo(.75 / 3, within(1e-12));
        assertThat(value(result, MultiClass.ACCURACY, "pictures swapped")).isCloseTo(.3, within(1e-12));
        assertThat(value(result, TemporalProtocol.CONSISTENCY, "")).isZero();
        assertThat(result.notes().getFirst()).contains("of 20 pairs better 6, stable 2, worse 12");
    }

    @Test
    void theStudyBeforeIsTheLatestOfThePatientByItsDay() throws IOException {
        List<Followed> followed = Followed.of(data, Split.TEST);
        assertThat(followed).hasSize(20).allSatisfy(pair -> {
            assertThat(pair.prior().patientKey()).isEqualTo(pair.entry().patientKey());
            assertThat(data.study(pair.prior()).meta()).containsEntry("offset_days", "0");
        });
        assertThat(new TemporalProtocol().possible(data)).isTrue();
    }

    @Test
    void wordsOfReadersBecomeCourses() {
        assertThat(Course.of("RESOLVED")).contains(Course.BETTER);
        assertThat(Course.of("no change")).contains(Course.STABLE);
        assertThat(Course.of("NEW")).contains(Course.WORSE);
        assertThat(Course.of("improved; worsened")).isEmpty();
        assertThat(Course.of("FIRST")).isEqualTo(Optional.empty());
    }

    @Test
    void aModelOfSinglePicturesSaysThatItCannotSeePairs() {
        Scorer single = new Squares.Seeing();
        assertThatThrownBy(() -> result(single, "prompts"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("beside those before");
    }
}
