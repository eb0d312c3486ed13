package org.vesalius.recipe;

import java.util.List;
import java.util.SequencedMap;
import org.vesalius.checkpoint.KeyMap;
import org.vesalius.io.InputException;
import org.vesalius.train.Plan;

/** A published method: a card and its named plans, the full size first. */
public interface Recipe {
    /** What it is and where it comes from. */
    RecipeCard card();

    /** Plans by name, the published one first. */
    SequencedMap<String, Plan> plans();

    /** Names of the published weights that a run may begin with ({@code --init}) in a model of ours. */
    default KeyMap initKeys() {
        return KeyMap.same();
    }

    /** The plan of this recipe whose best weights {@code plan} begins with ({@code --init}), and whose tokenizer it takes over; empty for none. The self-test trains it first. */
    default String begunBy(String plan) {
        return "";
    }

    /** What the self-test measures; a recipe whose model compares no texts with images chooses another than retrieval. */
    default Measure learns() {
        return Measure.Known.RETRIEVAL;
    }

    /** What it does that it would not without its distinguishing part. */
    default List<Behaviour> behaviours() {
        return List.of();
    }

    /** A plan by name; an empty name means the first. */
    default Plan plan(String name) {
        if (name.isEmpty()) {
            return plans().firstEntry().getValue();
        }
        Plan plan = plans().get(name);
        if (plan == null) {
            throw InputException.unknown("plan of recipe " + card().id(), name, plans().keySet());
        }
        return plan;
    }
}
