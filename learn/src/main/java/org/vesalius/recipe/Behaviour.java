package org.vesalius.recipe;

import java.util.List;

/**
 * What makes a recipe that method: something that its small plan does, and the same plan with the distinguishing part switched off does less, at equal steps and seeds. {@code vesalius selftest ID
 * --behaviour} trains both and keeps what came of it; see {@link Behaved}.
 *
 * @param name in the name of the record's file
 * @param claim one sentence
 * @param settings of both arms, beyond those of the self-test
 * @param off further settings, which switch the distinguishing part off
 * @param margin what the low end of the difference must exceed
 * @param unmet why the claim does not hold on the small plan, as recorded; empty where it holds
 */
public record Behaviour(
        String name,
        String claim,
        List<String> settings,
        List<String> off,
        Measure measure,
        double margin,
        String unmet) {
    public Behaviour {
        settings = List.copyOf(settings);
        off = List.copyOf(off);
    }

    /** That holds, by any margin, under the settings of the self-test. */
    public static Behaviour of(String name, String claim, Measure measure, String... off) {
        return new Behaviour(name, claim, List.of(), List.of(off), measure, 0, "");
    }

    /** The same with settings of both arms. */
    public Behaviour under(String... both) {
        return new Behaviour(name, claim, List.of(both), off, measure, margin, unmet);
    }

    /** The same, by a margin. */
    public Behaviour by(double least) {
        return new Behaviour(name, claim, settings, off, measure, least, unmet);
    }

    /** The same, not met for a reason. */
    public Behaviour notMet(String reason) {
        return new Behaviour(name, claim, settings, off, measure, margin, reason);
    }
}
