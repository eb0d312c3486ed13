package org.vesalius.train;

import java.util.ArrayList;
import java.util.List;
import org.vesalius.image.Augment;
import org.vesalius.io.InputException;
import org.vesalius.model.ModelSpec;

/**
 * One training, whole and immutable: a recipe's named variant, changed by {@code --set}.
 *
 * @param frozen prefixes of the names of parameters that stay as they are ({@code text.embeddings}, {@code text.encoder.layer.0})
 * @param ema the decay of the moving average of the weights that is validated and kept, or 0 for none
 * @param notes what is worth telling about the plan: sources, differences
 */
public record Plan(
        String name,
        DataPlan data,
        ModelSpec model,
        Method method,
        Optim optim,
        Schedule schedule,
        Budget budget,
        Augment augment,
        Precision precision,
        List<String> frozen,
        double ema,
        long seed,
        String notes) {
    /** The type of number in the towers. */
    public enum Precision {
        /** Single precision throughout. */
        FP32,
        /** Matrix products in bfloat16, weights and sums in single precision. */
        BF16
    }

    public Plan {
        frozen = List.copyOf(frozen);
    }

    /** The plan under another name and with settings such as {@code optim.lr=1e-4}. */
    public Plan variant(String other, String... settings) {
        Plan changed = Settings.apply(this, List.of(settings));
        return changed.named(other);
    }

    private Plan named(String other) {
        return new Plan(
                other, data, model, method, optim, schedule, budget, augment, precision, frozen, ema, seed, notes);
    }

    /** The same with another model. */
    public Plan withModel(ModelSpec other) {
        return new Plan(
                name, data, other, method, optim, schedule, budget, augment, precision, frozen, ema, seed, notes);
    }

    /** A full-size plan, in single precision, from the first seed, without averages; {@code notes} say what is worth telling. */
    public static Plan published(
            String name, DataPlan data, ModelSpec model, Method method, Optim optim, Schedule schedule, Budget budget) {
        return new Plan(
                name, data, model, method, optim, schedule, budget, Augment.NONE, Precision.FP32, List.of(), 0, 0, "");
    }

    /** The same on other pictures and texts. */
    public Plan withData(DataPlan other) {
        return new Plan(
                name, other, model, method, optim, schedule, budget, augment, precision, frozen, ema, seed, notes);
    }

    /** The same with another objective. */
    public Plan withMethod(Method other) {
        return new Plan(
                name, data, model, other, optim, schedule, budget, augment, precision, frozen, ema, seed, notes);
    }

    /** The same with another rule of update, at rates of another schedule. */
    public Plan withOptim(Optim rule, Schedule rates) {
        return new Plan(name, data, model, method, rule, rates, budget, augment, precision, frozen, ema, seed, notes);
    }

    /** The same for another while. */
    public Plan withBudget(Budget other) {
        return new Plan(
                name, data, model, method, optim, schedule, other, augment, precision, frozen, ema, seed, notes);
    }

    /** The same with other random changes to the pictures. */
    public Plan withAugment(Augment other) {
        return new Plan(name, data, model, method, optim, schedule, budget, other, precision, frozen, ema, seed, notes);
    }

    /** The same with these parameters left as they are. */
    public Plan withFrozen(String... prefixes) {
        List<String> other = List.of(prefixes);
        return new Plan(
                name, data, model, method, optim, schedule, budget, augment, precision, other, ema, seed, notes);
    }

    /** The same with something to tell. */
    public Plan withNotes(String other) {
        return new Plan(
                name, data, model, method, optim, schedule, budget, augment, precision, frozen, ema, seed, other);
    }

    /** The same with another seed. */
    public Plan withSeed(long other) {
        return new Plan(
                name, data, model, method, optim, schedule, budget, augment, precision, frozen, ema, other, notes);
    }

    /** Throws one message with everything that is wrong. */
    public void check() {
        List<String> problems = new ArrayList<>(model.problems());
        require(problems, budget.batch() >= 2, "budget.batch", "2 or more", budget.batch());
        require(problems, budget.chunk() >= 0, "budget.chunk", "0 or more", budget.chunk());
        require(problems, budget.accumulate() >= 1, "budget.accumulate", "1 or more", budget.accumulate());
        require(problems, budget.epochs() + budget.steps() > 0, "budget.epochs", "epochs or steps", 0);
        require(problems, budget.epochs() >= 0 && budget.steps() >= 0, "budget", "no negative count", budget);
        require(problems, optim.lr() > 0, "optim.lr", "more than 0", optim.lr());
        require(problems, optim.weightDecay() >= 0, "optim.weightDecay", "0 or more", optim.weightDecay());
        require(problems, optim.clip() >= 0, "optim.clip", "0 or more", optim.clip());
        Optim.Lookahead slow = optim.lookahead();
        require(problems, slow.every() >= 0, "optim.lookahead.every", "0 or more", slow.every());
        require(problems, slow.part() >= 0 && slow.part() <= 1, "optim.lookahead.part", "0 to 1", slow.part());
        require(problems, schedule.every() >= 1, "schedule.every", "1 or more", schedule.every());
        require(problems, schedule.warmup() >= 0, "schedule.warmup", "0 or more", schedule.warmup());
        require(problems, ema >= 0 && ema < 1, "ema", "0 or more and less than 1", ema);
        require(problems, !data.sections().isEmpty(), "data.sections", "at least one section", "none");
        if (!problems.isEmpty()) {
            throw new InputException("plan " + name + " cannot be trained:\n  " + String.join("\n  ", problems));
        }
    }

    private static void require(List<String> problems, boolean holds, String what, String expected, Object got) {
        if (!holds) {
            problems.add(what + ": expected " + expected + ", got " + got);
        }
    }
}
