package org.vesalius.train;

import java.util.List;
import org.vesalius.recipe.Clip;

/** Plans that a test can train in a second. */
public final class TinyPlans {
    /** Settings that make any plan of a small model tiny. */
    public static final List<String> TINY = List.of(
            "model.image={\"type\":\"small-cnn\",\"widths\":[8,16,16],\"strides\":[2,1,2],\"contrast\":5,\"coordinates\":true}",
            "model.text={\"type\":\"bert\",\"layers\":1,\"width\":32,\"heads\":2,\"intermediate\":64,\"dropout\":0.1,\"pool\":\"MEAN\"}",
            "model.transform.size=32",
            "model.jointSize=16",
            "model.tokenizer={\"kind\":\"WORD_PIECE\",\"vocabularySize\":100,\"maxLength\":16}",
            "budget.batch=8",
            "budget.epochs=0",
            "budget.steps=12",
            "budget.validateEvery=5",
            "schedule.warmup=2",
            "ema=0.9");

    private TinyPlans() {}

    /** A tiny plan of CLIP's objective, with further settings. */
    public static Plan clip(String... more) {
        return of(new Clip().plan("small"), more);
    }

    /** A plan made tiny, with further settings. */
    public static Plan of(Plan plan, String... more) {
        return Settings.apply(Settings.apply(plan, TINY), List.of(more));
    }
}
