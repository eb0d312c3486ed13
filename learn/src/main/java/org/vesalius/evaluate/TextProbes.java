package org.vesalius.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vesalius.report.Prompts;

/**
 * A phrase and what it is changed into, to see whether a model reads it ("That's the wrong lung!", EMNLP 2022). A change that the phrase does not allow is empty.
 *
 * @param phrase as it was said
 * @param swapped with left and right in each other's place; empty without a side
 * @param negated a text that denies the finding
 * @param shuffled the same words in another order; empty for a single word
 * @param wording another way to say that the finding is there, without its place
 * @param other a text of another finding; empty when there is none
 */
record TextProbes(String phrase, String swapped, String negated, String shuffled, String wording, String other) {
    /** The changes, as they are named in tables. */
    enum Change {
        SWAPPED,
        NEGATED,
        SHUFFLED,
        WORDING,
        OTHER;

        String lower() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern SIDE = Pattern.compile("\\b(left|right)\\b", Pattern.CASE_INSENSITIVE);

    /** Of a phrase about a finding; {@code others} are findings that the picture does not show. */
    static TextProbes of(String phrase, String finding, List<String> others, long seed) {
        Prompts.PromptSet prompts = Prompts.forLabel(finding);
        return new TextProbes(
                phrase,
                swapped(phrase),
                prompts.negative().getFirst(),
                shuffled(phrase, seed),
                prompts.positive().stream()
                        .filter(text -> !text.equalsIgnoreCase(phrase)
                                && !SIDE.matcher(text).find())
                        .findFirst()
                        .orElse("there is " + Prompts.normal(finding)),
                others.isEmpty()
                        ? ""
                        : Prompts.forLabel(others.get(Math.floorMod(seed, others.size())))
                                .positive()
                                .getFirst());
    }

    /** The text of a change. */
    String text(Change change) {
        return switch (change) {
            case SWAPPED -> swapped;
            case NEGATED -> negated;
            case SHUFFLED -> shuffled;
            case WORDING -> wording;
            case OTHER -> other;
        };
    }

    private static String swapped(String phrase) {
        Matcher side = SIDE.matcher(phrase);
        return side.find() ? side.replaceAll(found -> found.group().equalsIgnoreCase("left") ? "right" : "left") : "";
    }

    private static String shuffled(String phrase, long seed) {
        List<String> words = Arrays.asList(phrase.strip().split("\\s+"));
        if (words.stream().distinct().count() < 2) {
            return "";
        }
        List<String> mixed = new ArrayList<>(words);
        Random random = new Random(seed);
        while (mixed.equals(words)) {
            Collections.shuffle(mixed, random);
        }
        return String.join(" ", mixed);
    }
}
