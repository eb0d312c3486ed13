package org.vesalius.report;

import java.util.List;

/** What to ask of a zero-shot model for a finding. */
public final class Prompts {
    private Prompts() {}

    /** Texts that say that a finding is there and that it is not; scores are averaged over each side. */
    public record PromptSet(String label, List<String> positive, List<String> negative) {
        public PromptSet {
            positive = List.copyOf(positive);
            negative = List.copyOf(negative);
        }
    }

    /** Several wordings for a known label (any case), else {@link #pair}. */
    public static PromptSet forLabel(String label) {
        return pair(label);
    }

    /** {@code {c}} and {@code no {c}} (Tiu et al., CheXzero, Nature BME 2022). */
    public static PromptSet pair(String label) {
        return new PromptSet(label, List.of(label), List.of("no " + label));
    }
}
