package org.vesalius.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vesalius.image.Image;
import org.vesalius.io.Progress;
import org.vesalius.shard.PreparedData;

class ExplanationProtocolTest {
    private static final EvaluationOptions OPTIONS =
            EvaluationOptions.defaults().withMinPositives(4).withResamples(50, 1);

    private static Protocol.Outcome run(PreparedData data, Scorer scorer) throws IOException {
        return new ExplanationProtocol()
                .run(new Trial(scorer, data, OPTIONS, Progress.SILENT), Provenance.here("test"));
    }

    private static Measure mean(Protocol.Outcome outcome, String metric, String part) {
        return outcome.result().find(metric, Measure.MACRO, part).orElseThrow();
    }

    @Test
    void whoSeesAndReadsPassesEveryTestAndWhoDoesNotGuesses(@TempDir Path dir) throws IOException {
        try (PreparedData data = Squares.prepared(dir)) {
            Protocol.Outcome seeing = run(data, new Squares.Seeing());
            for (String better : List.of(
                    "picture, phrase over swapped",
                    "picture, phrase over negated",
                    "picture, phrase over other",
                    "text, other wording over denial",
                    "text, other wording over other finding",
                    "hidden, boxes over other side",
                    "hidden, hottest over elsewhere")) {
                assertThat(mean(seeing, "prefers", better).value()).as(better).isGreaterThan(.9);
            }
            // other words for the same corner mean the same to it
            assertThat(mean(seeing, "prefers", "picture, phrase over wording").value())
                    .isEqualTo(.5);
            assertThat(mean(seeing, "pixel-auroc", "").value()).isCloseTo(1, within(1e-9));
            assertThat(mean(seeing, "iou-at-area", "").value()).isCloseTo(1, within(1e-9));
            // its maps are the picture, whatever is said
            assertThat(mean(seeing, "saliency-correlation", "with map of swapped")
                            .value())
                    .isCloseTo(1, within(1e-9));
            assertThat(mean(seeing, "cosine-drop", "boxes").value()).isGreaterThan(.2);

            Protocol.Outcome blind = run(data, new Squares.Blind());
            for (Measure measure : blind.result().measures()) {
                if (measure.shortName().equals("prefers")) {
                    assertThat(measure.value()).as(measure.id()).isEqualTo(.5);
                }
            }
            assertThat(mean(blind, "pixel-auroc", "").value()).isEqualTo(.5);
            assertThat(blind.samples().csv()).doesNotContain("square").doesNotContain("there is");
        }
    }

    @Test
    void phrasesAreChangedAsSaid() {
        TextProbes texts = TextProbes.of("Small Left pleural effusion", "Pleural Effusion", List.of("nodule"), 7);
        assertThat(texts.swapped()).isEqualTo("Small right pleural effusion");
        assertThat(texts.negated()).isEqualTo("no pleural effusion");
        assertThat(texts.wording()).isEqualTo("pleural effusion");
        assertThat(texts.other()).isEqualTo("nodule");
        assertThat(texts.shuffled().split(" ")).containsExactlyInAnyOrder("Small", "Left", "pleural", "effusion");
        assertThat(texts.shuffled()).isNotEqualTo(texts.phrase());
        TextProbes single = TextProbes.of("nodule", "nodule", List.of(), 1);
        assertThat(single.swapped()).isEmpty();
        assertThat(single.shuffled()).isEmpty();
        assertThat(single.other()).isEmpty();
        assertThat(single.wording()).isNotEqualTo("nodule").isNotEmpty();
    }

    @Test
    void whatIsHiddenHasTheMeanAndItsControlTheSameShape() {
        Image image = Image.grey(4, 2, 1, new float[] {0, 0, 0, .8f, 0, 0, 0, 0});
        boolean[] hottest = Hidden.hottest(image.samples(), 1 / 8.0);
        assertThat(hottest[3]).isTrue();
        assertThat(Hidden.under(image, hottest).samples()[3]).isCloseTo(.1f, within(1e-6f));
        boolean[] moved = Hidden.elsewhere(hottest, 4, 5);
        assertThat(moved[3]).isFalse();
        int n = 0;
        for (boolean in : moved) {
            n += in ? 1 : 0;
        }
        assertThat(n).isEqualTo(1);
        assertThat(Hidden.mirrored(hottest, 4)[0]).isTrue();
        assertThat(Hidden.apart(hottest, Hidden.mirrored(hottest, 4))).isTrue();
        assertThat(Hidden.apart(hottest, hottest)).isFalse();
        // a map that says nothing there is cold there
        assertThat(Hidden.hottest(new float[] {Float.NaN, -1}, .5)).containsExactly(false, true);
    }
}
