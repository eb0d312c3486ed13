package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.dataset.Split;
import org.vesalius.io.InputException;
import org.vesalius.io.Progress;
import org.vesalius.shard.PreparedData;

class RobustnessProtocolTest {
    private static EvaluationOptions options(String... set) {
        EvaluationOptions options = EvaluationOptions.defaults()
                .withPrompts(Squares.prompts())
                .withMinPositives(4)
                .withResamples(50, 1);
        Map<String, String> all = new TreeMap<>();
        for (int i = 0; i < set.length; i += 2) {
            all.put(set[i], set[i + 1]);
        }
        return options.withSet(all);
    }

    private static Result run(PreparedData data, Scorer scorer, EvaluationOptions options) throws IOException {
        return new RobustnessProtocol()
                .run(new Trial(scorer, data, options, Progress.SILENT), Provenance.here("test"))
                .result();
    }

    @Test
    void noiseCostsWhoSeesAndNothingCostsWhoDoesNot(@TempDir Path dir) throws IOException {
        try (PreparedData data = Squares.prepared(dir)) {
            for (String scores : new String[] {"zero-shot", "linear-probe"}) {
                EvaluationOptions options =
                        options("scores", scores, "corruptions", "contrast,rotation", "severities", "1,3");
                Result seeing = run(data, new Squares.Seeing(), options);
                assertThat(seeing.find("auroc", Measure.MACRO).orElseThrow().value())
                        .isEqualTo(1);
                Measure turned =
                        seeing.find("auroc-drop", Measure.MACRO, "rotation 1").orElseThrow();
                assertThat(turned.value()).isBetween(0.0, .2);
                assertThat(turned.value())
                        .isEqualTo(1
                                - seeing.find("auroc", Measure.MACRO, "rotation 1")
                                        .orElseThrow()
                                        .value());
                Result blind = run(data, new Squares.Blind(), options);
                assertThat(blind.find("auroc-drop", Measure.MACRO, "rotation 3")
                                .orElseThrow()
                                .interval()
                                .high())
                        .isZero();
                assertThat(seeing.terms()).containsEntry("damage: rotation", "[5.0, 10.0, 20.0]");
            }
        }
    }

    @Test
    void theProbeOfDamagedPicturesIsThatOfCleanOnes(@TempDir Path dir) throws IOException {
        try (PreparedData data = Squares.prepared(dir)) {
            EvaluationOptions options = options("corruptions", "blur", "severities", "1");
            Trial trial = new Trial(new Squares.Seeing(), data, options, Progress.SILENT);
            trial.features(Split.TRAIN);
            Trial damaged = trial.seeing(new Squares.Blind());
            assertThat(damaged.features(Split.TRAIN)).isSameAs(trial.features(Split.TRAIN));
            assertThat(damaged.features(Split.TEST)).isNotSameAs(trial.features(Split.TEST));
        }
    }

    @Test
    void unknownDamageNamesTheNearest(@TempDir Path dir) throws IOException {
        try (PreparedData data = Squares.prepared(dir)) {
            assertThatThrownBy(() -> run(data, new Squares.Seeing(), options("corruptions", "nois")))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("noise");
        }
    }
}
