package org.vesalius.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.vesalius.model.DualEncoder;
import org.vesalius.nn.Losses;
import org.vesalius.nn.Params;
import org.vesalius.tensor.Scope;
import org.vesalius.tensor.Tensors;
import org.vesalius.train.Batch;
import org.vesalius.train.Plan;

final class LiangItmTest {
    private static <R> R of(Function<LiangItm.Judged, R> use, String... settings) {
        try (var _ = Scope.open();
                Params params = Params.create(1)) {
            Plan plan = Drawn.tiny(new LiangItm().plan("small"), settings);
            try (DualEncoder model = Drawn.model(params, plan)) {
                LiangItm.Judged step = (LiangItm.Judged) plan.method().begin(params.at("method"), model);
                params.training(false);
                return use.apply(step);
            }
        }
    }

    private static Losses losses(LiangItm.Judged step, Batch batch) {
        Losses losses = new Losses();
        step.losses(batch, losses);
        return losses;
    }

    @Test
    void theLossIsTheCrossEntropyOfTheJudgesAnswersByPlainLoops() {
        of(step -> {
            Batch batch = Drawn.batch(1);
            float[][] textsByImages = Tensors.rows(step.judgements(batch).contiguous());
            int shift = 1 + batch.random("false pairs").nextInt(2);
            double together = 0;
            double apart = 0;
            for (int i = 0; i < 3; i++) {
                together += Math.log1p(Math.exp(-textsByImages[i][i])) / 3;
                apart += Math.log1p(Math.exp(textsByImages[Math.floorMod(i - shift, 3)][i])) / 3;
            }
            Losses losses = losses(step, batch);
            assertThat(losses.values().get("true")).isCloseTo(together, within(1e-5));
            assertThat(losses.values().get("false")).isCloseTo(apart, within(1e-5));
            assertThat(Tensors.value(losses.total())).isCloseTo((together + apart) / 2, within(1e-5));
            return step;
        });
    }

    @Test
    void withoutFalseReportsOnlyTrueOnesAreAskedFor() {
        of(step -> assertThat(losses(step, Drawn.batch(1)).values()).containsOnlyKeys("true"), "method.falseReports=0");
    }
}
