package org.vesalius.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Dataset;
import org.vesalius.dataset.DatasetCard;
import org.vesalius.dataset.ReadOptions;
import org.vesalius.dataset.Split;
import org.vesalius.dataset.Study;
import org.vesalius.dataset.StudyImage;
import org.vesalius.dataset.View;
import org.vesalius.image.Augment;
import org.vesalius.image.Image;
import org.vesalius.image.ImageFiles;
import org.vesalius.image.Transform;
import org.vesalius.io.InputException;
import org.vesalius.io.Problem;
import org.vesalius.io.Progress;
import org.vesalius.report.LabelState;
import org.vesalius.report.Report;
import org.vesalius.report.Section;
import org.vesalius.shard.Cursor;
import org.vesalius.shard.Preparation;
import org.vesalius.shard.PrepareOptions;
import org.vesalius.shard.PreparedData;
import org.vesalius.tensor.Seed;

/** Six patients with two visits each: a frontal film both times, a lateral one at the first. */
class ExamplesTest {
    @TempDir
    static Path folder;

    private static PreparedData data;

    @BeforeAll
    static void prepare() throws IOException {
        Path raw = Files.createDirectories(folder.resolve("raw"));
        Path out = folder.resolve("prepared");
        Preparation.run(new Visits(), raw, out, PrepareOptions.defaults().withThreads(1), Progress.SILENT);
        data = PreparedData.open(out);
    }

    @AfterAll
    static void close() throws IOException {
        data.close();
    }

    @Test
    void theFilmBeforeIsThatOfTheSamePatientsEarlierVisit() throws IOException {
        List<Examples.Shown> shown = all(plan().withViews(DataPlan.Views.WITH_PRIOR));
        int withPrior = 0;
        for (Examples.Shown show : shown) {
            Examples.Look prior = show.looks().get(1);
            boolean first =
                    show.example().facts().getOrDefault("offset_days", "").equals("0");
            assertThat(prior == null).isEqualTo(first);
            if (prior != null) {
                withPrior++;
                assertThat(prior.entry().row()).isNotEqualTo(show.example().row());
                assertThat(prior.entry().patientKey())
                        .isEqualTo(show.looks().getFirst().entry().patientKey());
            }
        }
        assertThat(withPrior).isEqualTo(6);
    }

    @Test
    void aMissingLateralFilmIsBlackAndSaysSo() throws IOException {
        DataPlan both = plan().withViews(DataPlan.Views.FRONTAL_AND_LATERAL);
        Pictures pictures = new Pictures(data, Transform.grey(8), Augment.NONE, 1 << 20);
        List<Examples.Shown> shown = all(both);
        Ready.Collector collector = new Ready.Collector(pictures, shown.size());
        for (Examples.Shown show : shown) {
            collector.add(show, Seed.random(1));
        }
        Ready ready = collector.ready(Cursor.start(0));
        assertThat(ready.pictures()).isEqualTo(2);
        for (int i = 0; i < shown.size(); i++) {
            boolean first = shown.get(i)
                    .example()
                    .facts()
                    .getOrDefault("offset_days", "")
                    .equals("0");
            assertThat(ready.present(0)[i]).isTrue();
            assertThat(ready.present(1)[i]).isEqualTo(first);
            if (!first) {
                for (int k = 0; k < 64; k++) {
                    assertThat(ready.pixels(1)[i * 64 + k]).isZero();
                }
            }
        }
    }

    @Test
    void threeFilmsAreDrawnWithReplacement() throws IOException {
        for (Examples.Shown show : all(plan().withViews(DataPlan.Views.THREE_DRAWN))) {
            assertThat(show.looks()).hasSize(3).doesNotContainNull();
        }
    }

    @Test
    void neverPairedTextsComeFromStudiesWhosePicturesAreNeverShown() throws IOException {
        DataPlan apart = plan().withPairing(DataPlan.Pairing.NEVER_PAIRED);
        Examples examples = Examples.read(data, Split.TRAIN, apart, Progress.SILENT);
        Set<String> seen = new HashSet<>();
        Set<String> told = new HashSet<>();
        for (int i = 0; i < examples.size(); i++) {
            for (int draw = 0; draw < 20; draw++) {
                Example example = examples.show(i, Seed.random(draw)).example();
                seen.add(example.facts().getOrDefault("own", ""));
                told.add(example.text());
                assertThat(example.textLabels().get("odd"))
                        .isEqualTo(example.text().contains("odd") ? LabelState.POSITIVE : LabelState.NEGATIVE);
            }
        }
        assertThat(seen).hasSize(6);
        assertThat(told).hasSize(6).doesNotContainAnyElementsOf(seen);
    }

    @Test
    void textsOfAnotherSetGoWithAllPicturesOfThisOne(@TempDir Path other) throws IOException {
        try (PreparedData toy = PreparedData.open(ToyData.prepare(other, 8, 2))) {
            DataPlan apart = plan().withPairing(DataPlan.Pairing.NEVER_PAIRED);
            Examples examples = Examples.read(data, toy, Split.TRAIN, apart, Progress.SILENT);
            assertThat(examples.size())
                    .isEqualTo(Examples.read(data, Split.TRAIN, plan(), Progress.SILENT)
                            .size());
            for (int i = 0; i < examples.size(); i++) {
                Example example = examples.show(i, Seed.random(i)).example();
                assertThat(example.text()).containsAnyOf("square", "disc");
                assertThat(example.textLabels()).containsKey("square");
                assertThat(example.labels()).doesNotContainKey("square");
            }
            assertThatThrownBy(() -> Examples.read(data, toy, Split.TRAIN, plan(), Progress.SILENT))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("NEVER_PAIRED");
        }
    }

    @Test
    void shuffledTextsAreAlwaysTheSameOthers() throws IOException {
        DataPlan shuffled = plan().withPairing(DataPlan.Pairing.SHUFFLED);
        Map<String, String> once = new HashMap<>();
        for (Examples.Shown show : all(shuffled)) {
            once.put(
                    show.example().facts().getOrDefault("own", ""),
                    show.example().text());
        }
        for (Examples.Shown show : all(shuffled)) {
            assertThat(once)
                    .containsEntry(
                            show.example().facts().getOrDefault("own", ""),
                            show.example().text());
        }
        assertThat(once.entrySet()).anyMatch(pair -> !pair.getKey().equals(pair.getValue()));
        assertThat(new HashSet<>(once.values())).hasSize(12);
    }

    private static DataPlan plan() {
        return DataPlan.of(DataPlan.TextRule.WHOLE, Section.FINDINGS);
    }

    private static List<Examples.Shown> all(DataPlan plan) throws IOException {
        Examples examples = Examples.read(data, Split.TRAIN, plan, Progress.SILENT);
        List<Examples.Shown> shown = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            shown.add(examples.show(i, Seed.random(i)));
        }
        return shown;
    }

    private static final class Visits implements Dataset {
        @Override
        public DatasetCard card() {
            return ToyData.card("visits", "Visits");
        }

        @Override
        public boolean recognises(Path dir) {
            return false;
        }

        @Override
        public void read(Path dir, ReadOptions options, Consumer<Study> studies, Consumer<Problem> problems)
                throws IOException {
            for (int i = 0; i < 12; i++) {
                boolean first = i < 6;
                List<StudyImage> images = new ArrayList<>();
                images.add(picture(dir, i, View.PA));
                if (first) {
                    images.add(picture(dir, 100 + i, View.LATERAL));
                }
                String text = "Visit " + i + " is " + (i % 2 == 1 ? "odd" : "even") + ".";
                studies.accept(Study.of("p" + i % 6, "s" + i)
                        .withSplit(Split.TRAIN)
                        .withImages(images)
                        .withReport(Report.of(Section.FINDINGS, text))
                        .withLabels(Map.of("odd", i % 2 == 1 ? LabelState.POSITIVE : LabelState.NEGATIVE))
                        .withMeta(Map.of("offset_days", first ? "0" : "10", "own", text)));
            }
        }

        private static StudyImage picture(Path dir, int number, View view) throws IOException {
            Path file = dir.resolve(number + ".png");
            float[] samples = new float[64];
            Random random = new Random(number);
            for (int i = 0; i < samples.length; i++) {
                samples[i] = random.nextInt(256);
            }
            if (!Files.exists(file)) {
                Files.write(file, ImageFiles.png(Image.grey(8, 8, 255, samples)));
            }
            return StudyImage.of("i" + number, file, view);
        }
    }
}
