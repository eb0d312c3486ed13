package org.vesalius.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vesalius.io.InputException;
import org.vesalius.model.ImageEncoder;
import org.vesalius.recipe.Clip;
import org.vesalius.recipe.Convirt;
import org.vesalius.recipe.SymmetricContrast;

class SettingsTest {
    private final Plan plan = new Clip().plan("small");

    @Test
    void aNumberDeepInTheTreeIsChangedAndNothingElse() {
        Plan changed = Settings.apply(plan, List.of("optim.lr=2e-4"));
        assertThat(changed.optim().lr()).isEqualTo(2e-4);
        assertThat(changed.optim().weightDecay()).isEqualTo(plan.optim().weightDecay());
        assertThat(Settings.apply(changed, List.of("optim.lr=" + plan.optim().lr())))
                .isEqualTo(plan);
    }

    @Test
    void enumsListsAndTheMethodsOwnConstantsAreReached() {
        Plan changed = Settings.apply(
                plan,
                List.of(
                        "data.text=random-sentence",
                        "model.image.widths=[8,16]",
                        "method.maxScale=50",
                        "frozen=[\"text.\"]"));
        assertThat(changed.data().text()).isEqualTo(DataPlan.TextRule.RANDOM_SENTENCE);
        assertThat(((ImageEncoder.SmallCnn) changed.model().image()).widths()).containsExactly(8, 16);
        assertThat(((SymmetricContrast) changed.method()).maxScale()).isEqualTo(50);
        assertThat(changed.frozen()).containsExactly("text.");
    }

    @Test
    void anUnknownKeyNamesTheNearest() {
        assertThatThrownBy(() -> Settings.apply(plan, List.of("optim.l=1")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("unknown setting 'optim.l'")
                .hasMessageContaining("optim.lr");
    }

    @Test
    void allProblemsComeInOneMessage() {
        assertThatThrownBy(() -> Settings.apply(plan, List.of("seed=x", "bugdet.batch=2", "precision=fp8", "oops")))
                .hasMessageContaining("setting 'seed': expected a number, got 'x'")
                .hasMessageContaining("budget")
                .hasMessageContaining("FP32, BF16")
                .hasMessageContaining("'oops': expected name=value");
    }

    @Test
    void aPlanThatCannotBeTrainedSaysAllThatIsWrong() {
        Plan broken = Settings.apply(
                plan, List.of("budget.batch=1", "optim.lr=0", "model.jointSize=0", "model.image.strides=[2]"));
        assertThatThrownBy(broken::check)
                .hasMessageContaining("budget.batch: expected 2 or more, got 1")
                .hasMessageContaining("optim.lr: expected more than 0")
                .hasMessageContaining("model.jointSize: expected 1 or more, got 0")
                .hasMessageContaining("as many strides as widths");
    }

    @Test
    void allNamesOfAPlanCanBeSetToWhatTheyAre() {
        assertThat(Settings.names(new Convirt().plan("small")))
                .contains("optim.lr", "method.lambda", "model.transform.size", "augment.cropMin");
    }
}
